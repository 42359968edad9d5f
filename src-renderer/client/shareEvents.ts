import type { EngineEvent } from '../../src-shared/domain/event.ts'

const NAME = 'footnote-events'

export interface SharedEvents {
  /** One window at a time holds the lock and the stream. */
  readonly locks: Pick<LockManager, 'request'>
  readonly BroadcastChannel: new (name: string) => Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>
}

type OpenStream = (listener: (event: EngineEvent) => void) => () => void

/**
 * One event stream for all windows of a browser: HTTP/1.1 gives a host six connections, whatever the number of windows, and a stream in each would leave the seventh
 * window, and every request of the others, waiting for ever. The window that holds the lock has the stream and tells the rest; when it is closed the next one takes over.
 * Returns what ends it.
 */
export function shareEvents({ locks, BroadcastChannel }: SharedEvents, open: OpenStream, listener: (event: EngineEvent) => void): () => void {
  const channel = new BroadcastChannel(NAME)
  const left = new AbortController()
  channel.onmessage = ({ data }: MessageEvent<EngineEvent>) => listener(data)

  /** Resolves when the window leaves, and with that gives the lock back. */
  function lead(): Promise<void> {
    const close = open((event) => {
      channel.postMessage(event)
      listener(event)
    })
    return new Promise((resolve) => left.signal.addEventListener('abort', () => {
      close()
      resolve()
    }))
  }

  async function join(): Promise<void> {
    const hasLed = await locks.request(NAME, { ifAvailable: true }, async (lock) => {
      if (lock === null || left.signal.aborted) return false
      await lead()
      return true
    })
    if (hasLed || left.signal.aborted) return
    // From here on the other window's stream is this one's too.
    listener({ topic: 'resync' })
    await locks.request(NAME, { signal: left.signal }, lead)
  }
  let closeOwn: (() => void) | undefined
  join().catch(() => {
    // A browser that refuses locks to this page: a stream of its own is better than none.
    if (!left.signal.aborted) closeOwn = open(listener)
  })
  return () => {
    left.abort()
    closeOwn?.()
    channel.close()
  }
}
