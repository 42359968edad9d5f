import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerOfLink } from '../../src-main/hosts/electron/answerLink.ts'
import { CHANNELS } from '../../src-main/hosts/electron/channels.ts'
import { followJobs } from '../../src-main/hosts/electron/followJobs.ts'
import { runElectron } from '../../src-main/hosts/electron/runElectron.ts'
import { visibleBounds } from '../../src-main/hosts/electron/shellState.ts'
import { startArguments } from '../../src-main/hosts/electron/startArguments.ts'
import type { JobId } from '../../src-shared/domain/ids.ts'
import type { Job } from '../../src-shared/domain/job.ts'
import { createFakeEngine, type FakeEngine } from '../contract/fakeEngine.ts'
import { recordElectron } from './recordElectron.ts'

let folder: string
let engine: FakeEngine
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-shell-'))
  await mkdir(join(folder, 'out', 'renderer'), { recursive: true })
  await writeFile(join(folder, 'out', 'renderer', 'index.html'), '')
  engine = createFakeEngine({ content: { path: '/docs/a.pdf', mediaType: 'application/pdf', sizeBytes: 10 } })
})
afterEach(() => rm(folder, { recursive: true }))

async function start(argv: readonly string[] = []) {
  const host = recordElectron()
  await runElectron(host.electron, { argv: ['footnote', '--data-dir', join(folder, 'data'), ...argv], rendererFolder: join(folder, 'out', 'renderer'), openEngine: async () => engine })
  return host
}
const job = (state: Job['state'], done = 0, total?: number): Job => ({ jobId: 'j1' as JobId, kind: 'add', label: 'Reading “Contracts”', state, progress: { stage: '', done, unit: 'file', ...(total === undefined ? {} : { total }) }, attempt: 1, created: '', updated: '' })
const items = (menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] => menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])])
const mainFrame = { url: 'app://footnote/' }
const fromPage = { sender: { mainFrame }, senderFrame: mainFrame }

describe('the shell around the window', () => {
  it('has a menu whose items the page carries out, and registers no key that the page listens to', async () => {
    const { recorded } = await start()
    const all = items(recorded.menus[0] ?? [])
    all.find(({ label }) => label === 'Add Folder…')?.click?.(undefined as never, undefined, undefined as never)
    expect(recorded.sent.at(-1)).toEqual([CHANNELS.event, { topic: 'host', command: { name: 'addFolder' } }])
    expect(all.filter(({ accelerator, registerAccelerator }) => accelerator !== undefined && registerAccelerator !== false)).toEqual([])
  })

  it('opens a link to an answer and the files of “open with”, whether it starts or runs', async () => {
    await writeFile(join(folder, 'a.pdf'), '')
    const { app, recorded } = await start(['footnote://answer/a-1', join(folder, 'a.pdf'), join(folder, 'missing.pdf')])
    expect(engine.calls).toContain(`library.startAdd(${JSON.stringify([join(folder, 'a.pdf')])})`)
    expect(recorded.sent.at(-1)).toEqual([CHANNELS.event, { topic: 'host', command: { name: 'openAnswer', answerId: 'a-1' } }])
    app.emit('second-instance', {}, ['footnote', 'footnote://answer/a-2'], folder)
    app.emit('open-url', {}, 'footnote://answer/a-3')
    expect(recorded.sent.slice(-2).map(([, event]) => (event as { command: unknown }).command)).toEqual([{ name: 'openAnswer', answerId: 'a-2' }, { name: 'openAnswer', answerId: 'a-3' }])
  })

  it('stays while work goes on, shows it in the taskbar, and ends with its window otherwise', async () => {
    const { recorded, log } = await start()
    const close = () => {
      let isKept = false
      recorded.window?.emit('close', { preventDefault: () => { isKept = true } })
      return isKept
    }
    expect(close()).toBe(false)
    engine.emit({ topic: 'job', job: job('running', 3, 4) })
    expect([close(), log.slice(-2)]).toEqual([true, ['progress 0.75', 'hide']])
    engine.emit({ topic: 'job', job: job('succeeded', 4, 4) })
    expect([close(), log.at(-1)]).toEqual([false, 'progress -1'])
  })

  it('remembers where the window stood and that it goes on in the background', async () => {
    const { recorded } = await start()
    items(recorded.menus[1] ?? []).find(({ type }) => type === 'checkbox')?.click?.({ checked: true } as never, undefined, undefined as never)
    recorded.window?.emit('close', { preventDefault: () => undefined })
    expect(JSON.parse(await readFile(join(folder, 'data', 'window', 'shell.json'), 'utf8'))).toEqual({ bounds: recorded.bounds, isMaximized: false, staysInBackground: true })
    const again = await start()
    expect(again.windows[0]).toMatchObject(recorded.bounds)
  })

  it('opens a document of the library in its own application, by id, and no other file', async () => {
    const { handler, log } = await start()
    expect(await handler(CHANNELS.call)(fromPage, 'host.openDocument', { documentId: 'd1' })).toEqual({ ok: true, value: {} })
    expect(await handler(CHANNELS.call)(fromPage, 'host.showInFolder', { documentId: 'd1' })).toEqual({ ok: true, value: {} })
    expect(log.slice(-2)).toEqual(['open /docs/a.pdf', 'show /docs/a.pdf'])
    expect(await handler(CHANNELS.call)(fromPage, 'host.openDocument', { path: '/etc/passwd' })).toMatchObject({ ok: false, error: { code: 'WRONG_USAGE' } })
    expect(await handler(CHANNELS.call)(fromPage, 'host.openDocument', { documentId: 'missing' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  })
})

describe('a word when work has ended', () => {
  it.each([[40_000, false, ['Reading “Contracts”: done']], [40_000, true, []], [1000, false, []]])('comes after %i ms, watched: %s', (ms, isWatched, said) => {
    let now = 0
    const titles: string[] = []
    const { receive } = followJobs({ setProgress: () => undefined, notify: (title) => titles.push(title), isWatched: () => isWatched, now: () => now })
    receive({ topic: 'job', job: job('running') })
    now = ms
    receive({ topic: 'job', job: job('succeeded') })
    expect(titles).toEqual(said)
  })
})

describe('what comes from outside', () => {
  it.each(['footnote://answer/', 'footnote://answer/../../x', 'footnote://other/a1', 'https://answer/a1', 'footnote://answer/a1?x=1', `footnote://answer/${'a'.repeat(65)}`])('is no link to an answer: %s', (link) => {
    expect(answerOfLink(link)).toBeNull()
  })

  it('takes files only, beside switches and other schemes', () => {
    const taken = startArguments(['footnote', '--flag', '--data-dir', '/data', 'https://x/y', 'file:///etc/passwd', 'notes.txt', '/a b.pdf'], '/home/ada', { isPackaged: true, exists: () => true })
    expect(taken).toEqual({ answerId: null, paths: ['/home/ada/notes.txt', '/a b.pdf'] })
  })

  it('never opens the window where no screen is', () => {
    const screen = { x: 0, y: 0, width: 1920, height: 1080 }
    expect(visibleBounds({ x: 2400, y: 100, width: 800, height: 600 }, [screen])).toBeNull()
    expect(visibleBounds({ x: 100, y: -50, width: 800, height: 600 }, [screen])).toBeNull()
    expect(visibleBounds({ x: 1700, y: 100, width: 800, height: 600 }, [screen])).not.toBeNull()
  })
})
