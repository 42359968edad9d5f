/** What a model host may use. */
export interface HostLimits {
  /** Threads of llama.cpp together. */
  readonly threads: number
  /** Threads of ONNX Runtime, one session each. */
  readonly embedWorkers: number
  readonly gpuLayers: 'auto' | number
  /** Largest context of a chat model. */
  readonly contextTokens: number
}

export interface CrashHistory {
  readonly limits: HostLimits
  /** Crashes that followed one another closely. */
  readonly crashes: number
  readonly lastCrashMs: number
  /** Crashes while a model was being loaded, by the key of the model. */
  readonly loadCrashes: Readonly<Record<string, number>>
}

export interface Crash {
  /** Monotonic. */
  readonly atMs: number
  /** The model that was being loaded, if one was. */
  readonly loadingKey: string | null
  /** Layers that were on a GPU. */
  readonly gpuLayersUsed: number
}

export interface CrashDecision {
  readonly history: CrashHistory
  /** Whether the next host gets less than this one had. */
  readonly isSmaller: boolean
  /** The model to use no more: it crashed the host on load three times. */
  readonly setAside: string | null
}

// Crashes further apart than this have nothing to do with one another: a person's kill, a machine that ran out of memory once.
const RELATED_MS = 10 * 60_000
const LOAD_CRASHES_TO_SET_ASIDE = 3
const MINIMUM_CONTEXT_TOKENS = 2048

export function newCrashHistory(limits: HostLimits): CrashHistory {
  return { limits, crashes: 0, lastCrashMs: Number.NEGATIVE_INFINITY, loadCrashes: {} }
}

/**
 * What follows a crash: the first time the same again (it may have been chance), after that half the GPU layers, then none, and half the context; a
 * model that crashed three times while being loaded is set aside.
 */
export function afterCrash(history: CrashHistory, crash: Crash): CrashDecision {
  const crashes = crash.atMs - history.lastCrashMs > RELATED_MS ? 1 : history.crashes + 1
  const isSmaller = crashes > 1
  const limits = isSmaller ? smaller(history.limits, crash.gpuLayersUsed) : history.limits
  let loadCrashes = history.loadCrashes
  let setAside: string | null = null
  if (crash.loadingKey !== null) {
    const count = (loadCrashes[crash.loadingKey] ?? 0) + 1
    loadCrashes = { ...loadCrashes, [crash.loadingKey]: count }
    if (count >= LOAD_CRASHES_TO_SET_ASIDE) setAside = crash.loadingKey
  }
  return { history: { limits, crashes, lastCrashMs: crash.atMs, loadCrashes }, isSmaller, setAside }
}

function smaller(limits: HostLimits, gpuLayersUsed: number): HostLimits {
  const gpuLayers = limits.gpuLayers === 'auto' ? Math.floor(gpuLayersUsed / 2) : Math.floor(limits.gpuLayers / 2)
  return {
    ...limits,
    gpuLayers: gpuLayers < 4 ? 0 : gpuLayers,
    contextTokens: Math.min(limits.contextTokens, Math.max(MINIMUM_CONTEXT_TOKENS, Math.floor(limits.contextTokens / 2))),
  }
}
