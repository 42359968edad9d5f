import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { collectForFrame } from '../../../src-renderer/state/collectForFrame.ts'

describe('what is collected for a frame', () => {
  let frames: FrameRequestCallback[]
  beforeEach(() => {
    frames = []
    vi.useFakeTimers()
    vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
    vi.stubGlobal('cancelAnimationFrame', (id: number) => { frames[id - 1] = () => {} })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('is handed on together, in its order, once', () => {
    const seen: number[] = []
    const add = collectForFrame<number>((value) => seen.push(value))
    for (const value of [1, 2, 3]) add(value)
    expect([seen, frames.length]).toEqual([[], 1])
    frames[0]?.(0)
    expect(seen).toEqual([1, 2, 3])
    vi.runAllTimers()
    expect(seen).toEqual([1, 2, 3])
  })
  it('does not wait for the frames of a page that is out of sight', () => {
    const seen: number[] = []
    collectForFrame<number>((value) => seen.push(value))(1)
    vi.runAllTimers()
    frames[0]?.(0)
    expect(seen).toEqual([1])
  })
})
