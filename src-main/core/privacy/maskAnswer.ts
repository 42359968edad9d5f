import type { Anchor } from '../../../src-shared/domain/anchor.ts'
import type { AnswerDraft } from '../../../src-shared/domain/answer.ts'
import type { Passage } from '../../../src-shared/domain/passage.ts'
import type { PersonalDataKind } from '../../../src-shared/domain/privacy.ts'
import { countKinds, maskSpans, type Masker } from './createMasker.ts'

/**
 * An answer with personal data replaced in everything that is cut from documents or written from them; with `question`, in the person's own words too. Paths, ids and places stay: they
 * lead to the source. `masked` says how many stretches of each kind the answer's text and its quotes had.
 */
export function maskAnswer<T extends AnswerDraft>(answer: T, masker: Masker, { question }: { readonly question: boolean }): T {
  // What was masked already for a nearer view stays counted.
  const counts: Partial<Record<PersonalDataKind, number>> = { ...answer.masked }
  const { mask } = masker
  function counted(text: string): string {
    const spans = masker.find(text)
    countKinds(counts, spans)
    return maskSpans(text, spans)
  }
  const text = counted(answer.text)
  const citations = answer.citations.map((citation) => ({ ...citation, quote: counted(citation.quote), anchor: maskAnchor(citation.anchor, mask) }))
  return {
    ...answer, text, citations,
    sentences: answer.sentences.map((sentence) => ({ ...sentence, text: mask(sentence.text), ...(sentence.reason === undefined ? {} : { reason: mask(sentence.reason) }) })),
    passages: answer.passages.map((passage) => maskPassage(passage, mask)),
    warnings: answer.warnings.map((warning) => ({ ...warning, message: mask(warning.message) })),
    ...(answer.computation === undefined ? {} : { computation: answer.computation.kind === 'table' ? { ...answer.computation, result: answer.computation.result.map((row) => row.map((cell) => (cell === null ? null : mask(cell)))) } : answer.computation }),
    ...(question ? { question: mask(answer.question), ...(answer.rewritten === undefined ? {} : { rewritten: mask(answer.rewritten) }) } : {}),
    masked: counts,
  }
}

export function maskPassage(passage: Passage, mask: Masker['mask']): Passage {
  return { ...passage, ...(passage.title === undefined ? {} : { title: mask(passage.title) }), text: mask(passage.text), anchor: maskAnchor(passage.anchor, mask) }
}

/** A mail's sender and headings are the document's words. */
export function maskAnchor(anchor: Anchor, mask: Masker['mask']): Anchor {
  return {
    ...anchor, ...('from' in anchor && anchor.from !== undefined ? { from: mask(anchor.from) } : {}), ...('headings' in anchor && anchor.headings !== undefined ? { headings: anchor.headings.map(mask) } : {}),
  }
}

/** Every text in a value of plain data. */
export function maskTexts(value: unknown, mask: Masker['mask']): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((each) => maskTexts(each, mask))
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskTexts(each, mask)])) : value
}
