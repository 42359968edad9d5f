import { cpus } from 'node:os'

export interface CpuSample {
  /** Milliseconds of all cores together since the machine started. */
  readonly busyMs: number
  readonly totalMs: number
  /** Milliseconds of this process, all its threads. */
  readonly ownMs: number
  readonly cores: number
}

export function sampleCpu(): CpuSample {
  let busyMs = 0
  let totalMs = 0
  const list = cpus()
  for (const { times } of list) {
    busyMs += times.user + times.nice + times.sys + times.irq
    totalMs += times.user + times.nice + times.sys + times.irq + times.idle
  }
  const own = process.cpuUsage()
  return { busyMs, totalMs, ownMs: (own.user + own.system) / 1000, cores: list.length }
}

/** Cores that other programs kept busy between two samples, from 0 to the number of cores. */
export function coresBusyElsewhere(before: CpuSample, after: CpuSample): number {
  const totalMs = after.totalMs - before.totalMs
  if (totalMs <= 0) return 0
  const others = Math.max(0, after.busyMs - before.busyMs - (after.ownMs - before.ownMs))
  return Math.min(after.cores, (others / totalMs) * after.cores)
}

// A browser playing a film or the desktop itself: not worth giving up a core for.
const IGNORED_SHARE = 0.3

/**
 * Threads for llama.cpp beside other programs. Its threads wait for one another by spinning after every operation: one that has to share its core holds
 * up all others (measured on 2 busy cores: 1 token a second with 2 threads, 8 to 35 with 1), so a busy core is left alone.
 */
export function threadsBeside(cores: number, busyElsewhere: number): number {
  return Math.max(1, cores - Math.ceil(Math.max(0, busyElsewhere - IGNORED_SHARE)))
}
