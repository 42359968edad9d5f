import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnswerId, DocumentId, ThreadId } from '../../../src-shared/domain/ids.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine, ExportedFile, ExportFormat } from '../../core/Engine.ts'
import type { EventHub } from '../../rpc/createEventHub.ts'
import type { Router } from '../../rpc/Router.ts'
import { checkTypedPath } from '../checkTypedPath.ts'
import { disposition } from '../contentResponse.ts'
import { takeFiles } from '../takeFiles.ts'
import { sendEvents } from './eventStream.ts'
import { readJsonBody } from './readJsonBody.ts'
import { sendDocument } from './sendFile.ts'
import type { Uploads } from '../uploads.ts'

export type Endpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export interface EndpointOptions {
  readonly engine: Engine
  readonly dataDir: string
  readonly hub: EventHub
  readonly router: Router
  readonly uploads: Uploads
}

const EXPORT_FORMATS: ReadonlySet<string> = new Set<ExportFormat>(['md', 'html', 'docx', 'pdf', 'json', 'pack'])

/** All that the loopback host answers besides the files of its page; undefined: no such endpoint. */
export function createEndpoints({ engine, dataDir, hub, router, uploads }: EndpointOptions): (method: string, url: URL) => Endpoint | undefined {
  const rpc: Endpoint = async (request, response) => {
    const { route, input } = await readJsonBody(request)
    const left = new AbortController()
    response.on('close', () => left.abort())
    sendJson(response, await router.call(route, input, left.signal))
  }

  const addFolder: Endpoint = async (request, response) => {
    const path = await checkTypedPath(await typedPath(request), dataDir)
    sendJson(response, { ok: true, value: { jobId: engine.library.startAdd([path]) } })
  }

  const importModel: Endpoint = async (request, response) => {
    const path = await checkTypedPath(await typedPath(request), dataDir)
    const { name } = await engine.models.importFile(path)
    sendJson(response, { ok: true, value: { name } })
  }

  const beginUpload: Endpoint = async (_request, response) => sendJson(response, { ok: true, value: await uploads.begin() })

  const finishUpload = (uploadId: string): Endpoint => async (_request, response) => {
    sendJson(response, { ok: true, value: await takeFiles(engine, await uploads.finish(uploadId), { areCopies: true }) })
  }

  const receiveFile = (uploadId: string, relativePath: string): Endpoint => async (request, response) => {
    await uploads.receive(uploadId, relativePath, request)
    sendJson(response, { ok: true, value: {} })
  }

  const content = (documentId: string): Endpoint => async (request, response) =>
    sendDocument(request, response, await engine.library.content(documentId as DocumentId))

  const sendExport = (make: (format: ExportFormat) => Promise<ExportedFile>, format: string): Endpoint => async (_request, response) => {
    if (!EXPORT_FORMATS.has(format)) throw new AppError('WRONG_USAGE', 'This export format is not known.')
    const { bytes, fileName, mediaType } = await make(format as ExportFormat)
    response.writeHead(200, { 'content-type': mediaType, 'content-length': String(bytes.byteLength), 'content-disposition': disposition('attachment', fileName), 'cache-control': 'no-store' })
    response.end(bytes)
  }

  return (method, { pathname, searchParams }) => {
    const [room = '', id = '', rest] = pathname.slice(1).split('/').map(decode)
    switch (`${method} ${room}`) {
      case 'POST rpc': return rpc
      case 'GET events': return async (_request, response) => sendEvents(response, hub)
      case 'POST folder': return addFolder
      case 'POST models': return id === 'import' ? importModel : undefined
      case 'POST uploads': return id === '' ? beginUpload : rest === 'add' ? finishUpload(id) : undefined
      case 'PUT uploads': return receiveFile(id, searchParams.get('path') ?? '')
      case 'GET content': case 'HEAD content': return id === '' ? undefined : content(id)
      case 'GET export': {
        const [, name = '', format = ''] = /^(.+)\.([a-z]+)$/.exec(rest ?? '') ?? []
        if (name === '') return undefined
        return id === 'answer' ? sendExport((wanted) => engine.exports.answer(name as AnswerId, wanted), format)
          : id === 'thread' ? sendExport((wanted) => engine.exports.thread(name as ThreadId, wanted), format) : undefined
      }
      default: return undefined
    }
  }
}

async function typedPath(request: IncomingMessage): Promise<string> {
  const { path } = await readJsonBody(request)
  if (typeof path !== 'string' || path.length > 4096) throw new AppError('WRONG_USAGE', 'A path is needed.')
  return path
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(value))
}

/** A part that is not valid percent-encoding names nothing. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
