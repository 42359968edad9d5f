import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTableProcess } from '../../src-main/processes/tables/createTableProcess.ts'
import type { FromTables, ToTables } from '../../src-main/processes/tables/protocol.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

/** A process that does nothing by itself. */
function start() {
  const sent: ToTables[] = []
  let tell: (message: unknown) => void = () => undefined
  let kills = 0
  const tables = createTableProcess({
    catalogFile: 'catalog.db', logger: { log: () => undefined },
    launcher: { launch: () => ({ pid: 1, send: (message) => { sent.push(message as ToTables) }, onMessage: (listener) => { tell = listener }, onExit: () => undefined, kill: () => { kills++ } }) },
  })
  return { tables, sent, tell: (message: FromTables) => { tell(message) }, kills: () => kills }
}

describe('the limits of the table process', () => {
  it('count from the last sign that rows are being read, and end a query without one', async () => {
    const { tables, tell, kills } = start()
    const asked = tables.compute('total?', [])
    for (let times = 0; times < 10; times++) {
      await vi.advanceTimersByTimeAsync(50_000)
      tell({ kind: 'reading' })
    }
    expect(kills()).toBe(0)
    const ended = expect(asked).rejects.toThrow('took too long')
    await vi.advanceTimersByTimeAsync(60_001)
    await ended
    expect(kills()).toBe(1)
  })

  it('keep a sheet for a minute, and one that took long to load for longer', async () => {
    const { tables, sent, tell } = start()
    const ask = async (takesMs: number) => {
      const asked = tables.compute('total?', [])
      const last = sent.at(-1)
      await vi.advanceTimersByTimeAsync(takesMs)
      tell({ kind: 'done', id: last !== undefined && 'id' in last ? last.id : 0, result: null })
      await asked
    }
    await ask(10)
    await vi.advanceTimersByTimeAsync(61_000)
    expect(tables.pid()).toBeNull()
    await ask(10_000)
    await ask(10)
    await vi.advanceTimersByTimeAsync(290_000)
    expect(tables.pid()).toBe(1)
    await vi.advanceTimersByTimeAsync(11_000)
    expect(tables.pid()).toBeNull()
  })
})
