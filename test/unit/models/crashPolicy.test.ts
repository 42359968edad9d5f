import { describe, expect, it } from 'vitest'
import { afterCrash, newCrashHistory } from '../../../src-main/core/models/crashPolicy.ts'

const limits = { threads: 4, embedWorkers: 4, gpuLayers: 'auto' as const, contextTokens: 8192 }
const crash = { atMs: 0, loadingKey: null, gpuLayersUsed: 30 }

describe('what follows a crash of the model host', () => {
  it('starts the first time with the same limits: it may have been chance', () => {
    const { history, isSmaller } = afterCrash(newCrashHistory(limits), crash)
    expect(isSmaller).toBe(false)
    expect(history.limits).toEqual(limits)
  })

  it('then halves layers and context, and ends on the CPU', () => {
    let history = afterCrash(newCrashHistory(limits), crash).history
    history = afterCrash(history, { ...crash, atMs: 1000 }).history
    expect(history.limits).toMatchObject({ gpuLayers: 15, contextTokens: 4096 })
    history = afterCrash(history, { ...crash, atMs: 2000, gpuLayersUsed: 15 }).history
    expect(history.limits).toMatchObject({ gpuLayers: 7, contextTokens: 2048 })
    history = afterCrash(history, { ...crash, atMs: 3000, gpuLayersUsed: 7 }).history
    expect(history.limits).toMatchObject({ gpuLayers: 0, contextTokens: 2048 })
  })

  it('takes a crash long after another for a first one', () => {
    const first = afterCrash(newCrashHistory(limits), crash).history
    expect(afterCrash(first, { ...crash, atMs: 3_600_000 }).isSmaller).toBe(false)
  })

  it('sets aside the model that crashed three times while it was loaded, and no other', () => {
    let history = newCrashHistory(limits)
    for (const [loadingKey, expected] of [['a', null], ['b', null], ['a', null], [null, null], ['a', 'a']] as const) {
      const decision = afterCrash(history, { ...crash, loadingKey })
      expect(decision.setAside).toBe(expected)
      history = decision.history
    }
  })
})
