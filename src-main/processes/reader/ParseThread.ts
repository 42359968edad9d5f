import { Worker } from 'node:worker_threads'
import type { JobProgress } from '../../../src-shared/domain/job.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'
import type { ParseResult, ReadUnit } from '../../core/ports/DocumentParser.ts'
import type { FromParseWorker, ToParseWorker, WorkerRequest, WorkerResult } from '../parseWorker/protocol.ts'
import type { ReaderSettings } from './protocol.ts'

export interface ParseThread {
  /** False once the thread has ended; it is then thrown away. */
  readonly isUsable: boolean
  /** Always gives a result: a thread that ends, takes too long or runs out of memory is a result about its file. */
  read(request: WorkerRequest, options: ThreadReadOptions): Promise<WorkerResult>
  /** The units given last are kept; the reading goes on. */
  taken(): void
  end(): void
}

export interface ThreadReadOptions {
  readonly givesUnits: boolean
  readonly onProgress: (progress: JobProgress) => void
  readonly onUnits: (units: readonly ReadUnit[]) => void
}

/** One parse worker with its limits. It reads one file at a time. */
export function startParseThread(settings: ReaderSettings): ParseThread {
  const worker = new Worker(new URL(settings.workerEntry), {
    workerData: settings.workerData, name: 'parse', execArgv: [], resourceLimits: { maxOldGenerationSizeMb: settings.workerHeapMb },
  })
  let isUsable = true
  let settle: ((result: WorkerResult) => void) | undefined
  let hears: ThreadReadOptions | undefined
  let timer: NodeJS.Timeout | undefined
  let failure: { readonly code: ErrorCode; readonly cause: unknown } = { code: 'PARSER_CRASHED', cause: undefined }

  worker.on('message', (message: FromParseWorker) => {
    switch (message.kind) {
      case 'progress': return hears?.onProgress(message.progress)
      case 'result': return settle?.(message.result)
      case 'units': {
        // The limit is for a file that stands still, not for a long one.
        timer?.refresh()
        return hears?.onUnits(message.units)
      }
    }
  })
  worker.on('error', (thrown: Error & { readonly code?: string }) => {
    failure = { code: thrown.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'OUT_OF_MEMORY' : 'PARSER_CRASHED', cause: thrown }
    // A parser that breaks its thread is a bug worth finding: this goes to the engine's log with the reader's last output.
    console.error(thrown)
  })
  worker.on('exit', () => {
    isUsable = false
    settle?.(failed(failure.code))
  })

  return {
    get isUsable() {
      return isUsable
    },
    taken() {
      worker.postMessage({ kind: 'taken' } satisfies ToParseWorker)
    },
    async read(request, options) {
      const started = performance.now()
      const result = await new Promise<WorkerResult>((resolve) => {
        settle = resolve
        hears = options
        timer = setTimeout(() => {
          isUsable = false
          void worker.terminate()
          resolve(failed('PARSE_TIMEOUT'))
        }, request.timeoutMs)
        if (isUsable) worker.postMessage({ kind: 'read', request, givesUnits: options.givesUnits } satisfies ToParseWorker)
        else resolve(failed(failure.code))
      })
      clearTimeout(timer)
      settle = hears = undefined
      return result.ok || !('timings' in result) || result.timings.parseMs > 0 ? result : { ...result, timings: { ...result.timings, parseMs: performance.now() - started } }
    },
    end() {
      isUsable = false
      void worker.terminate()
    },
  }
}

function failed(code: ErrorCode): ParseResult {
  return { ok: false, error: new AppError(code).toData(), mediaType: 'application/octet-stream', timings: { parseMs: 0, ocrMs: 0, chunkMs: 0 } }
}
