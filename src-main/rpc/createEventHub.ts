import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { Engine } from '../core/Engine.ts'
import type { Logger } from '../core/ports/SystemPorts.ts'

export interface EventHub {
  /** Every event from now on; returns the unsubscribe function. */
  subscribe(listener: (event: EngineEvent) => void): () => void
  readonly listeners: number
  close(): void
}

/**
 * One subscription to the engine for all windows of a host. A listener that throws (a socket that just closed, a window that is gone) loses
 * that event alone: it neither stops the engine nor keeps the event from the other windows.
 */
export function createEventHub(engine: Pick<Engine, 'subscribe'>, logger?: Logger): EventHub {
  const listeners = new Set<(event: EngineEvent) => void>()
  const unsubscribe = engine.subscribe((event) => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (thrown) {
        logger?.log('warn', 'A window did not take an event.', { topic: event.topic, cause: String(thrown) })
      }
    }
  })
  return {
    subscribe(listener) {
      // A wrapper of its own, so that the same function subscribed twice is two subscriptions.
      const own = (event: EngineEvent) => listener(event)
      listeners.add(own)
      return () => listeners.delete(own)
    },
    get listeners() {
      return listeners.size
    },
    close() {
      unsubscribe()
      listeners.clear()
    },
  }
}
