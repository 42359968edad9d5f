import { expect } from 'vitest'

/** Long enough for a machine that is busy with other work; a step that holds is over in milliseconds. */
const PATIENCE_MS = 30_000

/** Waits until what is read fits the matcher that follows. */
export function eventually<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: PATIENCE_MS, interval: 40 })
}
