import { AppError } from '../../../src-shared/errors/AppError.ts'
import { afterCrash, newCrashHistory, type HostLimits } from '../../core/models/crashPolicy.ts'
import type { GenerateEvent } from '../../core/ports/ChatModel.ts'
import type { ModelDevice } from '../../core/ports/ModelDevice.ts'
import type { ChildProcessHandle, ProcessExit, ProcessLauncher } from '../../core/ports/ProcessLauncher.ts'
import type { Clock, Logger } from '../../core/ports/SystemPorts.ts'
import type { FromHost, HostCall, ToHost } from './protocol.ts'

export type HostEvent =
  | { readonly kind: 'started'; readonly pid: number | undefined }
  | { readonly kind: 'loading'; readonly key: string }
  | { readonly kind: 'loaded'; readonly key: string; readonly device: ModelDevice; readonly contextTokens: number }
  /** The host died. Its unfinished calls are given to the next one, which has smaller limits when `isSmaller`. */
  | { readonly kind: 'crashed'; readonly exit: ProcessExit; readonly unfinishedCalls: number; readonly isSmaller: boolean }
  /** The model is not used any more in this run. */
  | { readonly kind: 'setAside'; readonly key: string; readonly reason: string }

export interface HostConnectionOptions {
  readonly launcher: ProcessLauncher
  readonly entry: URL
  readonly limits: HostLimits
  readonly clock: Clock
  readonly logger: Logger
  readonly onEvent: (event: HostEvent) => void
}

export interface HostConnection {
  /** Starts the host when none runs. Aborting the signal rejects with an AbortError at once and tells the host. */
  call(call: HostCall, options?: { readonly signal?: AbortSignal | undefined; readonly onDelta?: (event: GenerateEvent) => void }): Promise<unknown>
  setBusyCores(cores: number): void
  /** Process id of the running host; null when none runs. */
  pid(): number | null
  /** Other limits, for instance fewer GPU layers: taken over when the host is next idle, by starting it anew. */
  setLimits(limits: HostLimits): void
  /** Lets a person try again a model that was set aside. */
  readmit(key: string): void
  close(): Promise<void>
}

interface PendingCall {
  readonly id: number
  readonly call: HostCall
  readonly onDelta: ((event: GenerateEvent) => void) | undefined
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  hasBegunToAnswer: boolean
  attempts: number
}

// A text that kills the host must not do so for ever; several kills from outside in a row must not lose a document.
const MAX_ATTEMPTS = 5

/**
 * The engine's end of the model host: request ids, cancelling, and what happens when the host dies. Calls change nothing in the host, so an unfinished
 * one is simply made again; only a generation whose first words were already shown is not, because its continuation would be another text.
 */
export function createHostConnection(options: HostConnectionOptions): HostConnection {
  const { launcher, clock, logger, onEvent } = options
  const pending = new Map<number, PendingCall>()
  const setAside = new Map<string, string>()
  const gpuLayersUsed = new Map<string, number>()
  let wanted = options.limits
  let history = newCrashHistory(wanted)
  let child: ChildProcessHandle | null = null
  let loadingKey: string | null = null
  let busyCores = 0
  let lastId = 0
  let isClosed = false
  let hasNewLimits = false

  function send(message: ToHost): void {
    child?.send(message)
  }

  function start(): void {
    hasNewLimits = false
    const started = launcher.launch(options.entry, 'models')
    child = started
    started.onMessage((message) => { if (child === started) receive(message as FromHost) })
    started.onExit((exit) => { if (child === started) crashed(exit) })
    send({ kind: 'start', limits: history.limits })
    if (busyCores > 0) send({ kind: 'busyCores', cores: busyCores })
    onEvent({ kind: 'started', pid: started.pid })
  }

  function stop(): void {
    const running = child
    child = null
    running?.kill()
  }

  function receive(message: FromHost): void {
    switch (message.kind) {
      case 'loading':
        loadingKey = message.key
        onEvent(message)
        return
      case 'loaded':
        loadingKey = null
        gpuLayersUsed.set(message.key, message.device.gpuLayers)
        onEvent(message)
        return
      case 'loadFailed':
        loadingKey = null
        return
      case 'delta': {
        const call = pending.get(message.id)
        if (call === undefined) return
        call.hasBegunToAnswer = true
        call.onDelta?.(message.event)
        return
      }
      case 'result':
        return settle(message.id, (call) => call.resolve(message.value))
      case 'failed':
        return settle(message.id, (call) => call.reject(AppError.fromData(message.error)))
    }
  }

  function settle(id: number, finish: (call: PendingCall) => void): void {
    const call = pending.get(id)
    pending.delete(id)
    if (call !== undefined) finish(call)
  }

  function crashed(exit: ProcessExit): void {
    child = null
    const decision = afterCrash(history, { atMs: clock.monotonic(), loadingKey, gpuLayersUsed: Math.max(0, ...gpuLayersUsed.values()) })
    history = decision.history
    loadingKey = null
    gpuLayersUsed.clear()
    logger.log('error', 'The model process stopped unexpectedly.', {
      code: exit.code, signal: exit.signal, lastOutput: exit.lastOutput, unfinishedCalls: pending.size, smallerLimits: decision.isSmaller,
    })
    onEvent({ kind: 'crashed', exit, unfinishedCalls: pending.size, isSmaller: decision.isSmaller })
    if (decision.setAside !== null) setModelAside(decision.setAside, exit)

    for (const call of [...pending.values()]) {
      call.attempts++
      if (call.hasBegunToAnswer) {
        settle(call.id, () => call.reject(new AppError('MODEL_CRASHED', 'The model process stopped while the answer was being written.', { action: 'Ask again; the process was started anew.' })))
      } else if (call.attempts >= MAX_ATTEMPTS) {
        settle(call.id, () => call.reject(new AppError('MODEL_CRASHED')))
      }
    }
    // Nothing waits for it: the next call starts it, and memory stays free until then.
    if (pending.size === 0 || isClosed) return
    start()
    for (const call of pending.values()) send({ kind: 'call', id: call.id, call: call.call })
  }

  function setModelAside(key: string, exit: ProcessExit): void {
    const reason = `It stopped the model process three times while it was loaded (${exit.signal ?? `code ${exit.code ?? 'unknown'}`}).`
    setAside.set(key, reason)
    onEvent({ kind: 'setAside', key, reason })
    for (const call of [...pending.values()]) if (keyOf(call.call) === key) settle(call.id, () => call.reject(asideError(reason)))
  }

  return {
    call(call, { signal, onDelta } = {}) {
      return new Promise<unknown>((resolve, reject) => {
        if (isClosed) return reject(cancelled())
        if (signal?.aborted === true) return reject(cancelled())
        const reason = setAside.get(keyOf(call))
        if (reason !== undefined) return reject(asideError(reason))
        const id = ++lastId
        const onAbort = () => settle(id, () => {
          send({ kind: 'abort', id })
          finish(reject)(cancelled())
        })
        const finish = <Value>(then: (value: Value) => void) => (value: Value) => {
          signal?.removeEventListener('abort', onAbort)
          then(value)
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        pending.set(id, { id, call, onDelta, resolve: finish(resolve), reject: finish(reject), hasBegunToAnswer: false, attempts: 0 })
        if (hasNewLimits && pending.size === 1) stop()
        if (child === null) start()
        send({ kind: 'call', id, call })
      })
    },
    setBusyCores(cores) {
      if (cores === busyCores) return
      busyCores = cores
      send({ kind: 'busyCores', cores })
    },
    setLimits(limits) {
      if (limits.gpuLayers === wanted.gpuLayers && limits.contextTokens === wanted.contextTokens && limits.threads === wanted.threads) return
      wanted = limits
      history = newCrashHistory(limits)
      hasNewLimits = child !== null
    },
    pid: () => child?.pid ?? null,
    readmit(key) {
      setAside.delete(key)
      history = { ...history, loadCrashes: Object.fromEntries(Object.entries(history.loadCrashes).filter(([known]) => known !== key)) }
    },
    async close() {
      isClosed = true
      for (const id of [...pending.keys()]) settle(id, (call) => call.reject(cancelled()))
      const running = child
      if (running === null) return
      const ended = new Promise<void>((resolve) => running.onExit(() => resolve()))
      child = null
      running.kill()
      await ended
    },
  }
}

function keyOf(call: HostCall): string {
  return call.method === 'unload' ? call.key : call.model.key
}

function asideError(reason: string): AppError {
  return new AppError('MODEL_CRASHED', `This model is set aside. ${reason}`)
}

function cancelled(): DOMException {
  return new DOMException('The call was cancelled.', 'AbortError')
}
