import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { TableComputation } from '../../../src-shared/domain/computation.ts'
import type { ChildProcessHandle, ProcessLauncher } from '../../core/ports/ProcessLauncher.ts'
import type { Logger } from '../../core/ports/SystemPorts.ts'
import type { ComputedAnswer, TableQuestions } from '../../core/ports/TableQuestions.ts'
import { entryUrl } from '../entryUrl.ts'
import type { FromTables, ToTables } from './protocol.ts'

export interface TableProcessOptions {
  readonly launcher: ProcessLauncher
  readonly catalogFile: string
  /** What opens the catalog's content where it is encrypted; asked for at every start and sent over the process's own channel. */
  readonly key?: () => Uint8Array | undefined
  readonly logger: Logger
  /** Default: a minute for a query. Reading the rows of a sheet does not count: it ends by itself, and how long it takes hangs on how many they are. */
  readonly timeLimitMs?: number
  /** Default: a minute without a question ends the process (longer after a sheet that took long to load); the loaded sheets hold a few hundred megabytes. */
  readonly idleMs?: number
  /** For tests: the code of the process. */
  readonly entry?: URL
}

/** A sheet that took ten seconds to load is kept for five minutes, none longer than a quarter of an hour. */
const KEPT_FOR_LOADING = 30
const LONGEST_KEPT_MS = 900_000

type Answered = Exclude<FromTables, { kind: 'reading' }>

interface Call {
  readonly timer: NodeJS.Timeout
  readonly settle: (message: Answered) => void
  readonly fail: (error: Error) => void
}

type Asked = Exclude<ToTables, { kind: 'open' }>
type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never

/**
 * Questions over tables in a process of their own. DuckDB is native code that reads what strangers wrote: a crash in it, a query without end or one that
 * eats the memory must cost one computation and not the engine, and killing the process is the one limit that always holds. It starts with the first such
 * question. It reads the catalog itself, so that a million rows do not pass through the engine.
 */
export function createTableProcess(options: TableProcessOptions): TableQuestions & { readonly pid: () => number | null } {
  const { launcher, logger, timeLimitMs = 60_000, idleMs = 60_000 } = options
  const calls = new Map<number, Call>()
  let child: ChildProcessHandle | null = null
  let idleTimer: NodeJS.Timeout | undefined
  let longestMs = 0
  let lastId = 0

  function start(): ChildProcessHandle {
    const started = launcher.launch(options.entry ?? entryUrl('tables'), 'tables')
    child = started
    started.onMessage((received) => {
      const message = received as FromTables
      if (child !== started) return
      if (message.kind !== 'reading') calls.get(message.id)?.settle(message)
      // Those that wait for their turn wait for the same rows.
      else for (const { timer } of calls.values()) timer.refresh()
    })
    started.onExit((exit) => {
      if (child !== started) return
      child = null
      logger.log('warn', 'The table process stopped unexpectedly.', { code: exit.code, signal: exit.signal, lastOutput: exit.lastOutput })
      for (const { fail } of [...calls.values()]) fail(failure('The computation over the sheet broke off.'))
    })
    const key = options.key?.()
    started.send({ kind: 'open', catalogFile: options.catalogFile, ...(key === undefined ? {} : { key }) } satisfies ToTables)
    return started
  }

  function stop(): void {
    clearTimeout(idleTimer)
    const running = child
    child = null
    longestMs = 0
    running?.kill()
  }

  async function call(message: WithoutId<Asked>, signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted()
    clearTimeout(idleTimer)
    const id = ++lastId
    const { promise, resolve, reject } = Promise.withResolvers<Answered>()
    // Nothing in a running query listens: who ends it ends the process, and the next question starts another.
    const end = (error: unknown) => { stop(); for (const { fail } of [...calls.values()]) fail(error as Error) }
    const timer = setTimeout(() => { end(failure('The computation over the sheet took too long and was ended.')) }, timeLimitMs)
    calls.set(id, { timer, settle: resolve, fail: reject })
    const began = performance.now()
    const abort = () => { end(signal?.reason) }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      ;(child ?? start()).send({ ...message, id })
      const answer = await promise
      if (answer.kind === 'failed') throw failure(`The computation over the sheet failed: ${answer.message.split('\n')[0] ?? ''}`)
      return answer.result
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      calls.delete(id)
      longestMs = Math.max(longestMs, performance.now() - began)
      if (calls.size === 0 && child !== null) idleTimer = setTimeout(stop, Math.max(idleMs, Math.min(LONGEST_KEPT_MS, KEPT_FOR_LOADING * longestMs))).unref()
    }
  }

  return {
    pid: () => child?.pid ?? null,
    async compute(question, sources, { signal } = {}) {
      return await call({ kind: 'compute', question, sources }, signal) as ComputedAnswer | null
    },
    async repeat(computation, { signal } = {}) {
      return await call({ kind: 'repeat', computation }, signal) as TableComputation['result'] | null
    },
    close() {
      stop()
      for (const { fail } of [...calls.values()]) fail(failure('Footnote is closing.'))
      return Promise.resolve()
    },
  }
}

function failure(message: string): AppError {
  return new AppError('INTERNAL', message)
}
