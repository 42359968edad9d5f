import { describe, expect, it } from 'vitest'
import type { ChildProcessHandle, ProcessExit, ProcessLauncher } from '../../../src-main/core/ports/ProcessLauncher.ts'
import { createHostConnection, type HostEvent } from '../../../src-main/processes/modelHost/HostConnection.ts'
import type { FromHost, HostCall, ToHost } from '../../../src-main/processes/modelHost/protocol.ts'

const limits = { threads: 2, embedWorkers: 2, gpuLayers: 0, contextTokens: 8192 }
const model = { kind: 'chat' as const, key: 'chat:a', modelPath: '/a', name: 'a', sha256: 'a', contextTokens: 2048, parameterCount: null, sequences: 1 }
const count: HostCall = { method: 'countTokens', model, messages: [] }
const generate: HostCall = { method: 'generate', model, messages: [], options: { maxTokens: 5 } }

/** A launcher whose children answer only what the test says. */
function setUp() {
  const children: { readonly sent: ToHost[]; receive(message: FromHost): void; die(exit?: Partial<ProcessExit>): void }[] = []
  const launcher: ProcessLauncher = {
    launch(): ChildProcessHandle {
      const sent: ToHost[] = []
      const listeners: ((message: unknown) => void)[] = []
      const exits: ((exit: ProcessExit) => void)[] = []
      const die = (exit: Partial<ProcessExit> = {}) => { for (const listener of exits.splice(0)) listener({ code: null, signal: 'SIGKILL', lastOutput: '', ...exit }) }
      children.push({ sent, die, receive: (message) => { for (const listener of listeners) listener(message) } })
      return { pid: children.length, send: (message) => void sent.push(message as ToHost), onMessage: (listener) => void listeners.push(listener), onExit: (listener) => void exits.push(listener), kill: () => die() }
    },
  }
  const events: HostEvent[] = []
  const connection = createHostConnection({
    launcher, entry: new URL('file:///host.js'), limits, clock: { now: () => 0, monotonic: () => 0 }, logger: { log: () => undefined }, onEvent: (event) => events.push(event),
  })
  const callsOf = (child: number) => children[child]?.sent.filter((message) => message.kind === 'call') ?? []
  return { children, connection, events, callsOf }
}

describe('the connection to the model host', () => {
  it('starts nothing before the first call', async () => {
    const { children, connection } = setUp()
    connection.setBusyCores(1)
    expect(children).toHaveLength(0)
    void connection.call(count)
    expect(children[0]?.sent.map((message) => message.kind)).toEqual(['start', 'busyCores', 'call'])
  })

  it('makes unfinished calls again, in order, after a crash', async () => {
    const { children, connection, callsOf } = setUp()
    const first = connection.call(count)
    const second = connection.call(count)
    children[0]?.die()
    expect(callsOf(1).map((message) => message.id)).toEqual([1, 2])
    children[1]?.receive({ kind: 'result', id: 2, value: 20 })
    children[1]?.receive({ kind: 'result', id: 1, value: 10 })
    expect(await Promise.all([first, second])).toEqual([10, 20])
  })

  it('does not make a generation again whose words were shown', async () => {
    const { children, connection } = setUp()
    const call = connection.call(generate, { onDelta: () => undefined })
    children[0]?.receive({ kind: 'delta', id: 1, event: { kind: 'text', text: 'Once' } })
    children[0]?.die()
    await expect(call).rejects.toMatchObject({ code: 'MODEL_CRASHED' })
    expect(children).toHaveLength(1)
  })

  it('gives up a call that kills every host', async () => {
    const { children, connection } = setUp()
    const call = connection.call(count)
    for (let attempt = 0; attempt < 5; attempt++) children[attempt]?.die()
    await expect(call).rejects.toMatchObject({ code: 'MODEL_CRASHED' })
    expect(children).toHaveLength(5)
  })

  it('lays a crash during a load to the model, and refuses it after the third without starting a process', async () => {
    const { children, connection, events } = setUp()
    const call = connection.call(count)
    for (let attempt = 0; attempt < 3; attempt++) {
      children[attempt]?.receive({ kind: 'loading', key: model.key })
      children[attempt]?.die()
    }
    await expect(call).rejects.toMatchObject({ code: 'MODEL_CRASHED' })
    expect(events.at(-1)).toMatchObject({ kind: 'setAside', key: model.key })
    await expect(connection.call(count)).rejects.toMatchObject({ code: 'MODEL_CRASHED' })
    expect(children).toHaveLength(3)
    connection.readmit(model.key)
    void connection.call(count)
    expect(children).toHaveLength(4)
  })

  it('rejects an aborted call at once, tells the host, and drops its late answer', async () => {
    const { children, connection } = setUp()
    const abort = new AbortController()
    const call = connection.call(count, { signal: abort.signal })
    abort.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    expect(children[0]?.sent.at(-1)).toEqual({ kind: 'abort', id: 1 })
    children[0]?.receive({ kind: 'result', id: 1, value: 1 })
  })

  it('starts anew with new limits when the host is idle, and does not count that as a crash', async () => {
    const { children, connection, events } = setUp()
    const running = connection.call(count)
    connection.setLimits({ ...limits, gpuLayers: 10 })
    void connection.call(count)
    expect(children).toHaveLength(1)
    children[0]?.receive({ kind: 'result', id: 1, value: 1 })
    children[0]?.receive({ kind: 'result', id: 2, value: 1 })
    await running
    void connection.call(count)
    expect(children[1]?.sent[0]).toEqual({ kind: 'start', limits: { ...limits, gpuLayers: 10 } })
    expect(events.some((event) => event.kind === 'crashed')).toBe(false)
  })

  it('ends the process and its calls when it is closed', async () => {
    const { connection } = setUp()
    const call = connection.call(count)
    await Promise.all([connection.close(), expect(call).rejects.toMatchObject({ name: 'AbortError' })])
    expect(connection.pid()).toBeNull()
    await expect(connection.call(count)).rejects.toMatchObject({ name: 'AbortError' })
  })
})
