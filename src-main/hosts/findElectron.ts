import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A computer with a network answers at once; one without must not make a person wait for it. */
const PROBE_MS = 4000
const DOWNLOAD_MS = 180_000

/** The executable that the electron package names; null: its binary was never fetched. */
export async function findElectron(root: string): Promise<string | null> {
  const folder = join(root, 'node_modules', 'electron')
  const name = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => null)
  if (name === null) return null
  const path = join(folder, 'dist', name)
  return existsSync(path) ? path : null
}

/**
 * Tries once, in a checkout, to fetch Electron's binary with the package's own installer: npm leaves it out. This is installation, as `npm ci` is; the
 * application itself never downloads. A computer without network is not asked again until the next `npm ci`.
 */
export async function installElectron(root: string): Promise<string | null> {
  const installer = join(root, 'node_modules', 'electron', 'install.js')
  const mark = join(root, 'node_modules', '.electron-unavailable')
  if (!existsSync(installer) || existsSync(mark)) return null
  const source = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/'
  const isReachable = await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) }).then((response) => response.ok, () => false)
  const isInstalled = isReachable && await new Promise<boolean>((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: 'ignore', timeout: DOWNLOAD_MS })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
  const path = isInstalled ? await findElectron(root) : null
  if (path === null) await writeFile(mark, 'Remove this file to try again.\n')
  return path
}
