import type { MessagePort } from 'node:worker_threads'
import type { JobProgress } from '../../../src-shared/domain/job.ts'
import type { ReadUnit } from '../../core/ports/DocumentParser.ts'
import type { FromParseWorker, ToParseWorker, WorkerRequest, WorkerResult } from './protocol.ts'

/** As many as a person can follow; more would only keep three processes busy with messages. */
const PROGRESS_INTERVAL_MS = 250

export interface ReadOneOptions {
  readonly onProgress: (progress: JobProgress) => void
  /** Resolves when the units are kept. */
  readonly onUnits?: (units: readonly ReadUnit[]) => Promise<void>
}

export type ReadOne = (request: WorkerRequest, options: ReadOneOptions) => Promise<WorkerResult>

/** The thread's end of the protocol: files in, one after the other, results out; at most four reports of progress a second, the last always. */
export function runParseWorker(port: MessagePort, readOne: ReadOne): void {
  const post = (message: FromParseWorker, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer)

  let onTaken: (() => void) | undefined

  function give(units: readonly ReadUnit[]): Promise<void> {
    post({ kind: 'units', units })
    return new Promise((resolve) => { onTaken = resolve })
  }

  async function read({ request, givesUnits }: ToParseWorker & { readonly kind: 'read' }): Promise<void> {
    let lastPosted = -Infinity
    const onProgress = (progress: JobProgress) => {
      const now = performance.now()
      if (progress.done !== progress.total && now - lastPosted < PROGRESS_INTERVAL_MS) return
      lastPosted = now
      post({ kind: 'progress', progress })
    }
    const result = await readOne(request, { onProgress, ...(givesUnits ? { onUnits: give } : {}) })
    post({ kind: 'result', result }, embeddedBuffers(result))
  }

  port.on('message', (message: ToParseWorker) => {
    if (message.kind === 'taken') return onTaken?.()
    // What escapes here is a bug; thrown where nobody catches it, it ends this thread, and the reader reports the file.
    read(message).catch((thrown: unknown) => setImmediate(() => { throw thrown }))
  })
}

/** Attachments are moved to the other thread, not copied. Two of them may be views of one buffer. */
function embeddedBuffers(result: WorkerResult): ArrayBuffer[] {
  const buffers = result.ok && 'document' in result ? (result.document.embedded ?? []).map((file) => file.bytes.buffer) : []
  // Small buffers come from Node's shared pool, which must stay where it is.
  return [...new Set(buffers)].filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize)
}
