import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLoopbackServer, type LoopbackServer } from '../../src-main/hosts/loopback/createLoopbackServer.ts'
import { listRendererFiles } from '../../src-main/hosts/listRendererFiles.ts'
import { createLoopbackClient } from '../../src-renderer/client/createLoopbackClient.ts'
import type { WindowClient } from '../../src-renderer/client/WindowClient.ts'
import { createFakeEngine, type FakeEngine } from '../contract/fakeEngine.ts'
import { pageOf } from '../contract/pageOf.ts'

let folder: string
let dataDir: string
let engine: FakeEngine
let server: LoopbackServer
let page: Awaited<ReturnType<typeof pageOf>>
let client: WindowClient
const downloads: [string, Blob][] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-'))
  dataDir = join(folder, 'data')
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true })
  await mkdir(dataDir)
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Footnote</title>')
  await writeFile(join(folder, 'renderer', 'assets', 'main.js'), 'export {}')
  await writeFile(join(folder, 'report.pdf'), '0123456789')
  engine = createFakeEngine({ content: { path: join(folder, 'report.pdf'), mediaType: 'application/pdf', sizeBytes: 10 } })
  server = await createLoopbackServer({ engine, dataDir, rendererFiles: await listRendererFiles(join(folder, 'renderer')) })
  page = await pageOf(server.url)
  client = createLoopbackClient({ ...page, download: (name, bytes) => downloads.push([name, bytes]) })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** A request as it is, with a path that no URL parser has cleaned. */
function raw(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    }).on('error', reject).end()
  })
}

/** As a browser gives it: Node's File knows no folder. */
function upload(name: string, text: string): File {
  return Object.defineProperty(new File([text], name.split('/').at(-1) ?? ''), 'webkitRelativePath', { value: name.includes('/') ? name : '' })
}

describe('the loopback server', () => {
  it('exchanges the token for a cookie that scripts cannot read, and leaves no token in the address', async () => {
    const entrance = await fetch(server.url, { redirect: 'manual' })
    expect(entrance.status).toBe(303)
    expect(entrance.headers.get('location')).toBe('/')
    expect(entrance.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(entrance.headers.get('set-cookie')).not.toContain(new URL(server.url).searchParams.get('token'))
  })

  it.each(['/', '/assets/main.js', '/events', '/content/d1', '/export/answer/a1.md', '/?token=wrong'])('shows nothing at %s without the cookie', async (path) => {
    const response = await fetch(new URL(path, server.url), { redirect: 'manual' })
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('<title>')
  })

  it('checks the Host before the cookie: a foreign name pointed here reads nothing', async () => {
    expect(await raw('/', { host: `attacker.example:${server.port}`, cookie: page.cookie })).toBe(403)
    expect(await raw('/', { host: `127.0.0.1:${server.port}`, cookie: page.cookie })).toBe(200)
  })

  it('refuses a call from another origin that has the cookie', async () => {
    const response = await fetch(new URL('/rpc', server.url), { method: 'POST', headers: { cookie: page.cookie, origin: 'http://127.0.0.1:1', 'content-type': 'application/json' }, body: '{"route":"library.folders","input":{}}' })
    expect(response.status).toBe(403)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(engine.calls).not.toContain('library.folders()')
  })

  it('takes calls as JSON only: a form of another site cannot send that without asking', async () => {
    const response = await page.fetch('/rpc', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"route":"library.folders","input":{}}' })
    expect(await response.json()).toMatchObject({ ok: false, error: { code: 'WRONG_USAGE' } })
  })

  it('stops reading a body beyond the limit', async () => {
    const response = await page.fetch('/rpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ route: 'x'.repeat(2_000_000) }) }).catch(() => null)
    // The server may close the connection before the client has sent everything; both ways nothing was called.
    if (response !== null) expect(response.status).toBe(413)
  })

  it('serves the page with a policy that starts from nothing', async () => {
    const response = await page.fetch('/')
    expect(await response.text()).toContain('<title>Footnote</title>')
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    expect((await page.fetch('/assets/main.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it.each(['/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets\\..\\..\\secret.txt', '//etc/passwd', '/%'])('has no file at %s', async (path) => {
    expect(await raw(path, { host: `127.0.0.1:${server.port}`, cookie: page.cookie })).not.toBe(200)
  })

  it('serves a document in parts, shut in', async () => {
    const part = await page.fetch(client.files.contentUrl('d1'), { headers: { range: 'bytes=2-4' } })
    expect(part.status).toBe(206)
    expect(await part.text()).toBe('234')
    expect(part.headers.get('content-security-policy')).toContain('sandbox')
    expect((await page.fetch('/content/missing')).status).toBe(404)
  })

  it('offers an export under its own name', async () => {
    await client.files.saveAnswer('a1', 'md')
    await client.files.saveThread('t1', 'md')
    expect(await Promise.all(downloads.map(async ([name, bytes]) => [name, await bytes.text()]))).toEqual([['Grüße "1".md', '# Grüße'], ['thread.md', '# Thread']])
    await expect(client.files.saveAnswer('a1', 'exe')).rejects.toMatchObject({ code: 'WRONG_USAGE' })
    expect((await page.fetch('/export/elsewhere/a1.md')).status).toBe(404)
  })

  it('keeps the folders of what was dropped, and adds it once', async () => {
    const started = await client.files.addFiles([upload('Contracts/2024/lease.txt', 'lease'), upload('Contracts/CON.txt', 'device'), upload('note.txt', 'note')])
    expect(started).toEqual({ jobId: 'job1', models: [] })
    const [drop] = await readdir(join(dataDir, 'dropped'))
    const place = join(dataDir, 'dropped', drop ?? '')
    expect(engine.calls).toContain(`library.startAdd(${JSON.stringify([join(place, 'Contracts'), join(place, 'note.txt')])})`)
    expect(await readFile(join(place, 'Contracts', '2024', 'lease.txt'), 'utf8')).toBe('lease')
    expect(await readFile(join(place, 'Contracts', '_CON.txt'), 'utf8')).toBe('device')
  })

  it('imports a dropped model instead of reading it, and keeps no second copy of it', async () => {
    const taken = await client.files.addFiles([upload('Small Writer.GGUF', 'GGUF'), upload('beside.txt', 'note')])
    expect(taken).toEqual({ jobId: 'job1', models: ['model'] })
    const drops = await readdir(join(dataDir, 'dropped'))
    const place = join(dataDir, 'dropped', (await Promise.all(drops.map(async (drop) => ((await readdir(join(dataDir, 'dropped', drop))).includes('beside.txt') ? [drop] : [])))).flat()[0] ?? '')
    expect(engine.calls.slice(-2)).toEqual([`library.startAdd(${JSON.stringify([join(place, 'beside.txt')])})`, `models.importFile(${JSON.stringify(join(place, 'Small Writer.GGUF'))})`])
    expect(await readdir(place)).toEqual(['beside.txt'])
  })

  it.each(['../evil.txt', 'a/../../evil.txt', '/etc/evil.txt', 'a//b.txt', '', '..\\evil.txt', `${'x/'.repeat(70)}a`])('refuses the dropped path “%s”', async (path) => {
    const { value } = await (await page.fetch('/uploads', { method: 'POST' })).json() as { value: { uploadId: string } }
    const response = await page.fetch(`/uploads/${value.uploadId}?path=${encodeURIComponent(path)}`, { method: 'PUT', body: 'evil' })
    expect(response.status).toBe(400)
  })

  it('refuses a file for an upload that was not begun', async () => {
    expect((await page.fetch('/uploads/0123456789abcdef?path=a.txt', { method: 'PUT', body: 'x' })).status).toBe(404)
  })

  it('adds a typed folder by its real path, and nothing that is not one', async () => {
    await mkdir(join(folder, 'documents'))
    await symlink(join(folder, 'documents'), join(folder, 'link'))
    await client.files.addFolder(join(folder, 'link'))
    expect(engine.calls.at(-1)).toBe(`library.startAdd(${JSON.stringify([join(folder, 'documents')])})`)
    await expect(client.files.addFolder('documents')).rejects.toMatchObject({ code: 'WRONG_USAGE' })
    await expect(client.files.addFolder(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(client.files.addFolder('/')).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await expect(client.files.addFolder(dataDir)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  })

  it('says that a port is taken, and that the window is not built, in words', async () => {
    await expect(createLoopbackServer({ engine, dataDir, rendererFiles: new Map(), port: server.port })).rejects.toMatchObject({ code: 'WRONG_USAGE', message: expect.stringContaining(String(server.port)) })
    await expect(listRendererFiles(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'NOT_FOUND', action: 'Run npm run build.' })
  })

  it('listens on 127.0.0.1 alone', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
  })
})
