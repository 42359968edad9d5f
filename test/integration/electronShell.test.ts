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

async function start(argv: readonly string[] = [], dialogs: Parameters<typeof recordElectron>[0] = {}) {
  const host = recordElectron(dialogs)
  await runElectron(host.electron, { argv: ['footnote', '--data-dir', join(folder, 'data'), ...argv], rendererFolder: join(folder, 'out', 'renderer'), openEngine: async () => engine })
  return host
}
const job = (state: Job['state'], done = 0, total?: number): Job => ({ jobId: 'j1' as JobId, kind: 'add', label: 'Reading “Contracts”', state, progress: { stage: '', done, unit: 'file', ...(total === undefined ? {} : { total }) }, attempt: 1, created: '', updated: '' })
const items = (menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] => menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])])
/** Closes the window as a person would; true: it stays. */
function close({ recorded }: ReturnType<typeof recordElectron>): boolean {
  let isKept = false
  recorded.window?.emit('close', { preventDefault: () => { isKept = true } })
  return isKept
}
const trayCheckbox = ({ recorded }: ReturnType<typeof recordElectron>) => items(recorded.menus.at(-1) ?? []).find(({ type }) => type === 'checkbox')
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

  it('shows work in the taskbar', async () => {
    const { log } = await start()
    engine.emit({ topic: 'job', job: job('running', 3, 4) })
    expect(log.at(-1)).toBe('progress 0.75')
    engine.emit({ topic: 'job', job: job('succeeded', 4, 4) })
    expect(log.at(-1)).toBe('progress -1')
  })

  it('remembers where the window stood', async () => {
    const host = await start()
    close(host)
    expect(JSON.parse(await readFile(join(folder, 'data', 'window', 'shell.json'), 'utf8'))).toEqual({ bounds: host.recorded.bounds, isMaximized: false })
    const again = await start()
    expect(again.windows[0]).toMatchObject(host.recorded.bounds)
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

describe('closing the window', () => {
  const question = 'ask Go On in the Background|Quit|Cancel'
  const GO_ON = 0
  const QUIT = 1
  const CANCEL = 2

  it('ends Footnote without a question when nothing goes on', async () => {
    const host = await start()
    expect([close(host), host.log]).toEqual([false, expect.not.arrayContaining([question])])
  })

  it.each([['goes on in the background', GO_ON, 'hide'], ['quits', QUIT, 'quit'], ['stays', CANCEL, question]])('asks while work goes on and %s as answered', async (_what, response, last) => {
    const host = await start([], { box: async () => ({ response, checkboxChecked: false }) })
    engine.emit({ topic: 'job', job: job('running', 3, 4) })
    expect(close(host)).toBe(true)
    await new Promise((resolve) => { setImmediate(resolve) })
    expect(host.log.at(-1)).toBe(last)
    expect(engine.settings.get().window.closing).toBe('ask')
  })

  it('asks once, however often the button is pressed, and again the next time', async () => {
    const answers: ((answer: { response: number; checkboxChecked: boolean }) => void)[] = []
    const host = await start([], { box: () => new Promise((resolve) => { answers.push(resolve) }) })
    engine.emit({ topic: 'job', job: job('running') })
    expect([close(host), close(host), answers.length]).toEqual([true, true, 1])
    answers[0]?.({ response: CANCEL, checkboxChecked: true })
    await new Promise((resolve) => { setImmediate(resolve) })
    // To cancel for ever would be a window that cannot be closed.
    expect(engine.settings.get().window.closing).toBe('ask')
    expect([close(host), answers.length]).toEqual([true, 2])
  })

  it('never asks again when told so, and the tray shows it', async () => {
    const host = await start([], { box: async () => ({ response: GO_ON, checkboxChecked: true }) })
    expect(trayCheckbox(host)?.checked).toBe(false)
    engine.emit({ topic: 'job', job: job('running') })
    close(host)
    await new Promise((resolve) => { setImmediate(resolve) })
    expect([engine.settings.get().window.closing, trayCheckbox(host)?.checked]).toEqual(['background', true])
    engine.emit({ topic: 'job', job: job('succeeded') })
    expect([close(host), host.log.at(-1), host.log.filter((line) => line === question).length]).toEqual([true, 'hide', 1])
    trayCheckbox(host)?.click?.({ checked: false } as never, undefined, undefined as never)
    expect(engine.settings.get().window.closing).toBe('ask')
  })

  it('ends Footnote without a question where the setting says so, work or not', async () => {
    const host = await start()
    engine.settings.update({ window: { closing: 'quit' } })
    engine.emit({ topic: 'job', job: job('running') })
    expect([close(host), host.log]).toEqual([false, expect.not.arrayContaining([question])])
  })

  it('does not stand in the way of quitting', async () => {
    const host = await start()
    engine.settings.update({ window: { closing: 'background' } })
    host.app.emit('before-quit', { preventDefault: () => undefined })
    expect(close(host)).toBe(false)
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
