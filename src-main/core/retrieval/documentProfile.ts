import type { DocumentSummary } from '../ports/LibraryReader.ts'
import { fileStem } from './chunkText.ts'
import { findMentions } from './findMentions.ts'
import { lexicalTerms } from './lexicalTerms.ts'

/** What a document is called and dated by, made once a version: its file name, title and first words. */
export interface DocumentProfile {
  readonly document: DocumentSummary
  /** Terms of file name and title: any word of a question may match them. */
  readonly nameTerms: ReadonlySet<string>
  /** Neighbouring terms of file name and title, `a b`: two such words in a question name a document even in small letters. */
  readonly namePairs: ReadonlySet<string>
  /** Terms of the first words: only names, years and quarters of a question are compared with them. Empty for a document that is hardly more than these. */
  readonly openingTerms: ReadonlySet<string>
  /** Orders documents by the time that they speak of; quarters where a year has one. Undefined when nothing says it. */
  readonly period: number | undefined
}

/** A document of fewer chunks is all opening: search reads it anyway, and its words say what it holds and not what it is called. */
const FEWEST_CHUNKS = 3

/** Pure and cheap (600 characters); callers keep the result a version. */
export function documentProfile(document: DocumentSummary): DocumentProfile {
  const name = `${fileStem(document.path)} ${document.title ?? ''}`
  return {
    document,
    nameTerms: new Set(withQuarters(name)),
    namePairs: new Set([fileStem(document.path), document.title ?? ''].flatMap((text) => termPairs(lexicalTerms(text)))),
    openingTerms: new Set(document.chunks < FEWEST_CHUNKS ? [] : withQuarters(document.opening)),
    period: periodOf(name) ?? periodOf(document.opening),
  }
}

/** Terms, with `q3` for "third quarter" and the parts of `2023-Q3` one by one. */
export function withQuarters(text: string): string[] {
  return [...lexicalTerms(text), ...findMentions(text).quarters.map(({ quarter }) => `q${quarter}`)]
}

/** Each term with the next one. */
export function termPairs(terms: readonly string[]): string[] {
  return terms.slice(1).map((term, index) => `${terms[index] ?? ''} ${term}`)
}

/** The latest year and quarter (or month) named, as one number: 2023 Q3 → 2023.75. */
function periodOf(text: string): number | undefined {
  const { years, quarters, dates } = findMentions(text)
  const named = [
    ...quarters.flatMap(({ quarter, year }) => (year === undefined ? [] : [year + quarter / 4])),
    ...dates.map((date) => Number(date.slice(0, 4)) + Number(date.slice(5, 7)) / 12),
  ]
  if (named.length > 0) return Math.max(...named)
  return years.length === 0 ? undefined : Math.max(...years)
}
