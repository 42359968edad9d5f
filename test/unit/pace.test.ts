import { describe, expect, it } from 'vitest'
import { createLimiter } from '../../src-main/core/ingestion/createLimiter.ts'
import { createPace } from '../../src-main/core/ingestion/createPace.ts'
import { paceEmbedding } from '../../src-main/core/ingestion/paceEmbedding.ts'
import type { Settings } from '../../src-shared/domain/settings.ts'

/** A computer whose plug the test pulls. */
function computer(setting: Settings['reading']['pace'] = 'auto') {
  const state = { setting, onBattery: false }
  return { state, pace: createPace({ setting: () => state.setting, power: { onBattery: () => state.onBattery }, restMs: 0 }) }
}

/** Lets everything that can go on go on. */
const settle = () => new Promise<void>((resolve) => { setImmediate(resolve) })

describe('the pace of reading', () => {
  it.each([
    ['auto', false, 'full'], ['auto', true, 'gentle'], ['full', true, 'full'], ['gentle', false, 'gentle'],
    // Of a file that was edited by hand.
    ['fast', true, 'gentle'],
  ] as const)('set to %s, on battery %s: %s', (setting, onBattery, inForce) => {
    const { state, pace } = computer(setting as 'auto')
    state.onBattery = onBattery
    expect(pace.report()).toEqual({ setting: setting === 'fast' ? 'auto' : setting, inForce, onBattery })
  })
})

describe('a limit that changes', () => {
  it('lets nobody more in when it falls, the waiting as soon as it rises, and never locks everybody out', async () => {
    let limit = 3
    const limiter = createLimiter(() => limit)
    const leaves: (() => void)[] = []
    const come = () => void limiter.enter().then((leave) => leaves.push(leave))
    for (let holder = 0; holder < 8; holder++) come()
    await settle()
    expect([limiter.inside, limiter.waiting]).toEqual([3, 5])
    limit = 1
    for (const leave of leaves.splice(0, 2)) leave()
    await settle()
    expect([limiter.inside, limiter.waiting]).toEqual([1, 5])
    limit = 0
    leaves.shift()?.()
    await settle()
    expect([limiter.inside, limiter.waiting]).toEqual([1, 4])
    limit = 3
    leaves.shift()?.()
    await settle()
    expect([limiter.inside, limiter.waiting]).toEqual([3, 1])
  })

  it('lets the newcomer with the highest priority in first, and forgets whoever gave up', async () => {
    const limiter = createLimiter(() => 1)
    const order: string[] = []
    const giveUp = new AbortController()
    const come = async (name: string, priority: number, signal?: AbortSignal) => {
      const leave = await limiter.enter({ priority, ...(signal === undefined ? {} : { signal }) })
      order.push(name)
      leave()
    }
    const hold = await limiter.enter()
    const all = [come('backlog', 0), come('dropped', 20), come('another', 0)]
    const gone = come('given up', 30, giveUp.signal)
    giveUp.abort(new Error('cancelled'))
    await expect(gone).rejects.toThrow('cancelled')
    hold()
    await Promise.all(all)
    expect(order).toEqual(['dropped', 'backlog', 'another'])
  })
})

describe('embedding at a pace', () => {
  function stepped() {
    const calls: { readonly texts: readonly string[]; readonly finish: () => void }[] = []
    const embed = (texts: readonly string[]) => new Promise<Float32Array[]>((resolve) => {
      calls.push({ texts, finish: () => { resolve(texts.map((text) => Float32Array.of(text.length))) } })
    })
    return { calls, embed }
  }

  it('computes one text at a time when gentle, of all batches together, and the rest at once when the plug is back', async () => {
    const { state, pace } = computer()
    const { calls, embed } = stepped()
    const paced = paceEmbedding(embed, pace)
    state.onBattery = true
    const first = paced(['a', 'bb', 'ccc'], { priority: 'background' })
    const second = paced(['dddd'], { priority: 'background' })
    await settle()
    expect(calls.map(({ texts }) => texts)).toEqual([['a']])
    state.onBattery = false
    calls[0]?.finish()
    await expect.poll(() => calls.length).toBe(3)
    expect(calls.slice(1).map(({ texts }) => texts)).toEqual(expect.arrayContaining([['bb', 'ccc'], ['dddd']]))
    for (const { finish } of calls) finish()
    expect([await first, await second].map((vectors) => vectors.map(([length]) => length))).toEqual([[1, 2, 3], [4]])
  })

  it('never holds up a person, nor an empty document', async () => {
    const { pace } = computer('gentle')
    const { calls, embed } = stepped()
    const paced = paceEmbedding(embed, pace)
    void paced(['one', 'two'], { priority: 'question' })
    void paced([], { priority: 'background' })
    await settle()
    expect(calls.map(({ texts }) => texts)).toEqual([['one', 'two'], []])
  })

  it('goes on after a text that failed', async () => {
    const { pace } = computer('gentle')
    const paced = paceEmbedding(async (texts) => texts.map((text) => { if (text === 'bad') throw new Error('no'); return Float32Array.of(1) }), pace)
    await expect(paced(['bad'], { priority: 'background' })).rejects.toThrow('no')
    expect(await paced(['good', 'good'], { priority: 'background' })).toHaveLength(2)
  })
})
