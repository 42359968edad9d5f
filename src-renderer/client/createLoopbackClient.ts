import type { Reply } from '../../src-shared/contract/envelope.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { TakenFiles } from '../../src-shared/domain/takenFiles.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'
import { collectDroppedFiles, placeFiles, type PlacedFile } from './collectDroppedFiles.ts'
import { openEvents, type EventSourceClass } from './openEvents.ts'
import { shareEvents, type SharedEvents } from './shareEvents.ts'
import { unwrapReply } from './unwrapReply.ts'
import type { WindowClient } from './WindowClient.ts'

export interface LoopbackTransport {
  readonly fetch: typeof fetch
  readonly EventSource: EventSourceClass
  /** Absent where a browser cannot share a stream between its windows: each then has its own. */
  readonly shared?: SharedEvents
  /** Hands bytes to the browser's downloads under a name. */
  readonly download: (fileName: string, bytes: Blob) => void
}

/** The window in a browser, over HTTP and server-sent events of the host that served the page. Its cookie is the right to call. */
export function createLoopbackClient(transport: LoopbackTransport = browserTransport()): WindowClient {
  async function post<Output>(url: string, body: unknown): Promise<Output> {
    return request<Output>(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  }

  async function request<Output>(url: string, options: RequestInit): Promise<Output> {
    return unwrapReply(await (await reach(url, options)).json() as Reply<Output>)
  }

  async function reach(url: string, options?: RequestInit): Promise<Response> {
    return transport.fetch(url, options).catch((thrown: unknown) => {
      throw new AppError('INTERNAL', 'Footnote does not answer: it may have been closed.', { action: 'Start it again, then open the new address.', cause: thrown })
    })
  }

  /** One request a file, as bytes: nothing has to be held in memory, here or there. */
  async function upload(files: readonly PlacedFile[]): Promise<TakenFiles | null> {
    if (files.length === 0) return null
    const { uploadId } = await post<{ uploadId: string }>('/uploads', {})
    for (const { file, relativePath } of files) {
      await request(`/uploads/${uploadId}?path=${encodeURIComponent(relativePath)}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body: file })
    }
    return post(`/uploads/${uploadId}/add`, {})
  }

  async function download(kind: 'answer' | 'thread', id: string, format: string): Promise<boolean> {
    // Fetched first: a link would give a failed download without its reason.
    const response = await reach(`/export/${kind}/${encodeURIComponent(id)}.${encodeURIComponent(format)}`)
    if (!response.ok) unwrapReply(await response.json() as Reply<never>)
    const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
    transport.download(name === undefined ? `footnote.${format}` : decodeURIComponent(name), await response.blob())
    return true
  }

  return {
    host: 'loopback',
    call: (route, input) => post('/rpc', { route, input }),
    subscribe(listener) {
      const open = (hear: (event: EngineEvent) => void) => openEvents(transport.EventSource, hear)
      return transport.shared === undefined ? open(listener) : shareEvents(transport.shared, open, listener)
    },
    files: {
      addFiles: (files) => upload(placeFiles(files)),
      addDropped: async (drop) => upload(await collectDroppedFiles(drop)),
      addFolder: async (typedPath) => typedPath === undefined ? null : post('/folder', { path: typedPath }),
      importModel: async (typedPath) => typedPath === undefined ? null : post('/models/import', { path: typedPath }),
      saveAnswer: (answerId, format) => download('answer', answerId, format),
      saveThread: (threadId, format) => download('thread', threadId, format),
      desktop: null,
      contentUrl: (documentId) => `/content/${encodeURIComponent(documentId)}`,
    },
  }
}

function browserTransport(): LoopbackTransport {
  return {
    fetch: (url, options) => fetch(url, { ...options, credentials: 'same-origin', redirect: 'error' }),
    EventSource,
    ...('locks' in navigator ? { shared: { locks: navigator.locks, BroadcastChannel } } : {}),
    download(fileName, bytes) {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(bytes)
      link.download = fileName
      link.click()
      // The download holds the bytes by now; the address alone would keep them for as long as the page lives.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    },
  }
}
