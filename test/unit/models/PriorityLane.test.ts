import { describe, expect, it } from 'vitest'
import { createEventQueue } from '../../../src-main/core/models/EventQueue.ts'
import { coresBusyElsewhere, threadsBeside } from '../../../src-main/processes/modelHost/CoreMeter.ts'
import { createPriorityLane } from '../../../src-main/processes/modelHost/PriorityLane.ts'

const never = new AbortController().signal

function tasks(lane: ReturnType<typeof createPriorityLane>) {
  const started: string[] = []
  const finish = new Map<string, () => void>()
  return {
    started,
    run(name: string, priority: 'question' | 'background', signal = never) {
      return lane.run(priority, signal, () => new Promise<string>((resolve) => {
        started.push(name)
        finish.set(name, () => resolve(name))
      }))
    },
    async finish(name: string, done: Promise<unknown>) {
      finish.get(name)?.()
      await done
      await Promise.resolve()
    },
  }
}

describe('the priority lane', () => {
  it('lets a question pass everything that waits', async () => {
    const { started, run, finish } = tasks(createPriorityLane(1))
    const a = run('a', 'background')
    void run('b', 'background')
    void run('q', 'question')
    await finish('a', a)
    expect(started).toEqual(['a', 'q'])
  })

  it('keeps places free of background work while they are limited, and never from questions', async () => {
    const lane = createPriorityLane(2)
    const { started, run } = tasks(lane)
    lane.setBackgroundPlaces(1)
    void run('a', 'background')
    void run('b', 'background')
    void run('q', 'question')
    expect(started).toEqual(['a', 'q'])
    expect(lane.running()).toBe(2)
    lane.setBackgroundPlaces(2)
    expect(started).toEqual(['a', 'q'])
  })

  it('is closed when what runs has ended; what waits and what comes is refused', async () => {
    const lane = createPriorityLane(1)
    const { started, run, finish } = tasks(lane)
    const a = run('a', 'background')
    const b = run('b', 'background')
    let isClosed = false
    const closed = lane.close().then(() => { isClosed = true })
    await expect(b).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(run('c', 'question')).rejects.toMatchObject({ code: 'CANCELLED' })
    expect([started, isClosed]).toEqual([['a'], false])
    await finish('a', a)
    await closed
    await createPriorityLane(1).close()
  })

  it('drops what was cancelled while it waited', async () => {
    const { started, run, finish } = tasks(createPriorityLane(1))
    const abort = new AbortController()
    const a = run('a', 'background')
    const b = run('b', 'background', abort.signal)
    const c = run('c', 'background')
    abort.abort()
    await expect(b).rejects.toMatchObject({ name: 'AbortError' })
    await finish('a', a)
    expect(started).toEqual(['a', 'c'])
    await finish('c', c)
  })
})

describe('threads beside other programs', () => {
  it('leaves alone each core that is busy, and keeps one at least', () => {
    expect([0, 0.2, 0.9, 1.6, 9].map((busy) => threadsBeside(4, busy))).toEqual([4, 4, 3, 2, 1])
  })

  it('does not count the own work as that of others', () => {
    const before = { busyMs: 0, totalMs: 0, ownMs: 0, cores: 2 }
    expect(coresBusyElsewhere(before, { busyMs: 800, totalMs: 800, ownMs: 400, cores: 2 })).toBeCloseTo(1)
    expect(coresBusyElsewhere(before, { busyMs: 400, totalMs: 800, ownMs: 400, cores: 2 })).toBe(0)
    expect(coresBusyElsewhere(before, before)).toBe(0)
  })
})

describe('the event queue', () => {
  it('hands over what was pushed before and while it is read, and then the failure', async () => {
    const queue = createEventQueue<number>()
    queue.push(1)
    const seen: number[] = []
    const reading = (async () => { for await (const value of queue.iterate()) seen.push(value) })()
    await Promise.resolve()
    queue.push(2)
    queue.fail(new Error('gone'))
    queue.push(3)
    await expect(reading).rejects.toThrow('gone')
    expect(seen).toEqual([1, 2])
  })

  it('tells its maker when the reader leaves early, and not when it ends', async () => {
    let left = 0
    const queue = createEventQueue<number>(() => { left++ })
    queue.push(1)
    for await (const _value of queue.iterate()) break
    expect(left).toBe(1)
    const whole = createEventQueue<number>(() => { left++ })
    whole.end()
    for await (const _value of whole.iterate()) throw new Error('there is nothing')
    expect(left).toBe(1)
  })
})
