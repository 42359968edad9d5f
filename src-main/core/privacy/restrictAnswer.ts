import type { AnswerDraft, AnswerSentence, AnswerWarning } from '../../../src-shared/domain/answer.ts'
import { SHORT_QUOTE, type FolderPolicy } from '../../../src-shared/domain/folderPolicy.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { oneLine } from '../answering/composeAnswer.ts'
import { escapeMarks } from '../answering/marks.ts'
import { rewriteText } from './rewriteText.ts'
import { shortenQuote } from './shortenQuote.ts'

/** Whether something is only shown, or leaves Footnote. */
export type Purpose = 'show' | 'export'

export interface Restrictions {
  readonly policyOf: (documentId: DocumentId, path: string) => FolderPolicy
  /** The stored unit, if the library still has that version of the file. */
  readonly unitOf: (documentId: DocumentId, sha256: string | undefined, unit: number) => ParsedUnit | undefined
}

type Sourced = { readonly documentId: DocumentId; readonly path: string }

export function isWithheld({ answer, export: exported }: FolderPolicy, purpose: Purpose): boolean {
  return !answer || (purpose === 'export' && !exported)
}

/**
 * An answer as the folders' policies allow it to be seen now, whenever it was given: sentences that rest on a document which may not be used are left out with their quotes, quotes
 * that may not be long are cut to a short exact slice. The same object when nothing has to change.
 */
export function restrictAnswer<T extends AnswerDraft>(answer: T, { policyOf, unitOf }: Restrictions, purpose: Purpose): T {
  const withheld = (source: Sourced) => isWithheld(policyOf(source.documentId, source.path), purpose)
  const isShort = (source: Sourced) => !policyOf(source.documentId, source.path).quoteAtLength
  if (![...answer.citations, ...answer.passages].some((source) => withheld(source) || isShort(source))) return answer

  const question = answer.rewritten ?? answer.question
  let shortened = 0
  const citations = answer.citations.filter((citation) => !withheld(citation)).map((citation) => {
    const short = isShort(citation) ? shortenQuote({ text: citation.quote, anchor: citation.anchor }, unitOf(citation.documentId, citation.sha256, citation.anchor.unit), question) : undefined
    if (short === undefined) return citation
    shortened++
    return { ...citation, quote: short.text, anchor: short.anchor }
  })
  const passages = answer.passages.filter((passage) => !withheld(passage)).map((passage) => {
    const short = isShort(passage) ? shortenQuote(passage, unitOf(passage.documentId, undefined, passage.anchor.unit), question) : undefined
    return short === undefined ? passage : { ...passage, ...short }
  })
  const kept = new Map(citations.map((citation) => [citation.n, citation]))
  const sentences = answer.sentences.map((sentence): AnswerSentence | null => {
    if (sentence.citations.some((n) => !kept.has(n))) return null
    const cited = sentence.citations.flatMap((n) => kept.get(n) ?? [])
    const isTooLong = sentence.text.split(/\s+/).length > SHORT_QUOTE.words || sentence.text.length > SHORT_QUOTE.characters
    return isTooLong && cited.some(isShort) ? { ...sentence, text: escapeMarks(cited.map(({ quote }) => oneLine(quote)).join(' … ')) } : sentence
  })
  const left = sentences.filter((sentence) => sentence !== null)
  const gone = answer.citations.length - citations.length
  const isEmptied = gone > 0 && left.length === 0
  const { computation, ...rest } = answer
  const isComputed = computation !== undefined && (computation.kind === 'table' ? !withheld(computation) : computation.operands.every(({ citation }) => kept.has(citation)))
  const what = purpose === 'export' ? 'exported' : 'answered from'
  const warnings: AnswerWarning[] = [
    ...answer.warnings,
    ...(gone === 0 ? [] : [{ code: 'WITHHELD' as const, message: `${gone} ${gone === 1 ? 'quote is' : 'quotes are'} left out, with what rests on ${gone === 1 ? 'it' : 'them'}: the folder may not be ${what}.` }]),
    ...(shortened === 0 ? [] : [{ code: 'QUOTE_SHORTENED' as const, message: `${shortened} ${shortened === 1 ? 'quote is' : 'quotes are'} cut to at most ${SHORT_QUOTE.words} words: the folder may not be quoted at length.` }]),
  ]
  return {
    ...rest as T, ...(isComputed ? { computation } : {}), citations, passages, sentences: left, warnings,
    text: isEmptied ? `What this answer rested on may not be ${what}.` : rewriteText(answer.text, answer.sentences, sentences),
    ...(isEmptied && answer.status === 'answered' ? { status: 'not_found' as const, grade: 'none' as const, confidence: 0 } : {}),
  }
}
