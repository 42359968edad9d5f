import type { FullTextQuery, Table } from '@lancedb/lancedb'
import type { TermStatistics } from '../../core/ports/VectorStore.ts'

/** Terms remembered; a question brings about ten new ones. */
const REMEMBERED_TERMS = 4000
/** A count is good while the table has not grown or shrunk by more than this share: idf moves by less than 0.05. */
const DRIFT = 0.05

export interface TermCounter {
  count(terms: readonly string[]): Promise<TermStatistics>
}

/**
 * How many chunks hold a term, asked of the full-text index itself, so that words are cut and stemmed exactly as in the search. A rare
 * word costs a millisecond; one that stands in every chunk of 100,000 about fifty, once, since counts are kept and scaled until
 * the table has changed by 5 %.
 */
export function createTermCounter(table: Table, toQuery: (term: string) => FullTextQuery): TermCounter {
  const known = new Map<string, { readonly share: number; readonly rows: number }>()

  async function share(term: string, rows: number): Promise<number> {
    if (rows === 0 || term.trim() === '') return 0
    const kept = known.get(term)
    if (kept !== undefined && Math.abs(kept.rows - rows) <= DRIFT * kept.rows) return kept.share
    let count = 0
    for await (const batch of table.query().fullTextSearch(toQuery(term)).select(['_score']).limit(rows)) count += batch.numRows
    const counted = { share: count / rows, rows }
    known.delete(term)
    known.set(term, counted)
    const oldest = known.size > REMEMBERED_TERMS ? known.keys().next().value : undefined
    if (oldest !== undefined) known.delete(oldest)
    return counted.share
  }

  return {
    async count(terms) {
      const chunks = await table.countRows()
      const frequency = new Map<string, number>()
      for (const term of new Set(terms)) {
        const found = await share(term, chunks)
        frequency.set(term, found === 0 ? 0 : Math.max(1, Math.round(found * chunks)))
      }
      return { chunks, frequency }
    },
  }
}
