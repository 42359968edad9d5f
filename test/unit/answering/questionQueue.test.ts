import { describe, expect, it } from 'vitest'
import { createQuestionQueue, type QueueTicket } from '../../../src-main/core/answering/createQuestionQueue.ts'

/** Questions named `submitter.number` (batches in capitals) in a queue of so many places; `log` holds them in the order in which they were let in. */
function openQueue(places = 1) {
  const queue = createQuestionQueue(() => places)
  const log: string[] = []
  const leaves = new Map<string, () => void>()
  const tickets = new Map<string, QueueTicket>()
  return {
    queue, log, tickets,
    async ask(...names: readonly string[]) {
      for (const name of names) {
        const submitter = name.split('.')[0] ?? name
        const ticket = { submitter, isBatch: submitter === submitter.toUpperCase(), signal: new AbortController().signal }
        tickets.set(name, ticket)
        void queue.enter(ticket).then((leave) => { log.push(name); leaves.set(name, leave) })
      }
      await Promise.resolve()
    },
    async leave(name: string) {
      leaves.get(name)?.()
      await Promise.resolve()
      await Promise.resolve()
    },
    async drain() {
      for (let index = 0; index < log.length; index++) await this.leave(log[index] ?? '')
      return log
    },
  }
}

describe('the queue of questions', () => {
  it('goes round the threads, so that one with many questions does not hold up the others', async () => {
    const desk = openQueue()
    await desk.ask('a.1', 'a.2', 'a.3', 'b.1', 'c.1')
    expect(await desk.drain()).toEqual(['a.1', 'b.1', 'c.1', 'a.2', 'a.3'])
  })

  it('lets every person go before a batch that came first', async () => {
    const desk = openQueue()
    await desk.ask('B.1', 'B.2', 'B.3', 'p.1', 'q.1')
    expect(await desk.drain()).toEqual(['B.1', 'p.1', 'q.1', 'B.2', 'B.3'])
  })

  it('keeps a place free of batches when there are several, so that a person goes at once', async () => {
    const desk = openQueue(2)
    await desk.ask('B.1', 'C.1', 'p.1')
    expect(desk.log).toEqual(['B.1', 'p.1'])
  })

  it('lets in one question of a thread at a time: the second one leans on the first', async () => {
    const desk = openQueue(3)
    await desk.ask('a.1', 'a.2', 'b.1')
    expect(desk.log).toEqual(['a.1', 'b.1'])
    await desk.leave('a.1')
    expect(desk.log).toEqual(['a.1', 'b.1', 'a.2'])
  })

  it('says how many go before, by its own order', async () => {
    const desk = openQueue()
    await desk.ask('a.1', 'B.1', 'b.1', 'c.1')
    const ahead = (name: string) => desk.queue.ahead(desk.tickets.get(name) as QueueTicket)
    expect([ahead('a.1'), ahead('b.1'), ahead('c.1'), ahead('B.1')]).toEqual([0, 0, 1, 2])
  })

  it('lets a cancelled question through at once, and forgets its place', async () => {
    const desk = openQueue()
    await desk.ask('a.1')
    const controller = new AbortController()
    const entered = desk.queue.enter({ submitter: 'x', isBatch: false, signal: controller.signal })
    await desk.ask('b.1')
    controller.abort()
    ;(await entered)()
    expect(desk.log).toEqual(['a.1'])
    await desk.leave('a.1')
    expect(desk.log).toEqual(['a.1', 'b.1'])
  })
})
