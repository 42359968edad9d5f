import type { ParentConnection } from '../connectParent.ts'
import { startParseThread, type ParseThread } from './ParseThread.ts'
import type { FromReader, ReaderSettings, ToReader } from './protocol.ts'

/** The reader's end of the protocol: hands each file to an idle thread and starts threads as files come. The engine decides how many come at once. */
export function runReader(parent: ParentConnection): void {
  const idle: ParseThread[] = []
  const reading = new Map<number, ParseThread>()
  let settings: ReaderSettings | undefined
  const post = (message: FromReader) => parent.post(message)

  async function read({ id, request, givesUnits }: ToReader & { readonly kind: 'parse' }, current: ReaderSettings): Promise<void> {
    const thread = takeUsable(idle) ?? startParseThread(current)
    reading.set(id, thread)
    const result = await thread.read(request, {
      givesUnits, onProgress: (progress) => post({ kind: 'progress', id, progress }), onUnits: (units) => post({ kind: 'units', id, units }),
    })
    if (!reading.delete(id)) return
    if (thread.isUsable) idle.push(thread)
    post({ kind: 'result', id, result })
  }

  parent.onMessage((received) => {
    const message = received as ToReader
    switch (message.kind) {
      case 'start':
        settings = message.settings
        return
      case 'parse':
        if (settings !== undefined) void read(message, settings)
        return
      case 'taken':
        return reading.get(message.id)?.taken()
      case 'cancel': {
        // Parsers compute in one go and do not look at signals: the thread goes with its file.
        const thread = reading.get(message.id)
        reading.delete(message.id)
        return thread?.end()
      }
    }
  })
}

function takeUsable(idle: ParseThread[]): ParseThread | undefined {
  for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) if (thread.isUsable) return thread
  return undefined
}
