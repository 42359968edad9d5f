import type { Logger } from './ports/SystemPorts.ts'

export interface EventHub<Event> {
  publish(event: Event): void
  subscribe(listener: (event: Event) => void): () => void
}

/** Tells every listener of every event, in order. A listener that throws is logged and never stops the others or the publisher. */
export function createEventHub<Event>(logger: Logger): EventHub<Event> {
  const listeners = new Set<(event: Event) => void>()
  return {
    publish(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event)
        } catch (thrown) {
          logger.log('error', 'an event listener failed', { message: thrown instanceof Error ? thrown.message : String(thrown) })
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
