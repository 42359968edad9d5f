import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../core/Engine.ts'
import { contentResponse } from '../contentResponse.ts'
import { PAGE_POLICY } from '../contentSecurityPolicy.ts'
import type { StaticFile } from '../listRendererFiles.ts'
import { isOwnUrl } from './ownPage.ts'

const PROTECTION = { 'content-security-policy': PAGE_POLICY, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' }

/** `app://footnote/…`: the files of the window, and `/content/<id>` for a document's own bytes. Nothing else, and only to read. */
export function createAppProtocol(engine: Pick<Engine, 'library'>, files: ReadonlyMap<string, StaticFile>): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isOwnUrl(request.url) || (request.method !== 'GET' && request.method !== 'HEAD')) return refuse(403)
    const { pathname } = new URL(request.url)
    const file = files.get(pathname)
    if (file !== undefined) return new Response(new Uint8Array(await readFile(file.path)), { headers: { ...PROTECTION, 'content-type': file.mediaType } })
    const documentId = /^\/content\/([^/]+)$/.exec(pathname)?.[1]
    return documentId === undefined ? refuse(404) : sendContent(engine, decodeURIComponent(documentId) as DocumentId, request)
  }
}

async function sendContent(engine: Pick<Engine, 'library'>, documentId: DocumentId, request: Request): Promise<Response> {
  try {
    const document = await engine.library.content(documentId)
    const { status, headers, range } = contentResponse(document, request.headers.get('range'))
    const body = range === null || request.method === 'HEAD' ? null : Readable.toWeb(createReadStream(document.path, range)) as ReadableStream<Uint8Array>
    return new Response(body, { status, headers })
  } catch (thrown) {
    return refuse(toAppError(thrown).code === 'NOT_FOUND' ? 404 : 500)
  }
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: PROTECTION })
}
