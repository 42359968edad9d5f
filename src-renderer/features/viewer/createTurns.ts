/** Who is drawn first: of the pages in sight and beside it, the one that was asked for. */
export interface Turns {
  /** Says which page is asked for; `opened` grows with every asking, so that saying the same again changes nothing. */
  want(page: number, opened: number): void
  /** Resolves at once for the wanted page, for others when that one has settled. */
  turn(page: number): Promise<void>
  settle(page: number): void
}

export function createTurns(): Turns {
  let wanted = { page: 0, opened: -1, ...Promise.withResolvers<void>() }
  return {
    want(page, opened) {
      if (opened === wanted.opened) return
      wanted.resolve()
      wanted = { page, opened, ...Promise.withResolvers<void>() }
    },
    async turn(page) {
      if (page !== wanted.page) await wanted.promise
    },
    settle(page) {
      if (page === wanted.page) wanted.resolve()
    },
  }
}
