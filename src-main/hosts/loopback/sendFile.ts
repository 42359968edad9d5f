import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { contentResponse, type DocumentFile } from '../contentResponse.ts'
import type { StaticFile } from '../listRendererFiles.ts'

/** A file of the built window. */
export async function sendFile(request: IncomingMessage, response: ServerResponse, file: StaticFile): Promise<void> {
  const { size } = await stat(file.path)
  response.writeHead(200, { 'content-type': file.mediaType, 'content-length': String(size), 'cache-control': 'no-cache' })
  await sendBytes(request, response, file.path)
}

/** A document of the library, whole or in part. */
export async function sendDocument(request: IncomingMessage, response: ServerResponse, file: DocumentFile): Promise<void> {
  const { status, headers, range } = contentResponse(file, request.headers.range ?? null)
  response.writeHead(status, headers)
  if (range === null) response.end()
  else await sendBytes(request, response, file.path, range)
}

async function sendBytes(request: IncomingMessage, response: ServerResponse, path: string, range?: { readonly start: number; readonly end: number }): Promise<void> {
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  await pipeline(createReadStream(path, range), response).catch((thrown: unknown) => {
    // Viewers cut off parts that they no longer need; that is no error.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw thrown
  })
}
