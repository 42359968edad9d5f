import type { AnswerDraft } from '../../../src-shared/domain/answer.ts'
import type { AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Masker } from './createMasker.ts'
import { maskTexts } from './maskAnswer.ts'
import { isWithheld, type Restrictions } from './restrictAnswer.ts'
import { shortenQuote } from './shortenQuote.ts'

export interface RecordRelease {
  readonly answer: (draft: AnswerDraft) => AnswerDraft
  readonly restrictions: Restrictions
  readonly masker: Masker | undefined
}

const LEFT_OUT = '[left out: a folder that it was made from may not be exported or quoted at length]'

/** What was recorded of an answer, as it may leave Footnote; the same object when nothing has to change. */
export function releaseRecord(record: AuditRecord, { answer, restrictions: { policyOf }, masker }: RecordRelease): AuditRecord {
  const policy = ({ documentId, path }: { readonly documentId: string; readonly path: string }) => policyOf(documentId as DocumentId, path)
  const isRestricted = record.context.some((block) => isWithheld(policy(block), 'export') || !policy(block).quoteAtLength)
    || record.candidates.some((candidate) => isWithheld(policy(candidate), 'export'))
  const released = answer(record.answer)
  if (!isRestricted && masker === undefined && released === record.answer) return record
  const text = (given: string) => masker?.mask(given) ?? given
  const question = record.answer.rewritten ?? record.question
  const written = (given: string) => (isRestricted ? LEFT_OUT : text(given))
  return {
    ...record, answer: released, question: text(record.question), analysis: masker === undefined ? record.analysis : maskTexts(record.analysis, masker.mask) as AuditRecord['analysis'],
    candidates: record.candidates.filter((candidate) => !isWithheld(policy(candidate), 'export')),
    context: record.context.filter((block) => !isWithheld(policy(block), 'export')).map((block) => {
      const anchor = { kind: 'lines' as const, unit: block.unit, charStart: block.charStart, charEnd: block.charEnd, startLine: 1, endLine: 1 }
      const short = policy(block).quoteAtLength ? undefined : shortenQuote({ text: block.text, anchor }, undefined, question)
      const { sentences, ...rest } = block
      const shown = short === undefined ? { ...rest, ...(sentences === undefined ? {} : { sentences }) } : { ...rest, text: short.text, charStart: short.anchor.charStart, charEnd: short.anchor.charEnd }
      return {
        ...shown, text: text(shown.text), ...(shown.title === undefined ? {} : { title: text(shown.title) }), ...(shown.headings === undefined ? {} : { headings: shown.headings.map(text) }),
      }
    }),
    // The prompt holds the context, and what a model wrote may repeat it.
    prompt: record.prompt?.map(({ role, content }) => ({ role, content: written(content) })) ?? null, rawOutput: record.rawOutput === null ? null : written(record.rawOutput),
  }
}
