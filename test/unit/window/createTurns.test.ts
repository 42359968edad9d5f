import { describe, expect, it } from 'vitest'
import { createTurns } from '../../../src-renderer/features/viewer/createTurns.ts'

describe('the turns of the pages', () => {
  async function order(act: (ask: (page: number) => void, turns: ReturnType<typeof createTurns>) => void): Promise<number[]> {
    const turns = createTurns()
    const drawn: number[] = []
    act((page) => void turns.turn(page).then(() => drawn.push(page)), turns)
    // Promises that are settled have run their reactions when a later task begins.
    await new Promise((resolve) => setImmediate(resolve))
    return drawn
  }

  it('let the wanted page go first and the others when it is settled', async () => {
    expect(await order((ask, turns) => { turns.want(7, 1); [6, 7, 8].forEach(ask) })).toEqual([7])
    expect(await order((ask, turns) => { turns.want(7, 1); [6, 7, 8].forEach(ask); turns.settle(7) })).toEqual([7, 6, 8])
  })
  it('keep nobody waiting for a page that is no longer wanted', async () => {
    expect(await order((ask, turns) => { turns.want(7, 1); ask(6); turns.want(9, 2) })).toEqual([6])
  })
  it('do not begin anew when the same asking is said again', async () => {
    expect(await order((ask, turns) => { turns.want(7, 1); ask(6); turns.want(8, 1) })).toEqual([])
  })
})
