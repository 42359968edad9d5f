import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createLoopbackServer } from '../../src-main/hosts/loopback/createLoopbackServer.ts'
import { createEventHub } from '../../src-main/rpc/createEventHub.ts'
import { createRouter } from '../../src-main/rpc/createRouter.ts'
import { engineHandlers } from '../../src-main/rpc/engineHandlers.ts'
import { createElectronClient } from '../../src-renderer/client/createElectronClient.ts'
import { createLoopbackClient } from '../../src-renderer/client/createLoopbackClient.ts'
import { shareEvents } from '../../src-renderer/client/shareEvents.ts'
import { unwrapReply } from '../../src-renderer/client/unwrapReply.ts'
import type { Client } from '../../src-shared/contract/Client.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { AnswerId, DocumentId, ThreadId } from '../../src-shared/domain/ids.ts'
import { routes } from '../../src-shared/contract/routes.ts'
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts'
import { pageOf } from './pageOf.ts'

interface Connection {
  readonly client: Client
  close(): Promise<void>
}

function direct(engine: FakeEngine): Connection {
  const router = createRouter(engineHandlers(engine))
  const hub = createEventHub(engine)
  const call: Client['call'] = async (route, input) => unwrapReply(await router.call(route, input)) as never
  return { client: { call, subscribe: hub.subscribe }, close: async () => hub.close() }
}

async function loopback(engine: FakeEngine): Promise<Connection> {
  const dataDir = await mkdtemp(join(tmpdir(), 'footnote-'))
  const server = await createLoopbackServer({ engine, dataDir, rendererFiles: new Map() })
  const page = await pageOf(server.url)
  return {
    client: createLoopbackClient({ ...page, download: () => undefined }),
    async close() {
      await server.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** What Electron does to a message on its way: structured clone, both directions. */
function electron(engine: FakeEngine): Connection {
  const router = createRouter(engineHandlers(engine))
  const hub = createEventHub(engine)
  const client = createElectronClient({
    call: async (route, input) => structuredClone(await router.call(structuredClone(route), structuredClone(input))),
    subscribe: (listener) => hub.subscribe((event) => listener(structuredClone(event))),
    addFiles: async () => ({ ok: true, value: null }),
  })
  return { client, close: async () => hub.close() }
}

describe.each([['direct calls', direct], ['loopback HTTP', loopback], ['Electron IPC', electron]] as const)('a client over %s', (_name, connect) => {
  let connection: Connection | undefined
  async function open(engine = createFakeEngine()) {
    connection = await connect(engine)
    return { engine, client: connection.client }
  }
  afterEach(async () => {
    await connection?.close()
    connection = undefined
  })

  it('gives back what the engine gives, text intact', async () => {
    const { client } = await open()
    const unit = await client.call('library.unit', { documentId: 'd1' as DocumentId, unit: 2 })
    expect(unit).toEqual({ unit: 2, kind: 'page', label: 'page 2', source: 'text', text: 'Grüße 😀', segments: [] })
  })

  it('hands over only what was given: an absent option stays absent', async () => {
    const { client, engine } = await open()
    await client.call('questions.submit', { question: '  Why?  ' })
    await client.call('questions.submit', { question: 'Why?', threadId: 't1' as ThreadId, model: null, filter: { type: ['pdf'] } })
    await client.call('search.run', { query: 'leave', filter: {} })
    expect(engine.calls).toEqual([
      'questions.submit({"question":"Why?"})',
      'questions.submit({"question":"Why?","threadId":"t1","model":null,"filter":{"type":["pdf"]}})',
      'search({"query":"leave","filter":{}})',
    ])
  })

  it('rejects with the code, the message and the action of the engine’s error', async () => {
    const { client } = await open()
    await expect(client.call('questions.answer', { answerId: 'a' as AnswerId })).rejects.toMatchObject({ name: 'AppError', code: 'NOT_FOUND', action: 'Check the name or id.' })
    await expect(client.call('status.get', {})).rejects.toMatchObject({ code: 'LIBRARY_IN_USE' })
  })

  it('turns a bug of the engine into INTERNAL, without its stack', async () => {
    const { client } = await open()
    const error = await client.call('audit.replay', { answerId: 'a' as AnswerId }).then(() => undefined, (thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'INTERNAL' })
    expect(JSON.stringify(error)).not.toContain('.ts:')
  })

  it.each([
    ['a route that is not there', 'library.explode', {}],
    ['a key that every object inherits', 'constructor', {}],
    ['the prototype', '__proto__', {}],
    ['an unknown field', 'library.folders', { path: '/etc' }],
    ['a wrong type', 'library.unit', { documentId: 'd1', unit: '2' }],
    ['a missing field', 'questions.submit', {}],
    ['a number beyond its bounds', 'search.run', { query: 'x', k: 100000 }],
    ['no input', 'library.folders', null],
  ])('refuses %s before the engine hears of it', async (_what, route, input) => {
    const { client, engine } = await open()
    await expect(client.call(route as never, input as never)).rejects.toMatchObject({ code: 'WRONG_USAGE' })
    expect(engine.calls).toEqual([])
  })

  it('has a handler for every route, and says so for none beyond', () => {
    expect(Object.keys(engineHandlers(createFakeEngine())).sort()).toEqual(Object.keys(routes).sort())
  })

  it('delivers events in order to every subscriber until each unsubscribes', async () => {
    const { client, engine } = await open()
    const first = collector()
    const second = collector()
    const unsubscribe = client.subscribe(first.listen)
    client.subscribe(second.listen)
    // Over HTTP a subscription begins when the response does; events from before are not owed.
    await until(() => { engine.emit({ topic: 'settings' }); return first.events.length > 0 && second.events.length > 0 })
    engine.emit({ topic: 'library', revision: 1 })
    engine.emit({ topic: 'library', revision: 2 })
    await until(() => [first, second].every(({ events }) => revisions(events).length === 2))
    expect(revisions(first.events)).toEqual([1, 2])
    unsubscribe()
    engine.emit({ topic: 'library', revision: 3 })
    await until(() => revisions(second.events).length === 3)
    expect(revisions(first.events)).toEqual([1, 2])
  })

  it('says from when on nothing is missed', async () => {
    const { client, engine } = await open()
    // The engine's own hub is one call away: nothing can be missed.
    if (connect === direct) return
    const heard = collector()
    client.subscribe(heard.listen)
    await until(() => heard.events.some(({ topic }) => topic === 'resync'))
    engine.emit({ topic: 'library', revision: 1 })
    await until(() => revisions(heard.events).length > 0)
    expect(heard.events).toEqual([{ topic: 'resync' }, { topic: 'library', revision: 1 }])
  })

  it('lets go of the engine when it is closed', async () => {
    const { client, engine } = await open()
    client.subscribe(() => undefined)
    await connection?.close()
    connection = undefined
    expect(engine.subscribers).toBe(0)
  })
})

describe('windows of one browser', () => {
  /** A host's stream: opens later, and each window that has it is counted. */
  function stream() {
    const hearing = new Set<(event: EngineEvent) => void>()
    const open = (listener: (event: EngineEvent) => void) => {
      setTimeout(() => {
        hearing.add(listener)
        listener({ topic: 'resync' })
      })
      return () => hearing.delete(listener)
    }
    return { open, hearing, send: (revision: number) => hearing.forEach((listener) => listener({ topic: 'library', revision })) }
  }

  it('hear everything over one stream, and over the next window’s when the one that has it is closed', async () => {
    const { open, hearing, send } = stream()
    const heard = [collector(), collector(), collector()]
    const leave = heard.map(({ listen }) => shareEvents({ locks: navigator.locks, BroadcastChannel }, open, listen))
    await until(() => hearing.size > 0 && heard.every(({ events }) => events.some(({ topic }) => topic === 'resync')))
    send(1)
    await until(() => heard.every(({ events }) => revisions(events).length === 1))
    expect(hearing.size).toBe(1)

    const before = heard.map(({ events }) => events.length)
    leave[0]?.()
    // What happens until the other stream is open is lost, so it is told.
    await until(() => hearing.size === 1 && [1, 2].every((index) => (heard[index]?.events.length ?? 0) > (before[index] ?? 0)))
    send(2)
    await until(() => [1, 2].every((index) => revisions(heard[index]?.events ?? []).length === 2))
    expect(heard.map(({ events }) => revisions(events))).toEqual([[1], [1, 2], [1, 2]])
    expect(heard.slice(1).map(({ events }) => events.at(-2)?.topic)).toEqual(['resync', 'resync'])
    leave.forEach((each) => each())
    await until(() => hearing.size === 0)
  })
})

function collector() {
  const events: EngineEvent[] = []
  return { events, listen: (event: EngineEvent) => void events.push(event) }
}

function revisions(events: readonly EngineEvent[]): number[] {
  return events.flatMap((event) => event.topic === 'library' ? [event.revision] : [])
}

/** Polls on the event loop's turns; the test's own time limit ends it. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}
