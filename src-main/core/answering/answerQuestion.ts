import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import { buildAuditRecord } from '../audit/buildAuditRecord.ts'
import type { ChatModel } from '../ports/ChatModel.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import type { ConversationTurn, LibraryScan } from '../retrieval/Retrieval.ts'
import { isGiven, type AnsweringDependencies, type AnswerRequest } from './Answering.ts'
import { answerByArithmetic } from './answerByArithmetic.ts'
import { answerFromTables } from './answerFromTables.ts'
import { composeAnswer } from './composeAnswer.ts'
import { beginCourse, draftOf, plainPassage, warn, type Course } from './Course.ts'
import { describeAnalysis } from './describeAnalysis.ts'
import { describeScope, describeSearch, describeWithheld } from './describeSearch.ts'
import { gatherEvidence } from './gatherEvidence.ts'
import { generateAnswer } from './generateAnswer.ts'
import { confidenceModelFor, judgeEvidence, type Judgement } from './judgeEvidence.ts'
import { describePart } from './judgeParts.ts'
import type { StateCache } from './lateInteraction.ts'
import { pinnedSources } from './pinSources.ts'
import { contextBudget } from './prompt.ts'
import { describeScan, scanParts } from './scanParts.ts'
import { QuestionInterrupted, type CourseCheckpoint, type SavedCourse } from './SavedCourse.ts'
import { steeringSources } from './steeringSources.ts'
import { chooseWithModel, withChoice } from './tasks/choosing.ts'
import { rewriteWithModel } from './tasks/rewriting.ts'
import { nearestParts, partsFromQuotes } from './writeAnswer.ts'

/** Tokens of passages that are searched for quotes: about eight of the usual size, one pass of the embedder each. */
const EVIDENCE_BUDGET_TOKENS = 2400
/** Earlier turns that a follow-up can lean on. */
const HISTORY_TURNS = 4

interface AnswerOptions {
  readonly signal: AbortSignal
  readonly checkpoint?: CourseCheckpoint
}

/** The question's way; see `Answering.ask`. */
export async function* answerQuestion(deps: AnsweringDependencies & { readonly cache: StateCache }, request: AnswerRequest, { signal, checkpoint }: AnswerOptions): AsyncGenerator<AnswerEvent, Answer> {
  const course = beginCourse(request, {
    answerId: request.answerId ?? (deps.ids.next('a') as AnswerId), threadId: request.threadId ?? deps.conversations.answer(request.replaces ?? ('' as AnswerId))?.threadId ?? (deps.ids.next('t') as ThreadId),
    asked: request.asked ?? new Date(deps.clock.now()).toISOString(), monotonic: deps.clock.monotonic(),
  })
  const { answerId, threadId } = course
  // Aborted too when the consumer walks away, so that a model does not write for nobody.
  const walkedAway = new AbortController()
  const either = AbortSignal.any([signal, walkedAway.signal])
  let answer: Answer | undefined
  let isInterrupted = false
  try {
    yield { type: 'answer.started', answerId, question: request.question, threadId }
    if (request.refusal !== undefined) throw AppError.fromData(request.refusal)
    yield* stepsOf(deps, course, either, checkpoint)
    answer = record(deps, course)
    yield { type: 'answer.finished', answerId, answer }
    return answer
  } catch (thrown) {
    isInterrupted = signal.reason instanceof QuestionInterrupted
    if (answer !== undefined || isInterrupted) throw isInterrupted ? signal.reason : thrown
    const error = toAppError(thrown)
    course.status = signal.aborted || error.code === 'CANCELLED' ? 'cancelled' : 'failed'
    course.grade = 'none'
    if (course.status === 'failed') {
      course.error = error.toData()
      deps.logger.log('error', 'a question failed', { answerId, code: error.code, message: error.message })
    }
    answer = record(deps, course)
    if (course.status === 'cancelled') yield { type: 'answer.cancelled', answerId, answer }
    else yield { type: 'answer.failed', answerId, error: error.toData() }
    return answer
  } finally {
    walkedAway.abort()
    if (answer === undefined && !isInterrupted) {
      course.status = 'cancelled'
      record(deps, course)
    }
  }
}

/** Writes the answer to the audit log, then to its thread: an answer that a person can see is always in the log. */
function record(deps: AnsweringDependencies, course: Course): Answer {
  const draft = draftOf(course, deps.clock.monotonic())
  try {
    const answer = { ...draft, audit: deps.auditLog.append(buildAuditRecord(course, draft, deps.masking?.())) }
    deps.conversations.saveAnswer(answer)
    return answer
  } catch (thrown) {
    if (course.status !== 'failed') throw thrown
    // The failure to be told may be that of the log itself (a full disk).
    deps.logger.log('error', 'a failed question could not be recorded', { answerId: course.answerId, message: toAppError(thrown).message })
    return { ...draft, audit: { sequence: 0, hash: '' } }
  }
}

async function* stepsOf(deps: AnsweringDependencies & { readonly cache: StateCache }, course: Course, signal: AbortSignal, checkpoint: CourseCheckpoint | undefined): AsyncGenerator<AnswerEvent, void> {
  signal.throwIfAborted()
  const { answerId, request } = course
  const embedder = await deps.embedder()
  course.embedding = embedder.identity
  course.withheld = deps.reader.withheld?.().length ?? 0
  course.confidenceModel = confidenceModelFor(embedder, deps.thresholds?.())
  const chat = request.chatModel === null ? null : await deps.chatModel(request.chatModel)
  course.model = chat?.use ?? null
  const saved = checkpoint?.saved?.embeddingFingerprint === embedder.identity.fingerprint ? checkpoint.saved : undefined
  const isAsSaved = saved !== undefined && await takeUp(deps, course, saved)
  if (!isAsSaved) await retrieve(deps, course, chat, signal)
  signal.throwIfAborted()
  if (!isAsSaved) checkpoint?.save(savedCourse(course, embedder))
  yield { type: 'answer.retrieved', answerId, passages: course.passages.map(({ passage }) => plainPassage(passage)) }

  if (await answerFromTables(deps, course, signal) || answerByArithmetic(course)) {
    course.timings.firstToken = deps.clock.monotonic() - course.startedAt
    yield { type: 'answer.delta', answerId, sequence: 0, text: composeAnswer(course.parts).text }
    yield checkedEvent(course)
    return
  }
  if (course.retrieval?.scan !== undefined) {
    yield* answerByScan(course, course.retrieval.scan, deps.clock)
    return
  }
  const judgement = await judge(deps, course, { embedder, chat, signal, ...(isAsSaved && saved.judgement !== undefined ? { saved: saved.judgement } : {}) })
  if (judgement !== undefined && (!isAsSaved || saved.judgement === undefined)) checkpoint?.save(savedCourse(course, embedder, judgement))
  if (judgement === undefined || judgement.grade !== 'found') {
    course.mode = 'evidence'
    course.message = describeSearch(course)
    if (judgement?.grade === 'closest') course.parts = nearestParts(course.passages, judgement.selection.evidence)
    course.timings.firstToken = deps.clock.monotonic() - course.startedAt
    yield { type: 'answer.delta', answerId, sequence: 0, text: draftOf(course, course.startedAt).text }
    if (course.parts.length > 0) yield checkedEvent(course)
    return
  }
  course.status = 'answered'
  course.parts = partsFromQuotes(course.passages, judgement.selection.evidence)
  if (chat === null || !isGiven(request, 'phrasing')) {
    if (course.request.heldBack !== undefined) warn(course, 'MODEL_FELL_BACK', course.request.heldBack)
    course.timings.firstToken = deps.clock.monotonic() - course.startedAt
    yield { type: 'answer.delta', answerId, sequence: 0, text: composeAnswer(course.parts).text }
  } else {
    // The quotes are there before the first word of the model.
    yield checkedEvent(course)
    yield* generateAnswer({
      course, chat, embedder, judgement, clock: deps.clock, signal, ...(isAsSaved && saved.reply?.modelSha256 === chat.use.sha256 ? { saved: saved.reply } : {}),
      onWritten: (reply) => checkpoint?.save({ ...savedCourse(course, embedder, judgement), reply }),
    })
  }
  warnOfSources(course)
  yield checkedEvent(course)
}

/** A list or count over the whole library: what was looked through is exact, so no confidence is estimated. */
async function* answerByScan(course: Course, scan: LibraryScan, clock: Clock): AsyncGenerator<AnswerEvent, void> {
  course.mode = 'evidence'
  course.parts = scanParts(course.passages, scan)
  course.message = [describeScan(scan, course.parts.length), describeWithheld(course.withheld)].filter((text) => text !== '').join(' ')
  if (course.parts.length > 0) Object.assign(course, { status: 'answered', grade: 'found', confidence: 1 } satisfies Partial<Course>)
  course.timings.firstToken = clock.monotonic() - course.startedAt
  yield { type: 'answer.delta', answerId: course.answerId, sequence: 0, text: draftOf(course, course.startedAt).text }
  warnOfSources(course)
  if (course.parts.length > 0) yield checkedEvent(course)
}

function checkedEvent(course: Course): AnswerEvent {
  const { sentences, citations } = composeAnswer(course.parts)
  return { type: 'answer.checked', answerId: course.answerId, sentences, citations }
}

async function retrieve(deps: AnsweringDependencies, course: Course, chat: ChatModel | null, signal: AbortSignal): Promise<void> {
  const { request } = course
  if (request.replaces !== undefined && deps.conversations.answer(request.replaces) === undefined) throw new AppError('NOT_FOUND', `There is no answer ${request.replaces} to ask again.`)
  const begin = deps.clock.monotonic()
  const history = turnsBefore(deps.conversations.answers(course.threadId), course).slice(-HISTORY_TURNS).map(turnOf)
  const without = request.without ?? []
  course.pinned = without.includes('pinned') || request.filter?.doc !== undefined ? [] : pinnedSources(deps, course.threadId)
  if (course.pinned.length > 0) course.filter = { ...course.filter, doc: course.pinned }
  course.budgetTokens = chat === null || !isGiven(request, 'phrasing') ? EVIDENCE_BUDGET_TOKENS : Math.max(EVIDENCE_BUDGET_TOKENS / 2, contextBudget(chat.use.contextTokens, chat.parameterCount))
  const rewritten = chat === null || history.length === 0 || without.includes('rewrite') || !isGiven(request, 'rewriting') ? undefined : await standAlone(course, chat, history, signal)
  const retrieval = await deps.retriever.retrieve({
    question: request.question, filter: course.filter, history, ...(rewritten === undefined ? {} : { rewritten }), without, budgetTokens: course.budgetTokens,
  }, { signal })
  course.retrieval = retrieval
  course.analysis = describeAnalysis({ analysis: retrieval.analysis, given: course.filter, pinned: course.pinned, without, scan: retrieval.scan, pathOf: (id) => deps.reader.document(id)?.path })
  const gathered = await gatherEvidence(retrieval, deps.reader)
  course.passages = gathered.passages
  course.leftOut = gathered.leftOut
  course.warnings.push(...gathered.warnings)
  course.timings.rerank = retrieval.timingsMs.rerank
  course.timings.retrieve = deps.clock.monotonic() - begin - retrieval.timingsMs.rerank
}

/** The question as the chat model makes it stand alone; undefined where it does not. */
async function standAlone(course: Course, chat: ChatModel, history: readonly ConversationTurn[], signal: AbortSignal): Promise<string | undefined> {
  const { question, record: asked } = await rewriteWithModel(chat, course.request.question, history, signal)
  course.taskRecords.push(asked)
  return question
}

/** The turns that a question follows: those before the answer that it stands in for, each in its latest form. */
function turnsBefore(answers: readonly Answer[], { answerId, request }: Course): readonly Answer[] {
  const replaced = new Set(answers.flatMap((answer) => answer.replaces ?? []))
  const at = request.replaces === undefined ? -1 : answers.findIndex((answer) => answer.answerId === request.replaces)
  return (at < 0 ? answers : answers.slice(0, at)).filter((answer) => answer.answerId !== answerId && !replaced.has(answer.answerId))
}

function turnOf(answer: Answer): ConversationTurn {
  return {
    question: answer.question, ...(answer.rewritten === undefined ? {} : { rewritten: answer.rewritten }),
    documentIds: [...new Set(answer.citations.map((citation) => citation.documentId))],
  }
}

function savedCourse({ retrieval, budgetTokens, timings, filter, pinned, analysis, taskRecords }: Course, { identity }: Embedder, judgement?: Judgement): SavedCourse {
  if (retrieval === undefined) throw new AppError('INTERNAL', 'There is nothing to keep of a question before its search.')
  const { retrieve: searched, rerank, ground } = timings
  return { embeddingFingerprint: identity.fingerprint, retrieval, scope: { filter, pinned, ...(analysis === undefined ? {} : { analysis }) }, budgetTokens, timings: { retrieve: searched, rerank, ground }, ...(taskRecords.length === 0 ? {} : { taskRecords: [...taskRecords] }), ...(judgement === undefined ? {} : { judgement }) }
}

/** Goes on with an earlier process's search, if the library still holds all that it found; files are looked at again in any case. */
async function takeUp(deps: AnsweringDependencies, course: Course, { retrieval, scope, budgetTokens, timings, taskRecords = [] }: SavedCourse): Promise<boolean> {
  const gathered = await gatherEvidence(retrieval, deps.reader)
  if (gathered.leftOut.size > 0 || gathered.passages.length < retrieval.passages.length) return false
  Object.assign(course, { ...scope, retrieval, budgetTokens, passages: gathered.passages, leftOut: gathered.leftOut })
  course.warnings.push(...gathered.warnings)
  course.taskRecords.push(...taskRecords)
  Object.assign(course.timings, timings)
  return true
}

interface JudgeOptions {
  readonly embedder: Embedder
  readonly chat: ChatModel | null
  readonly signal: AbortSignal
  readonly saved?: Judgement
}

async function judge(deps: AnsweringDependencies & { readonly cache: StateCache }, course: Course, { embedder, chat, signal, saved }: JudgeOptions): Promise<Judgement | undefined> {
  const { retrieval, passages } = course
  if (retrieval === undefined || passages.length === 0) return undefined
  const begin = deps.clock.monotonic()
  const asked = { text: retrieval.query, analysis: retrieval.analysis, terms: retrieval.terms, vector: retrieval.queryVector }
  const judged = saved ?? await judgeEvidence(asked, passages, { embedder, cache: deps.cache, signal, thresholds: course.confidenceModel })
  const choice = saved === undefined && chat !== null && judged.grade === 'found' && isGiven(course.request, 'choosing') ? await chooseWithModel(chat, asked, passages, judged.selection.ranking, signal) : null
  if (choice !== null) course.taskRecords.push(choice.record)
  const judgement = withChoice(judged, asked, passages, choice?.index)
  if (saved === undefined) course.timings.ground = deps.clock.monotonic() - begin
  course.confidence = judgement.confidence
  course.grade = judgement.grade
  if (judgement.signals !== undefined) course.signals = judgement.signals
  const steering = steeringSources(passages, judgement.selection.suspicious)
  if (steering.length > 0) warn(course, 'INJECTION_SUSPECTED', `${steering.join(', ')} ${steering.length === 1 ? 'holds' : 'hold'} text that tries to steer the answer; it was not followed and not quoted.`)
  if (judgement.grade === 'found') {
    for (const part of judgement.parts ?? []) if (part.grade !== 'found') warn(course, 'PART_NOT_FOUND', describePart(part, describeScope(retrieval)))
  }
  // Also where the quotes are only the closest ones: a person reads them all the same.
  if (judgement.grade !== 'none' && judgement.conflict !== undefined) {
    const { first, second } = judgement.conflict
    const nameOf = (passage: number) => fileName(passages[passage]?.passage.path ?? '')
    warn(course, 'CONFLICTING_SOURCES', `${nameOf(first.passage)} and ${nameOf(second.passage)} say different things about this.`)
  }
  return judgement
}

/** Below this a scan misreads about one word in ten. */
const LOW_OCR_CONFIDENCE = 0.7

function warnOfSources(course: Course): void {
  const cited = new Set(composeAnswer(course.parts).citations.map((citation) => `${citation.documentId} ${citation.anchor.unit}`))
  for (const { passage, unit } of course.passages) {
    if (!cited.has(`${passage.documentId} ${unit.unit}`) || (unit.source !== 'ocr' && unit.source !== 'mixed')) continue
    if ((unit.confidence ?? 1) < LOW_OCR_CONFIDENCE) warn(course, 'LOW_OCR_CONFIDENCE', `${unit.label} of ${fileName(passage.path)} is a scan that was hard to read; compare the quote with the picture.`)
  }
}
