import { readFile } from 'node:fs/promises'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { createServer } from 'vite'
import { makeFakeLibrary } from './fakeLibrary.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** The window over the fake library, served from its sources on a free port of this computer. */
export async function startFakeWindow(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { library, contents } = await makeFakeLibrary()
  const server = await createServer({
    configFile: false, root: path.join(root, 'test/e2e/support/fakeWindow'), logLevel: 'warn', cacheDir: path.join(root, 'node_modules/.vite-fake-window'), plugins: [
      react(),
      {
        name: 'fake-library',
        configureServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            const url = decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname)
            const content = contents.get(url.replace('/fake/content/', ''))
            if (url === '/fake/library.json') {
              response.setHeader('content-type', 'application/json')
              response.end(JSON.stringify(library))
            } else if (url.startsWith('/fake/content/')) {
              response.statusCode = content === undefined ? 404 : 200
              response.setHeader('content-type', content?.mediaType ?? 'text/plain')
              response.end(content?.bytes ?? '')
            } else if (url.startsWith('/pdfjs/')) {
              readFile(path.join(root, 'node_modules/pdfjs-dist', url.slice('/pdfjs/'.length))).then((bytes) => {
                response.setHeader('content-type', TYPES[path.extname(url)] ?? 'application/octet-stream')
                response.end(bytes)
              }, () => {
                response.statusCode = 404
                response.end()
              })
            } else next()
          })
        },
      },
    ],
    server: { host: '127.0.0.1', port: 0, fs: { allow: [root] }, hmr: false, watch: null },
    optimizeDeps: { include: ['react', 'react-dom/client', 'react/jsx-runtime', 'react/jsx-dev-runtime', 'radix-ui', 'lucide-react', 'cmdk', '@tanstack/react-virtual'], exclude: ['pdfjs-dist'] },
  })
  await server.listen()
  const address = server.httpServer?.address()
  if (typeof address !== 'object' || address === null) throw new Error('the fake window has no port')
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() }
}
