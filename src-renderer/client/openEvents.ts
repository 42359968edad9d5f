import type { EngineEvent } from '../../src-shared/domain/event.ts'

export type EventSourceClass = new (url: string) => Pick<EventSource, 'close' | 'onmessage' | 'onopen' | 'onerror' | 'readyState'>

/** `EventSource.CLOSED`: the browser has given up, which it does when the host answers with an error. */
const CLOSED = 2
const AGAIN_MS = 2000

/** The host's event stream with `resync` at its every opening: what happened before is lost, so the window reads its state then. Returns what ends it. */
export function openEvents(Source: EventSourceClass, listener: (event: EngineEvent) => void): () => void {
  let source: InstanceType<EventSourceClass>
  let timer: ReturnType<typeof setTimeout> | undefined
  let isTold = false

  function open(): void {
    source = new Source('/events')
    source.onmessage = ({ data }: MessageEvent<string>) => listener(JSON.parse(data) as EngineEvent)
    source.onopen = () => {
      isTold = true
      listener({ topic: 'resync' })
    }
    source.onerror = () => {
      // Without a stream the window still shows what there is, or why it cannot.
      if (!isTold) listener({ topic: 'resync' })
      isTold = true
      if (source.readyState === CLOSED) timer = setTimeout(open, AGAIN_MS)
    }
  }
  open()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
