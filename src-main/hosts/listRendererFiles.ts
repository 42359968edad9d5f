import { readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { AppError } from '../../src-shared/errors/AppError.ts'

export interface StaticFile {
  readonly path: string
  readonly mediaType: string
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.map': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
  '.wasm': 'application/wasm', '.bcmap': 'application/octet-stream', '.pfb': 'application/octet-stream', '.ttf': 'font/ttf', '.icc': 'application/octet-stream',
}

/**
 * Every file of the built window by its URL path, listed once. A request is looked up here and never joined to a folder, so that no way of
 * writing `..` leads anywhere. `/` is `index.html`. Throws AppError NOT_FOUND when the window was not built.
 */
export async function listRendererFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    throw new AppError('NOT_FOUND', 'The window is not built.', { action: 'Run npm run build.', cause: thrown })
  })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, path).split(sep).join('/')}`, { path, mediaType: MEDIA_TYPES[extname(entry.name).toLowerCase()] ?? 'application/octet-stream' })
  }
  const index = files.get('/index.html')
  if (index !== undefined) files.set('/', index)
  return files
}
