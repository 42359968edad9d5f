import { availableParallelism, totalmem } from 'node:os'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { DocumentParser, ParseOptions, ParseResult, ReadUnit } from '../../core/ports/DocumentParser.ts'
import type { DrawResult, PageDrawer } from '../../core/ports/PageDrawer.ts'
import type { ChildProcessHandle, ProcessExit, ProcessLauncher } from '../../core/ports/ProcessLauncher.ts'
import type { Logger } from '../../core/ports/SystemPorts.ts'
import type { ParseWorkerData, WorkerRequest, WorkerResult } from '../parseWorker/protocol.ts'
import { entryUrl } from '../entryUrl.ts'
import type { FromReader, ToReader } from './protocol.ts'

export interface ReaderOptions extends ParseWorkerData {
  readonly launcher: ProcessLauncher
  readonly logger: Logger
  /** Files read at once. Default: one a core but one, which stays free for the window and for embedding. */
  readonly concurrency?: number
  /** Heap of one worker. Default: a quarter of the memory shared by all workers, 256 MB to 4 GB. */
  readonly workerHeapMb?: number
  /** Default: one minute without a file ends the process; its parsers hold a few hundred megabytes. */
  readonly idleMs?: number
  /** Default 15 s: how long after its own time limit a file may keep the reader before the whole process is ended. */
  readonly graceMs?: number
  /** For tests: the code of a worker. */
  readonly workerEntry?: URL
}

interface Reading {
  readonly id: number
  readonly request: WorkerRequest
  readonly onProgress: ParseOptions['onProgress']
  readonly onUnits: ParseOptions['onUnits']
  readonly settle: (result: WorkerResult) => void
  /** Takes it out of wherever it is; its caller gets an AbortError. */
  readonly cancel: () => void
  /** The same with another error. */
  readonly fail: (error: unknown) => void
  /** How often the reader died while it was at this file. */
  deaths: number
  watchdog: NodeJS.Timeout | undefined
}

/** A file that was there both times is the cause; one that was there once may only have stood beside it. */
const MAX_DEATHS = 2
const MEGABYTE = 1024 ** 2

/**
 * The engine's end of the reader process. It holds the queue, so that it knows which files a dying reader had in hand: these are tried again, each
 * alone, and the one that kills the reader a second time is reported as PARSER_CRASHED. The process starts with the first file.
 */
export function createReader(options: ReaderOptions): DocumentParser & PageDrawer & { readonly pid: () => number | null } {
  const { launcher, logger, idleMs = 60_000, graceMs = 15_000 } = options
  const concurrency = options.concurrency ?? Math.max(1, availableParallelism() - 1)
  const workerHeapMb = options.workerHeapMb ?? Math.round(Math.min(4096, Math.max(256, totalmem() / MEGABYTE / 4 / concurrency)))
  const waiting: Reading[] = []
  /** Were in hand when the reader died; each goes alone, before all others. */
  const suspects: Reading[] = []
  const inHand = new Map<number, Reading>()
  let child: ChildProcessHandle | null = null
  let idleTimer: NodeJS.Timeout | undefined
  let lastId = 0
  let isClosed = false

  function send(message: ToReader): void {
    child?.send(message)
  }

  function start(): void {
    const started = launcher.launch(entryUrl('reader'), 'reader')
    child = started
    started.onMessage((message) => { if (child === started) receive(message as FromReader) })
    started.onExit((exit) => { if (child === started) died(exit) })
    const workerEntry = (options.workerEntry ?? entryUrl('parseWorker')).href
    send({ kind: 'start', settings: { workerEntry, workerHeapMb, workerData: { tokenizers: options.tokenizers, ocrFolders: options.ocrFolders } } })
  }

  function advance(): void {
    if (isClosed) return
    const isAlone = [...inHand.values()].some((reading) => reading.deaths > 0)
    if (suspects.length > 0 || isAlone) {
      if (inHand.size === 0) give(suspects.shift())
    } else {
      while (inHand.size < concurrency && waiting.length > 0) give(waiting.shift())
    }
    clearTimeout(idleTimer)
    if (inHand.size === 0 && child !== null) idleTimer = setTimeout(stop, idleMs).unref()
  }

  function give(reading: Reading | undefined): void {
    if (reading === undefined) return
    if (child === null) start()
    inHand.set(reading.id, reading)
    // A thread stuck in native code cannot be ended by the reader itself.
    reading.watchdog = setTimeout(() => hung(reading), reading.request.timeoutMs + graceMs).unref()
    send({ kind: 'parse', id: reading.id, request: reading.request, givesUnits: reading.onUnits !== undefined })
  }

  function receive(message: FromReader): void {
    const reading = inHand.get(message.id)
    if (reading === undefined) return
    if (message.kind === 'progress') reading.onProgress?.(message.progress)
    else if (message.kind === 'units') void keep(reading, message.units)
    else {
      release(reading)
      reading.settle(message.result)
      advance()
    }
  }

  async function keep(reading: Reading, units: readonly ReadUnit[]): Promise<void> {
    const from = child
    reading.watchdog?.refresh()
    try {
      await reading.onUnits?.(units)
      // A reader that was started meanwhile has not asked.
      if (child === from && inHand.has(reading.id)) send({ kind: 'taken', id: reading.id })
    } catch (thrown) {
      reading.fail(thrown)
    }
  }

  function release(reading: Reading): void {
    clearTimeout(reading.watchdog)
    inHand.delete(reading.id)
  }

  function takeOut(reading: Reading): void {
    for (const queue of [waiting, suspects]) {
      const index = queue.indexOf(reading)
      if (index >= 0) queue.splice(index, 1)
    }
    if (!inHand.has(reading.id)) return
    release(reading)
    send({ kind: 'cancel', id: reading.id })
  }

  function hung(reading: Reading): void {
    release(reading)
    reading.settle(failed('PARSE_TIMEOUT'))
    logger.log('warn', 'The reader hung and was ended.', { path: reading.request.path })
    const others = [...inHand.values()]
    others.forEach(release)
    // They did nothing wrong, and begin anew.
    waiting.unshift(...others)
    stop()
    advance()
  }

  function died(exit: ProcessExit): void {
    child = null
    const present = [...inHand.values()]
    logger.log('warn', 'The reader stopped unexpectedly.', { code: exit.code, signal: exit.signal, lastOutput: exit.lastOutput, filesInHand: present.length })
    for (const reading of present) {
      release(reading)
      reading.deaths++
      if (reading.deaths >= MAX_DEATHS) reading.settle(failed('PARSER_CRASHED'))
      else suspects.push(reading)
    }
    advance()
  }

  function stop(): void {
    clearTimeout(idleTimer)
    const running = child
    child = null
    running?.kill()
  }

  /** A worker answers each request with a result of its kind. `place`: where in the queue. */
  function enqueue(request: WorkerRequest, { signal, onProgress, onUnits }: ParseOptions, place: () => number): Promise<WorkerResult> {
    return new Promise((resolve, reject) => {
      if (isClosed || signal?.aborted === true) return reject(cancelled())
      const reading: Reading = {
        id: ++lastId, request, onProgress, onUnits, deaths: 0, watchdog: undefined,
        settle(result) {
          signal?.removeEventListener('abort', reading.cancel)
          resolve(result)
        },
        cancel: () => { reading.fail(cancelled()) },
        fail(error) {
          signal?.removeEventListener('abort', reading.cancel)
          takeOut(reading)
          reject(error as Error)
          advance()
        },
      }
      signal?.addEventListener('abort', reading.cancel, { once: true })
      waiting.splice(place(), 0, reading)
      advance()
    })
  }

  return {
    concurrency,
    pid: () => child?.pid ?? null,
    parse: (request, parseOptions = {}) => enqueue(request, parseOptions, () => waiting.length) as Promise<ParseResult>,
    // A person waits for it, and it takes a moment.
    draw: (request) => enqueue(request, {}, () => 0) as Promise<DrawResult>,
    async close() {
      isClosed = true
      const running = child
      const ended = running === null ? undefined : new Promise<void>((resolve) => running.onExit(() => resolve()))
      stop()
      for (const reading of [...inHand.values(), ...suspects, ...waiting]) reading.cancel()
      await ended
    },
  }
}

function failed(code: 'PARSE_TIMEOUT' | 'PARSER_CRASHED'): ParseResult {
  return { ok: false, error: new AppError(code).toData(), mediaType: 'application/octet-stream', timings: { parseMs: 0, ocrMs: 0, chunkMs: 0 } }
}

function cancelled(): DOMException {
  return new DOMException('Reading was cancelled.', 'AbortError')
}
