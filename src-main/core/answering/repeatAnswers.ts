import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { MaskingScope } from '../../../src-shared/domain/privacy.ts'
import { canonicalJson } from '../audit/canonicalJson.ts'
import { hashContent } from '../audit/hashChain.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { MeasurementStore } from '../ports/MeasurementStore.ts'
import type { Clock, IdSource } from '../ports/SystemPorts.ts'
import type { Answering, AnswerRequest } from './Answering.ts'

export interface RepeatDeps {
  readonly answering: Answering
  readonly auditLog: AuditLog
  readonly conversations: Pick<ConversationStore, 'saveAnswer' | 'answers'>
  readonly measurements: Pick<MeasurementStore, 'add' | 'get'>
  readonly reader: LibraryReader
  readonly isOn: () => boolean
  /** Fingerprint of everything that decides an answer beside question and library: configuration, embedder, chat model's file. */
  readonly configuration: (request: AnswerRequest) => string | Promise<string>
  readonly masking?: () => MaskingScope
  readonly clock: Clock
  readonly ids: IdSource
}

/**
 * Answers the same question on an unchanged library and configuration from the log, marked as a repetition and logged as one. Never: follow-ups and regenerations (they ask for more than
 * their words say), a library of another revision, a source that changed on disk since, an entry that was redacted, or another day ("last quarter" means another one then).
 */
export function repeatAnswers(deps: RepeatDeps): Answering {
  const { answering, auditLog, measurements, reader, clock } = deps

  async function keyOf(request: AnswerRequest): Promise<string> {
    const { answerId: _answerId, queuedAt: _queuedAt, threadId: _threadId, asked: _asked, isFresh: _isFresh, ...asked } = request
    return hashContent(canonicalJson([asked, await deps.configuration(request), reader.revision, new Date(clock.now()).toISOString().slice(0, 10)]))
  }

  async function known(key: string): Promise<Answer | undefined> {
    const kept = measurements.get('repeat', key)?.values as { readonly answerId?: AnswerId } | undefined
    const entry = kept?.answerId === undefined ? undefined : auditLog.get(kept.answerId)
    if (entry === undefined) return undefined
    const answer: Answer = { ...entry.record.answer, audit: { sequence: entry.sequence, hash: entry.hash } }
    const sources = new Set([...answer.passages, ...answer.citations].map(({ documentId }) => documentId))
    for (const documentId of sources) if (await reader.staleness(documentId) !== false) return undefined
    return answer
  }

  function* repeat(request: AnswerRequest, first: Answer): Generator<AnswerEvent, Answer> {
    const record = auditLog.get(first.answerId)?.record
    if (record === undefined) throw new Error('the entry was there a moment ago')
    const { masking: _masking, ...recorded } = record
    const masking = deps.masking?.() ?? 'off'
    const asked = request.asked ?? new Date(clock.now()).toISOString()
    const { audit: _audit, ...rest } = first
    const draft = {
      ...rest, answerId: request.answerId ?? (deps.ids.next('a') as AnswerId), threadId: request.threadId ?? (deps.ids.next('t') as ThreadId), asked, repeats: first.answerId,
      warnings: [...first.warnings, { code: 'ANSWERED_BEFORE' as const, message: `Asked before, ${first.asked ?? ''}; nothing has changed since, so the same answer is given.` }],
      timingsMs: { queue: 0, retrieve: 0, rerank: 0, firstToken: 0, generate: 0, ground: 0, total: 0 }, usage: { promptTokens: 0, completionTokens: 0 },
    }
    const { answerId, threadId } = draft
    yield { type: 'answer.started', answerId, question: request.question, threadId }
    yield { type: 'answer.retrieved', answerId, passages: draft.passages }
    yield { type: 'answer.delta', answerId, sequence: 0, text: draft.text }
    if (draft.sentences.length > 0) yield { type: 'answer.checked', answerId, sentences: draft.sentences, citations: draft.citations }
    const answer: Answer = { ...draft, audit: auditLog.append({ ...recorded, ...(masking === 'off' ? {} : { masking }), answerId, asked, answer: draft }) }
    deps.conversations.saveAnswer(answer)
    yield { type: 'answer.finished', answerId, answer }
    return answer
  }

  async function* ask(...given: Parameters<Answering['ask']>): AsyncGenerator<AnswerEvent, Answer> {
    const [request] = given
    const isFollowUp = request.threadId !== undefined && deps.conversations.answers(request.threadId).length > 0
    if (!deps.isOn() || isFollowUp || request.replaces !== undefined || request.refusal !== undefined) return yield* answering.ask(...given)
    const key = await keyOf(request)
    const first = request.isFresh === true ? undefined : await known(key)
    if (first !== undefined) return yield* repeat(request, first)
    const answer = yield* answering.ask(...given)
    // What changed while it was being answered belongs to neither state.
    const isWhole = answer.status === 'answered' || answer.status === 'not_found'
    if (isWhole && answer.audit.sequence > 0 && await keyOf(request) === key) measurements.add('repeat', { key, atMs: clock.now(), values: { answerId: answer.answerId } })
    return answer
  }

  return { ask, replay: (answerId, signal) => answering.replay(answerId, signal) }
}
