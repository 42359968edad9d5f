import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { needsBuild } from './buildState.ts'
import { defaultDataDir } from './defaultDataDir.ts'
import { findElectron, installElectron } from './findElectron.ts'
import { runHost } from './hostEntry.ts'
import { appRoot } from './resourcesDir.ts'
import { browserCommand, hasDisplay, planStart } from './startPlan.ts'

/** `npm start`: the window, in Electron where it can be, else in the browser. */
async function start(): Promise<number> {
  const { values } = parseArgs({
    options: { browser: { type: 'boolean', default: false }, 'no-open': { type: 'boolean', default: false }, port: { type: 'string' }, 'data-dir': { type: 'string' } },
  })
  const root = appRoot()
  const dataDir = resolve(values['data-dir'] ?? defaultDataDir())
  if (await needsBuild(root)) {
    console.log('Building the window …')
    const code = await run(process.execPath, [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'], root)
    if (code !== 0) return code
  }
  const canShow = !values.browser && hasDisplay(process.platform, process.env)
  const electronPath = await findElectron(root) ?? (canShow ? await installElectron(root) : null)
  const plan = planStart({ electronPath, platform: process.platform, environment: process.env, isBrowserWanted: values.browser })
  if (plan.host === 'electron') return run(plan.electronPath, [root, '--data-dir', dataDir], root)

  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort())
  await runHost('loopback', {
    dataDir, signal: interrupted.signal, ...(values.port === undefined ? {} : { port: Number(values.port) }),
    onReady(url) {
      console.log(`Footnote is in your browser (${plan.reason}). Ctrl-C ends it.\n${url}`)
      if (!values['no-open'] && hasDisplay(process.platform, process.env)) openBrowser(url)
    },
  })
  return 0
}

function run(command: string, args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

/** A convenience: where it fails, the printed address is there. */
function openBrowser(url: string): void {
  const [command, ...args] = browserCommand(process.platform, url)
  spawn(command, args, { stdio: 'ignore', detached: true }).on('error', () => undefined).unref()
}

start().then((code) => process.exit(code), (thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  process.exit(1)
})
