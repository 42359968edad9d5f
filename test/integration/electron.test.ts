import { EventEmitter } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CHANNELS } from '../../src-main/hosts/electron/channels.ts'
import { runElectron } from '../../src-main/hosts/electron/runElectron.ts'
import { isLoadable, isOwnUrl } from '../../src-main/hosts/electron/ownPage.ts'
import { windowOptions } from '../../src-main/hosts/electron/windowOptions.ts'
import type { OpenEngineOptions } from '../../src-main/hosts/openEngine.ts'
import { createFakeEngine, type FakeEngine } from '../contract/fakeEngine.ts'
import { recordElectron } from './recordElectron.ts'

let folder: string
let engine: FakeEngine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-'))
  await mkdir(join(folder, 'out', 'renderer'), { recursive: true })
  await writeFile(join(folder, 'out', 'renderer', 'index.html'), '<title>Footnote</title>')
  await writeFile(join(folder, 'a.pdf'), '0123456789')
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => { engine = createFakeEngine({ content: { path: join(folder, 'a.pdf'), mediaType: 'application/pdf', sizeBytes: 10 } }) })

async function start(options: { readonly isFirst?: boolean; readonly dialogs?: Parameters<typeof recordElectron>[0] } = {}) {
  const host = recordElectron(options.dialogs)
  host.recorded.isFirst = options.isFirst ?? true
  const opened: OpenEngineOptions[] = []
  await runElectron(host.electron, { argv: ['footnote', '--data-dir', join(folder, 'data')], rendererFolder: join(folder, 'out', 'renderer'), openEngine: async (wanted) => { opened.push(wanted); return engine } })
  return { ...host, opened }
}

const mainFrame = { url: 'app://footnote/' }
const fromPage = { sender: { mainFrame }, senderFrame: mainFrame }

describe('the Electron host', () => {
  it('asks for the lock before anything else and opens no library as the second instance', async () => {
    const { log, opened } = await start({ isFirst: false })
    expect(log).toEqual([expect.stringMatching(/^setPath userData/), 'lock', 'quit'])
    expect(opened).toEqual([])
  })

  it('sandboxes and registers its scheme before Electron is ready, as Electron demands', async () => {
    const { log } = await start()
    expect(log.indexOf('sandbox')).toBeLessThan(log.indexOf('ready'))
    expect(log.indexOf('schemes')).toBeLessThan(log.indexOf('ready'))
    expect(log).toContain('switch host-resolver-rules=MAP * ~NOTFOUND')
    expect(log).toContain('load app://footnote/')
  })

  it('has one window that is shut in', async () => {
    const { windows } = await start()
    expect(windows).toHaveLength(1)
    expect(windowOptions('/preload.cjs').webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false, spellcheck: false })
  })

  it('gives no permission and loads no foreign address', async () => {
    const { handler, log } = await start()
    const answers: unknown[] = []
    handler('permission')(null, 'media', (granted: boolean) => answers.push(granted))
    expect([answers, handler('permissionCheck')(), handler('device')()]).toEqual([[false], false, false])
    const isCancelled = (url: string) => {
      let cancel: boolean | undefined
      handler('request')({ url }, (answer: { cancel: boolean }) => { cancel = answer.cancel })
      return cancel
    }
    expect(['app://footnote/assets/a.js', 'blob:app://footnote/1', 'https://example.com/', 'http://127.0.0.1/', 'file:///etc/passwd', 'ws://x/', 'app://other/'].map(isCancelled))
      .toEqual([false, false, true, true, true, true, true])
    expect(log).toContain('spellcheck false')
  })

  it('keeps every page that is ever made where it is', async () => {
    const { app } = await start()
    let opener: (() => unknown) | undefined
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: (handler: () => unknown) => { opener = handler } })
    app.emit('web-contents-created', {}, contents)
    const isPrevented = (name: string, url: string) => {
      let prevented = false
      contents.emit(name, { url, preventDefault: () => { prevented = true } })
      return prevented
    }
    expect(opener?.()).toEqual({ action: 'deny' })
    expect([isPrevented('will-navigate', 'https://example.com'), isPrevented('will-navigate', 'app://footnote/'), isPrevented('will-redirect', 'app://footnote/'), isPrevented('will-attach-webview', '')]).toEqual([true, false, true, true])
  })

  it.each([
    ['a frame inside the page', { sender: { mainFrame }, senderFrame: { url: 'app://footnote/' } }],
    ['a foreign page', { sender: { mainFrame: { url: 'https://x/' } }, senderFrame: { url: 'https://x/' } }],
    ['a frame that is gone', { sender: { mainFrame }, senderFrame: null }],
  ])('refuses calls of %s', async (_who, event) => {
    const { handler } = await start()
    for (const channel of [CHANNELS.call, CHANNELS.addFiles]) {
      expect(await handler(channel)(event, 'library.folders', {})).toMatchObject({ ok: false, error: { code: 'NOT_ALLOWED' } })
    }
    expect(engine.calls).toEqual([])
  })

  it('answers the page’s calls and sends it events', async () => {
    const { handler, sent } = await start()
    expect(await handler(CHANNELS.call)(fromPage, 'library.folders', {})).toEqual({ ok: true, value: [] })
    engine.emit({ topic: 'settings' })
    expect(sent).toEqual([[CHANNELS.event, { topic: 'settings' }]])
  })

  it('adds dropped files by absolute path only', async () => {
    const { handler } = await start()
    expect(await handler(CHANNELS.addFiles)(fromPage, ['/docs/a.pdf'])).toEqual({ ok: true, value: { jobId: 'job1', models: [] } })
    expect(await handler(CHANNELS.addFiles)(fromPage, [])).toEqual({ ok: true, value: null })
    expect(await handler(CHANNELS.addFiles)(fromPage, ['a.pdf'])).toMatchObject({ ok: false, error: { code: 'WRONG_USAGE' } })
    expect(await handler(CHANNELS.addFiles)(fromPage, 'x')).toMatchObject({ ok: false })
  })

  it('keeps what was dropped without a place, as from a mail program, and adds it from there', async () => {
    const { handler } = await start()
    const copy = { name: '../../offer: crane.eml', bytes: new TextEncoder().encode('Subject: crane\n\nIt lifts 48 tonnes.\n') }
    expect(await handler(CHANNELS.addFiles)(fromPage, [], [copy])).toMatchObject({ ok: false, error: { code: 'WRONG_USAGE' } })
    expect(await handler(CHANNELS.addFiles)(fromPage, [], [{ name: 'offer.eml', bytes: 'text' }])).toMatchObject({ ok: false, error: { code: 'WRONG_USAGE' } })
    expect(await handler(CHANNELS.addFiles)(fromPage, ['/docs/a.pdf'], [{ ...copy, name: 'offer: crane.eml' }])).toEqual({ ok: true, value: { jobId: 'job1', models: [] } })
    const [kept] = (await readdir(join(folder, 'data'), { recursive: true })).filter((name) => name.endsWith('offer_ crane.eml'))
    expect(kept).toMatch(/^dropped/)
    expect(await readFile(join(folder, 'data', kept ?? ''))).toEqual(Buffer.from(copy.bytes))
  })

  it('lets the person choose folders, model files and targets; the page names none', async () => {
    const target = join(folder, 'answer.md')
    const { handler } = await start({ dialogs: { open: ['/chosen'], save: target } })
    expect(await handler(CHANNELS.call)(fromPage, 'host.addFolder', { path: '/etc' })).toEqual({ ok: true, value: { jobId: 'job1' } })
    expect(await handler(CHANNELS.call)(fromPage, 'host.importModel', {})).toEqual({ ok: true, value: { name: 'model' } })
    expect(await handler(CHANNELS.call)(fromPage, 'host.saveAnswer', { answerId: 'a1', format: 'md' })).toEqual({ ok: true, value: { isSaved: true } })
    expect(await readFile(target, 'utf8')).toBe('# Grüße')
    expect(engine.calls).toEqual(['library.startAdd(["/chosen"])', 'models.importFile("/chosen")', 'exports.answer("a1", "md")'])
    expect(await handler(CHANNELS.call)(fromPage, 'host.saveAnswer', { answerId: 'a1', format: 'exe' })).toMatchObject({ ok: false, error: { code: 'WRONG_USAGE' } })
  })

  it('does nothing when the person cancels', async () => {
    const { handler } = await start()
    for (const route of ['host.addFolder', 'host.importModel']) expect(await handler(CHANNELS.call)(fromPage, route, {})).toEqual({ ok: true, value: null })
    expect(engine.calls).toEqual([])
  })

  it('serves its own files and documents under app: and nothing else', async () => {
    const { handler } = await start()
    const get = (path: string, options?: RequestInit) => handler('app')(new Request(new URL(path, 'app://footnote/'), options)) as Promise<Response>
    const page = await get('/')
    expect([await page.text(), page.headers.get('content-security-policy')?.startsWith("default-src 'none'")]).toEqual(['<title>Footnote</title>', true])
    const part = await get('/content/d1', { headers: { range: 'bytes=2-4' } })
    expect([part.status, await part.text()]).toEqual([206, '234'])
    expect((await get('/content/missing')).status).toBe(404)
    expect((await get('/../a.pdf')).status).toBe(404)
    expect((await get('/', { method: 'POST' })).status).toBe(403)
  })

  it('closes the engine before it quits', async () => {
    const { app, log } = await start()
    const events: string[] = []
    const quit = () => app.emit('before-quit', { preventDefault: () => events.push('waited') })
    quit()
    await new Promise((resolve) => setImmediate(resolve))
    expect([engine.calls.at(-1), log.at(-1)]).toEqual(['close()', 'quit'])
    quit()
    expect(events).toEqual(['waited'])
  })

  it('comes forward when it is started a second time', async () => {
    const { app, log } = await start()
    app.emit('second-instance', {}, ['footnote'], '/')
    expect(log.slice(-2)).toEqual(['show', 'focus'])
  })
})

describe('isOwnUrl', () => {
  it.each(['app://footnote.attacker/', 'app://footnote@attacker/', 'app://x/footnote', 'https://footnote/', 'APP', 'app:footnote', 'javascript:alert(1)'])('is not fooled by %s', (url) => {
    expect([isOwnUrl(url), isLoadable(url)]).toEqual([false, false])
  })
})
