import type { AnswerSentence, Citation, Verdict } from '../../../src-shared/domain/answer.ts'
import type { Anchor } from '../../../src-shared/domain/anchor.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { escapeMarks, markOf } from './marks.ts'

/** A stretch of a document that an answer cites; `quote` is cut from the stored text, never typed. */
export interface Quote {
  readonly documentId: DocumentId
  readonly path: string
  readonly sha256: string
  readonly anchor: Anchor
  readonly quote: string
  readonly stale: Staleness
}

/** One sentence of an answer in the making, with what it rests on. */
export interface AnswerPart {
  /** As written, without marks; a bracketed number in it belongs to the source. */
  readonly text: string
  readonly quotes: readonly Quote[]
  readonly verdict: Verdict
  readonly score: number
  readonly reason?: string
  /** Begins a paragraph of its own. */
  readonly startsParagraph?: boolean
}

export interface ComposedAnswer {
  readonly text: string
  readonly sentences: readonly AnswerSentence[]
  readonly citations: readonly Citation[]
}

/**
 * Numbers the quotes in order of first appearance and writes the text with its marks. By construction every mark has a citation,
 * every citation a mark, the same stretch one number, and a sentence without quotes is never called supported.
 */
export function composeAnswer(parts: readonly AnswerPart[]): ComposedAnswer {
  const citations: Citation[] = []
  const numbers = new Map<string, number>()
  const numberOf = (quote: Quote): number => {
    const key = `${quote.documentId} ${quote.anchor.unit} ${quote.anchor.charStart} ${quote.anchor.charEnd}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    const n = citations.length + 1
    const { documentId, path, sha256, anchor, quote: text, stale } = quote
    citations.push({ n, documentId, path, sha256, anchor, quote: text, stale })
    numbers.set(key, n)
    return n
  }
  let text = ''
  const sentences = parts.map((part): AnswerSentence => {
    const cited = [...new Set(part.quotes.map(numberOf))]
    const verdict = cited.length === 0 ? 'unsupported' : part.verdict
    const written = escapeMarks(oneLine(part.text))
    text += `${text === '' ? '' : part.startsParagraph === true ? '\n\n' : ' '}${[written, ...cited.map(markOf)].join(' ')}`
    return { text: written, citations: cited, verdict, score: rounded(part.score), ...(part.reason === undefined ? {} : { reason: part.reason }) }
  })
  return { text, sentences, citations }
}

/** Cuts a quote from a unit. */
export function quoteOf({ passage, unit }: EvidencePassage, charStart: number, charEnd: number): Quote {
  return {
    documentId: passage.documentId, path: passage.path, sha256: passage.sha256, stale: passage.stale,
    anchor: narrowAnchor(unit, charStart, charEnd), quote: unit.text.slice(charStart, charEnd),
  }
}

/** Line breaks of a page are not those of an answer. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** Three decimals: more would pretend to a precision that no score has. */
export function rounded(score: number): number {
  return Math.round(score * 1000) / 1000
}
