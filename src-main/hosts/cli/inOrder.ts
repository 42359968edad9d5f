/**
 * Results in the order of the items while up to `ahead` of them are worked on at once; each is given as soon as it and those before it are there, and
 * kept no longer. A rejection ends the iteration; the work that was begun ahead is left to end by itself.
 */
export async function* inOrder<Item, Result>(items: readonly Item[], ahead: number, work: (item: Item) => Promise<Result>): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  let next = 0
  const begin = () => {
    for (; next < items.length && begun.length < ahead; next++) {
      const result = work(items[next] as Item)
      // It is awaited below, in its turn; until then a rejection must not count as forgotten.
      result.catch(() => undefined)
      begun.push(result)
    }
  }
  for (begin(); begun.length > 0; begin()) yield await (begun.shift() as Promise<Result>)
}
