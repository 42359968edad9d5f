import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'
import type { Engine } from '../../core/Engine.ts'
import type { Logger } from '../../core/ports/SystemPorts.ts'
import { createEventHub } from '../../rpc/createEventHub.ts'
import { createRouter } from '../../rpc/createRouter.ts'
import { engineHandlers } from '../../rpc/engineHandlers.ts'
import { PAGE_POLICY } from '../contentSecurityPolicy.ts'
import type { StaticFile } from '../listRendererFiles.ts'
import { createSession } from './createSession.ts'
import { createEndpoints, type Endpoint } from './endpoints.ts'
import { judgeRequest } from './judgeRequest.ts'
import { sendFile } from './sendFile.ts'
import { createUploads } from '../uploads.ts'

export interface LoopbackOptions {
  readonly engine: Engine
  readonly dataDir: string
  readonly rendererFiles: ReadonlyMap<string, StaticFile>
  /** 0 or absent: any free port. */
  readonly port?: number
  readonly logger?: Logger
}

export interface LoopbackServer {
  /** The address to open, with the token of this run. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = { WRONG_USAGE: 400, NOT_ALLOWED: 403, NOT_FOUND: 404, TOO_LARGE: 413, INTERNAL: 500 }

/** The window in a browser: static files, routes, events, documents and uploads, on 127.0.0.1 only. */
export async function createLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const { engine, dataDir, rendererFiles, logger } = options
  const hub = createEventHub(engine, logger)
  const endpoints = createEndpoints({ engine, dataDir, hub, uploads: createUploads(dataDir), router: createRouter(engineHandlers(engine), logger) })
  // Large drops take as long as they take.
  const server = createServer({ requestTimeout: 0 })
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const session = createSession(port)
  server.on('request', (request, response) => {
    handle(request, response).catch((thrown: unknown) => fail(response, thrown))
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method = 'GET' } = request
    protect(response)
    const refusal = judgeRequest({ method, host: headers.host, origin: headers.origin, fetchSite: header(headers['sec-fetch-site']) }, port)
    if (refusal !== null) throw new AppError('NOT_ALLOWED', refusal)
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`)

    const cookie = session.exchange(url.searchParams.get('token'))
    if (cookie) {
      // Elsewhere the token would stay in the address bar, in the history and in screenshots.
      response.writeHead(303, { 'set-cookie': cookie, location: '/', 'cache-control': 'no-store' }).end()
      return
    }
    if (!session.accepts(headers.cookie)) {
      response.writeHead(401, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
      response.end('Open the address that Footnote printed when it started: it holds the key to this page.\n')
      return
    }
    const page = method === 'GET' || method === 'HEAD' ? rendererFiles.get(url.pathname) : undefined
    if (page !== undefined) return sendFile(request, response, page)
    const endpoint: Endpoint | undefined = endpoints(method, url)
    if (endpoint === undefined) throw new AppError('NOT_FOUND')
    await endpoint(request, response)
  }

  function fail(response: ServerResponse, thrown: unknown): void {
    const error = toAppError(thrown)
    if (error.code === 'INTERNAL') logger?.log('error', 'A request failed.', { cause: String(error.cause ?? error) })
    if (response.headersSent) response.destroy()
    // `close`: what remains of a refused upload is not read.
    else response.writeHead(STATUS[error.code] ?? 422, { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' }).end(JSON.stringify({ ok: false, error: error.toData() }))
  }

  return {
    url: `http://127.0.0.1:${port}/?token=${session.token}`,
    port,
    async close() {
      hub.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Throws AppError WRONG_USAGE when another program has the port. */
function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new AppError('WRONG_USAGE', `Port ${port} cannot be used: ${error.code === 'EACCES' ? 'it needs more rights' : 'another program has it'}.`, { action: 'Choose another port, or leave it out.', cause: error }) : error)
    })
    server.listen({ host: '127.0.0.1', port }, resolve)
  })
}

function protect(response: ServerResponse): void {
  response.setHeader('content-security-policy', PAGE_POLICY)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('cross-origin-resource-policy', 'same-origin')
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value
}
