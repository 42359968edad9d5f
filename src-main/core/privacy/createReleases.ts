import type { AnswerDraft, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { AuditNote, AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { BlindItem } from '../../../src-shared/domain/blindAudit.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { SearchResult } from '../../../src-shared/domain/passage.ts'
import type { MaskingScope } from '../../../src-shared/domain/privacy.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { oneLine } from '../answering/composeAnswer.ts'
import { escapeMarks, markOf } from '../answering/marks.ts'
import type { StoredAuditEntry } from '../ports/AuditLog.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { Masker } from './createMasker.ts'
import type { Policies } from './createPolicies.ts'
import { maskAnswer, maskPassage, maskTexts } from './maskAnswer.ts'
import { releaseRecord } from './releaseRecord.ts'
import { isWithheld, restrictAnswer, type Purpose, type Restrictions } from './restrictAnswer.ts'
import { shortenQuote } from './shortenQuote.ts'

/** An audit entry as it may leave Footnote. */
export interface ReleasedEntry extends StoredAuditEntry {
  /** Its content was changed for the release: masked, or without what may not be exported. Its `contentHash` is still that of the whole content. */
  readonly edited?: true
}

/** An answer without its record: what a person grades, or approves as a question. */
export type Reviewed = Pick<BlindItem, 'question' | 'text' | 'sources'>

export interface ReleaseDeps {
  readonly policies: Policies
  readonly reader: Pick<LibraryReader, 'document' | 'unit'>
  readonly masker: Masker
  readonly masking: () => MaskingScope
}

/**
 * The edge of the core: everything that is shown or handed out passes here, and what is stored stays as it is. Policies first, as they are now and not as they were when a question was
 * answered; then the masking.
 */
export interface Releases {
  answer<T extends AnswerDraft>(answer: T, purpose?: Purpose): T
  /** Throws NOT_ALLOWED when nothing of it may be exported. */
  exported<T extends AnswerDraft>(answer: T): T
  /** As `exported`, before the masking: its quotes are still slices of the stored text. */
  unmasked<T extends AnswerDraft>(answer: T): T
  search(result: SearchResult, purpose?: Purpose): SearchResult
  /** An answer as a person reviews it. One that rests on a restricted document is shown by what is left of its quotes. */
  reviewed<T extends Reviewed>(item: T): T
  /** The masker in force for that purpose. */
  masker(purpose: Purpose): Masker | undefined
  mayExport(document: { readonly documentId: DocumentId; readonly path: string }): boolean
  mayQuoteAtLength(document: { readonly documentId: DocumentId; readonly path: string }): boolean
  /** A unit's text for another program. Throws NOT_ALLOWED. */
  unit(document: { readonly documentId: DocumentId; readonly path: string }, unit: ParsedUnit): { readonly label: string; readonly text: string }
  entry(entry: StoredAuditEntry): ReleasedEntry
  /** Events of one question after the other; each question's in order. */
  events(): (event: AnswerEvent) => readonly AnswerEvent[]
}

export function createReleases({ policies, reader, masker, masking }: ReleaseDeps): Releases {
  const restrictions: Restrictions = {
    policyOf: (documentId, path) => policies.of(documentId, path),
    unitOf: (documentId, sha256, unit) => (sha256 === undefined || reader.document(documentId)?.sha256 === sha256 ? reader.unit(documentId, unit) : undefined),
  }
  const policyOf = ({ documentId, path }: { readonly documentId: DocumentId; readonly path: string }) => policies.of(documentId, path)

  function maskerFor(purpose: Purpose): Masker | undefined {
    const scope = masking()
    return scope === 'answersAndExports' || (scope === 'exports' && purpose === 'export') ? masker : undefined
  }

  function answer<T extends AnswerDraft>(given: T, purpose: Purpose = 'show'): T {
    const restricted = restrictAnswer(given, restrictions, purpose)
    const active = maskerFor(purpose)
    return active === undefined ? restricted : maskAnswer(restricted, active, { question: purpose === 'export' })
  }

  function unmasked<T extends AnswerDraft>(given: T): T {
    const restricted = restrictAnswer(given, restrictions, 'export')
    if (given.citations.length > 0 && restricted.citations.length === 0) throw notAllowed('Every source of this answer lies in a folder that may not be exported, or not be answered from.')
    return restricted
  }

  const releases: Releases = {
    answer, unmasked,
    exported(given) {
      unmasked(given)
      return answer(given, 'export')
    },
    search(result, purpose = 'show') {
      const active = maskerFor(purpose)
      const passages = result.passages.filter((passage) => !isWithheld(policyOf(passage), purpose)).map((passage) => {
        const short = policyOf(passage).quoteAtLength ? undefined : shortenQuote(passage, reader.unit(passage.documentId, passage.anchor.unit), result.query)
        const shown = short === undefined ? passage : { ...passage, ...short }
        return active === undefined ? shown : maskPassage(shown, active.mask)
      })
      return { ...result, passages }
    },
    reviewed(item) {
      const mask = maskerFor('show')?.mask ?? ((text: string) => text)
      const isRestricted = item.sources.some((source) => !policyOf(source).answer || !policyOf(source).quoteAtLength)
      const sources = item.sources.filter((source) => policyOf(source).answer).map((source) => {
        const short = policyOf(source).quoteAtLength ? undefined : shortenQuote({ text: source.quote, anchor: source.anchor }, undefined, item.question)
        return { ...source, anchor: short?.anchor ?? source.anchor, quote: mask(short?.text ?? source.quote) }
      })
      const left = sources.length === 0 ? 'What this answer rested on may not be answered from.' : sources.map(({ n, quote }) => `${escapeMarks(oneLine(quote))} ${markOf(n)}`).join(' ')
      return { ...item, text: isRestricted ? left : mask(item.text), sources }
    },
    masker: maskerFor,
    mayExport: (document) => !isWithheld(policyOf(document), 'export'),
    mayQuoteAtLength: (document) => policyOf(document).quoteAtLength,
    unit(document, { label, text }) {
      if (!releases.mayExport(document)) throw notAllowed('This document lies in a folder that may not be exported.')
      if (!policyOf(document).quoteAtLength) throw notAllowed('This document lies in a folder that may not be quoted at length.')
      return { label, text: maskerFor('export')?.mask(text) ?? text }
    },
    entry(entry) {
      if (entry.content === '') return entry
      const record = JSON.parse(entry.content) as AuditRecord | AuditNote
      const active = maskerFor('export')
      const released = record.kind === 'answer'
        ? releaseRecord(record, { answer: (draft) => answer(draft, 'export'), restrictions, masker: active })
        : active === undefined ? record : maskTexts(record, active.mask)
      const content = released === record ? entry.content : JSON.stringify(released)
      return content === entry.content ? entry : { ...entry, content, edited: true }
    },
    events() {
      const written = new Map<string, { isShort: boolean; text: string; shown: string; sequence: number }>()
      return (event) => {
        const active = maskerFor('show')
        switch (event.type) {
          case 'answer.started':
            written.set(event.answerId, { isShort: false, text: '', shown: '', sequence: -1 })
            return [event]
          case 'answer.retrieved': {
            const stream = written.get(event.answerId)
            if (stream !== undefined) stream.isShort = event.passages.some((passage) => !policyOf(passage).quoteAtLength)
            return [{ ...event, passages: releases.search({ query: '', passages: event.passages, timingsMs: NO_TIMINGS }).passages }]
          }
          case 'answer.delta': {
            const stream = written.get(event.answerId)
            if (stream === undefined || (active === undefined && !stream.isShort)) return [event]
            stream.text = event.sequence === 0 ? event.text : stream.text + event.text
            stream.sequence = event.sequence
            // What may be cut is shown when it is whole; what may be masked, a sentence at a time: a number can grow with every piece.
            if (stream.isShort || active === undefined) return []
            const whole = Math.max(stream.text.lastIndexOf('\n'), stream.text.search(/[.!?]["”)\]]*\s+\S[^.!?]*$/)) + 1
            const shown = active.mask(stream.text.slice(0, whole)).trimEnd()
            if (shown.length <= stream.shown.length || !shown.startsWith(stream.shown)) return []
            const text = shown.slice(stream.shown.length)
            stream.shown = shown
            // Under the number of its last piece: a window that comes later has the same text by the same numbers.
            return [{ ...event, text }]
          }
          case 'answer.checked': {
            const draft = answer({ ...EMPTY_DRAFT, sentences: event.sentences, citations: event.citations })
            return [{ ...event, sentences: draft.sentences, citations: draft.citations }]
          }
          case 'answer.finished': case 'answer.cancelled': {
            const stream = written.get(event.answerId)
            written.delete(event.answerId)
            const released = answer(event.answer)
            const rest = stream === undefined || stream.text === '' || !released.text.startsWith(stream.shown) ? '' : released.text.slice(stream.shown.length)
            return [...(rest === '' ? [] : [{ type: 'answer.delta' as const, answerId: event.answerId, sequence: (stream?.sequence ?? 0) + 1, text: rest }]), { ...event, answer: released }]
          }
          case 'answer.failed':
            written.delete(event.answerId)
            return [event]
          default: return event satisfies never
        }
      }
    },
  }
  return releases
}

function notAllowed(message: string): AppError {
  return new AppError('NOT_ALLOWED', message, { action: 'Change the policy of the folder, in the settings or with folders policy.' })
}

const NO_TIMINGS = { embed: 0, lexical: 0, vector: 0, fuse: 0, rerank: 0, total: 0 }
/** Sentences and quotes pass in the shape of an answer, so that there is one rule for both. */
const EMPTY_DRAFT: AnswerDraft = {
  answerId: '' as AnswerDraft['answerId'], question: '', status: 'answered', grade: 'found', confidence: 0, mode: 'evidence', text: '', sentences: [], citations: [], passages: [], warnings: [], model: null,
  config: { fingerprint: '' }, timingsMs: { queue: 0, retrieve: 0, rerank: 0, firstToken: 0, generate: 0, ground: 0, total: 0 }, usage: { promptTokens: 0, completionTokens: 0 },
}
