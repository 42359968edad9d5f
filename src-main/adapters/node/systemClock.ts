import type { Clock } from '../../core/ports/SystemPorts.ts'

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
