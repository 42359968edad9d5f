import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { PAGE_POLICY } from '../../../src-main/hosts/contentSecurityPolicy.ts'
import { makeFakeLibrary } from './fakeLibrary.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.woff2': 'font/woff2',
}

/** The window over the fake library, built once and served on a free port of this computer under the policy that the hosts send. */
export async function startFakeWindow(options: Parameters<typeof makeFakeLibrary>[0] = {}): Promise<{ readonly url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'footnote-window-'))
  const [{ library, contents }] = await Promise.all([
    makeFakeLibrary(options),
    build({ configFile: false, root: path.join(root, 'test/e2e/support/fakeWindow'), base: './', logLevel: 'error', plugins: [react()], build: { outDir, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, minify: false, chunkSizeWarningLimit: 10_000 } }),
  ])

  const libraryBytes = Buffer.from(JSON.stringify(library))

  async function bodyOf(url: string): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
    if (url === '/fake/library.json') return { type: 'application/json', bytes: libraryBytes }
    if (url.startsWith('/fake/content/')) {
      const content = contents.get(url.slice('/fake/content/'.length))
      if (content === undefined) throw new Error(`no content for ${url}`)
      return { type: content.mediaType, bytes: content.bytes }
    }
    const file = url.startsWith('/pdfjs/') ? path.join(root, 'node_modules/pdfjs-dist', url.slice('/pdfjs/'.length)) : path.join(outDir, url === '/' ? 'index.html' : url)
    return { type: TYPES[path.extname(file)] ?? 'application/octet-stream', bytes: await readFile(file) }
  }
  const server = createServer((request, response) => {
    bodyOf(decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname)).then(
      ({ type, bytes }) => response.writeHead(200, { 'content-type': type, 'content-security-policy': PAGE_POLICY }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the fake window has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
