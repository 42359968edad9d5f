import type { ServerResponse } from 'node:http'
import type { EventHub } from '../../rpc/createEventHub.ts'

/** Under the idle limits of what stands between (browsers give up after some minutes without a byte). */
const HEARTBEAT_MS = 15_000
/** A page that stopped reading (a sleeping tab) must not fill our memory: it is cut off, reconnects, and reads its state again. */
const MAX_WAITING_BYTES = 8 * 1024 ** 2

/** Server-sent events (WHATWG HTML, 9.2): one JSON event a message, until the page goes away. */
export function sendEvents(response: ServerResponse, hub: EventHub): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  response.write('retry: 1000\n\n')
  const unsubscribe = hub.subscribe((event) => {
    if (response.writableLength > MAX_WAITING_BYTES) response.destroy()
    else response.write(`data: ${JSON.stringify(event)}\n\n`)
  })
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS)
  heartbeat.unref()
  response.on('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
}
