export interface QueueTicket {
  /** The thread, or whoever else asks; one question of theirs at a time, because a follow-up leans on the answer before it. */
  readonly submitter: string
  /** Nobody sits before it: it goes when no person waits. */
  readonly isBatch: boolean
  readonly signal: AbortSignal
}

export interface QuestionQueue {
  /** Resolves to the function that leaves again. Resolves at once when the signal aborts: what was cancelled has nothing to wait for. */
  enter(ticket: QueueTicket): Promise<() => void>
  /** How many waiting tickets would be let in before this one; 0 when it does not wait. */
  ahead(ticket: QueueTicket): number
  /** To be called when the number of places may have grown. */
  look(): void
}

/**
 * Lets as many questions in as there are places, in a fair order: persons before batches, then whoever was served longest ago (round robin), then in the
 * order of coming. With several places a batch leaves one free, so that a person never waits for a batch to end.
 */
export function createQuestionQueue(places: () => number): QuestionQueue {
  const waiting: { readonly ticket: QueueTicket; readonly start: () => void }[] = []
  const inside = new Set<QueueTicket>()
  const servedAt = new Map<string, number>()
  let turns = 0

  function best(entries: readonly { readonly ticket: QueueTicket }[], busy: ReadonlySet<string>): number {
    let chosen = -1
    for (const [index, { ticket }] of entries.entries()) {
      if (busy.has(ticket.submitter)) continue
      const other = entries[chosen]?.ticket
      if (other === undefined || goesBefore(ticket, other)) chosen = index
    }
    return chosen
  }

  function goesBefore(a: QueueTicket, b: QueueTicket): boolean {
    if (a.isBatch !== b.isBatch) return b.isBatch
    return (servedAt.get(a.submitter) ?? -1) < (servedAt.get(b.submitter) ?? -1)
  }

  function look(): void {
    for (;;) {
      const free = places() - inside.size
      if (free <= 0) break
      const index = best(waiting, new Set([...inside].map(({ submitter }) => submitter)))
      const chosen = waiting[index]
      if (chosen === undefined || (chosen.ticket.isBatch && free === 1 && places() > 1)) break
      waiting.splice(index, 1)
      inside.add(chosen.ticket)
      servedAt.set(chosen.ticket.submitter, turns++)
      chosen.start()
    }
    // Whoever has nothing here is forgotten: the map stays as small as the queue.
    for (const submitter of servedAt.keys()) if (![...inside, ...waiting.map(({ ticket }) => ticket)].some((ticket) => ticket.submitter === submitter)) servedAt.delete(submitter)
  }

  function leave(ticket: QueueTicket): void {
    if (inside.delete(ticket)) look()
  }

  return {
    look,
    enter: (ticket) => new Promise((resolve) => {
      const start = () => {
        ticket.signal.removeEventListener('abort', onAbort)
        resolve(() => { leave(ticket) })
      }
      const onAbort = () => {
        const index = waiting.findIndex((entry) => entry.ticket === ticket)
        if (index >= 0) waiting.splice(index, 1)
        resolve(() => undefined)
      }
      if (ticket.signal.aborted) return resolve(() => undefined)
      ticket.signal.addEventListener('abort', onAbort, { once: true })
      waiting.push({ ticket, start })
      look()
    }),
    ahead(ticket) {
      const rest = [...waiting]
      for (let before = 0; rest.length > 0; before++) {
        const index = Math.max(0, best(rest, new Set()))
        if (rest[index]?.ticket === ticket) return before
        rest.splice(index, 1)
      }
      return 0
    },
  }
}
