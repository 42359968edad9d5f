import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { AuditContextBlock, AuditRecord, ReplayResult } from '../../../src-shared/domain/audit.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import type { TableComputation } from '../../../src-shared/domain/computation.ts'
import { missingEntry } from './missingEntry.ts'
import { canonicalJson } from './canonicalJson.ts'
import { answerConfig } from '../answering/answerConfig.ts'
import type { AnsweringDependencies } from '../answering/Answering.ts'
import { composeAnswer, type AnswerPart } from '../answering/composeAnswer.ts'
import type { EvidencePassage } from '../answering/EvidencePassage.ts'
import { confidenceModelFor, judgeEvidence, type Judgement } from '../answering/judgeEvidence.ts'
import { scanParts } from '../answering/scanParts.ts'
import type { TaskRecord } from '../answering/tasks/askBriefly.ts'
import { recordedChoice, withChoice } from '../answering/tasks/choosing.ts'
import { recordedJudge } from '../answering/tasks/judging.ts'
import { sentencesOfReply, checkReply, nearestParts, partsFromQuotes } from '../answering/writeAnswer.ts'
import type { ChatMessage } from '../ports/ChatModel.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { QuestionAnalysis } from '../retrieval/QuestionAnalysis.ts'
import type { LibraryScan, QuestionTerm, Retrieval } from '../retrieval/Retrieval.ts'

type Difference = ReplayResult['differences'][number]

/**
 * Replays a recorded question twice over: its search in today's library (what changed: documents, ranking, context), and its answer
 * step on the recorded context, which must give the recorded text when model and configuration are the same. Throws NOT_FOUND, and
 * CHAIN_BROKEN when the entry cannot be read.
 */
export async function replayAnswer(deps: AnsweringDependencies, answerId: AnswerId, signal?: AbortSignal): Promise<ReplayResult> {
  const entry = deps.auditLog.get(answerId)
  if (entry === undefined) throw missingEntry(deps.auditLog, answerId)
  const { record } = entry
  const embedder = await deps.embedder()
  const retrieval = await deps.retriever.retrieve({ question: queryOf(record), filter: record.filter, without: withoutOf(record), budgetTokens: budgetOf(record) }, { ...(signal === undefined ? {} : { signal }) })
  const ofRetrieval = compareCandidates(record, retrieval, deps)
  const ofContext = compareContext(record, retrieval, deps)
  const ofAnswer = await compareAnswer(deps, record, embedder, signal)
  return {
    answerId,
    same: { retrieval: ofRetrieval.length === 0, context: ofContext.length === 0, answer: ofAnswer.length === 0 },
    differences: [...ofRetrieval, ...ofContext, ...ofAnswer],
  }
}

/** The stand-alone form: the thread that it followed may have grown or gone. */
function queryOf(record: AuditRecord): string {
  return typeof record.analysis.query === 'string' ? record.analysis.query : record.question
}

function withoutOf({ analysis }: AuditRecord): string[] {
  return Array.isArray(analysis.without) ? analysis.without.filter((id) => typeof id === 'string') : []
}

function budgetOf(record: AuditRecord): number {
  return typeof record.analysis.budgetTokens === 'number' ? record.analysis.budgetTokens : 2400
}


/** How far down a changed rank is worth telling: what stood below never came near the context. */
const COMPARED_CANDIDATES = 20

function compareCandidates(record: AuditRecord, retrieval: Retrieval, deps: AnsweringDependencies): Difference[] {
  const differences: Difference[] = []
  const tell = (kind: Difference['kind'], message: string) => differences.push({ stage: 'retrieval', kind, message })
  const recorded = record.config.retrieval as { readonly fingerprint?: string } | undefined
  if (recorded?.fingerprint !== retrieval.config.fingerprint) tell('configuration', 'The search is configured differently now.')
  const then = record.candidates.slice(0, COMPARED_CANDIDATES)
  const now = retrieval.candidates.slice(0, COMPARED_CANDIDATES)
  for (const documentId of new Set(then.map((candidate) => candidate.documentId))) {
    const path = then.find((candidate) => candidate.documentId === documentId)?.path ?? documentId
    const today = deps.reader.document(documentId as DocumentId)
    const was = record.context.find((block) => block.documentId === documentId)?.sha256
    if (today === undefined) tell('documentDeleted', `${fileName(path)} is no longer in the library.`)
    else if (was !== undefined && today.sha256 !== was) tell('documentChanged', `${fileName(path)} was changed and read anew.`)
  }
  for (const documentId of new Set(now.map((candidate) => candidate.documentId))) {
    const isNew = !record.candidates.some((candidate) => candidate.documentId === documentId)
    if (isNew) tell('documentAdded', `${fileName(now.find((candidate) => candidate.documentId === documentId)?.path ?? documentId)} is found now and was not then.`)
  }
  const moved = then.findIndex((candidate, rank) => now[rank]?.chunkId !== candidate.chunkId)
  if (moved >= 0 || now.length !== then.length) tell('ranking', moved >= 0 ? `The ranking differs from place ${moved + 1} on.` : 'More passages are found now.')
  return differences
}

function compareContext(record: AuditRecord, retrieval: Retrieval, deps: AnsweringDependencies): Difference[] {
  const differences: Difference[] = []
  for (const [index, block] of record.context.entries()) {
    const today = deps.reader.unit(block.documentId as DocumentId, block.unit)?.text.slice(block.charStart, block.charEnd)
    if (today === undefined) differences.push({ stage: 'context', kind: 'documentDeleted', message: `Passage ${index + 1} (${fileName(block.path)}) is no longer in the library; its text is in the entry.` })
    else if (today !== block.text) differences.push({ stage: 'context', kind: 'documentChanged', message: `Passage ${index + 1} (${fileName(block.path)}) reads differently today.` })
  }
  const overlaps = (block: AuditContextBlock, passage: Retrieval['passages'][number]) =>
    passage.documentId === block.documentId && passage.anchor.unit === block.unit && passage.anchor.charStart < block.charEnd && passage.anchor.charEnd > block.charStart
  const added = retrieval.passages.filter((passage) => !record.context.some((block) => overlaps(block, passage))).length
  const gone = record.context.filter((block) => !retrieval.passages.some((passage) => overlaps(block, passage))).length
  if (added > 0) differences.push({ stage: 'context', kind: 'context', message: `${added} ${added === 1 ? 'passage' : 'passages'} would be read today that ${added === 1 ? 'was' : 'were'} not then.` })
  if (gone > 0) differences.push({ stage: 'context', kind: 'context', message: `${gone} ${gone === 1 ? 'passage' : 'passages'} of then would not be read today.` })
  return differences
}

async function compareAnswer(deps: AnsweringDependencies, record: AuditRecord, embedder: Embedder, signal: AbortSignal | undefined): Promise<Difference[]> {
  const { answer } = record
  const tell = (kind: Difference['kind'], message: string): Difference[] => [{ stage: 'answer', kind, message }]
  if (answer.status === 'failed' || answer.status === 'cancelled') return tell('notComparable', `The recorded answer was ${answer.status}, so there is nothing to compare it with.`)
  if (answer.computation?.kind === 'table') return compareComputation(deps, answer.computation, signal)
  if (answer.computation?.kind === 'arithmetic') {
    const [before, after] = answer.computation.operands
    const isSame = before !== undefined && after !== undefined && Number((after.value - before.value).toPrecision(12)) === answer.computation.result
    return isSame ? [] : tell('text', 'The recorded figures do not give the recorded result.')
  }
  if (record.context.length === 0) return []
  if (embedder.identity.fingerprint !== record.embedding.fingerprint) return tell('model', `Sentences were chosen with ${record.embedding.model}; ${embedder.identity.model} is active now.`)
  const config = answerConfig({
    retrieval: record.config.retrieval as never, confidence: confidenceModelFor(embedder, deps.thresholds?.()), mode: answer.mode, unsupported: record.config.unsupported === 'mark' ? 'mark' : 'replace',
  })
  const configured: Difference[] = config.fingerprint === record.config.fingerprint ? [] : tell('configuration', 'Answers are configured differently now.')
  const passages = record.context.map((block, index) => recordedPassage(block, index + 1))
  const scan = record.analysis.scan as LibraryScan | undefined
  if (scan !== undefined) return answer.text.endsWith(composeAnswer(scanParts(passages, scan)).text) ? configured : [...configured, ...tell('text', 'The answer reads differently today.')]
  const terms = Array.isArray(record.analysis.terms) ? (record.analysis.terms as QuestionTerm[]) : []
  const text = queryOf(record)
  const options = { embedder, ...(deps.thresholds === undefined ? {} : { thresholds: deps.thresholds() }), ...(signal === undefined ? {} : { signal }) }
  const asked = { text, analysis: record.analysis as unknown as QuestionAnalysis, terms, vector: await embedder.embedQuery(text, { priority: 'question', ...(signal === undefined ? {} : { signal }) }) }
  const judged = await judgeEvidence(asked, passages, options)
  const judgement = withChoice(judged, asked, passages, recordedChoice(tasksOf(record), judged.selection.ranking))
  if (judgement.grade !== answer.grade) return [...configured, ...tell('text', `It would be graded ${judgement.grade} today (confidence ${judgement.confidence.toFixed(2)}, then ${answer.confidence.toFixed(2)}).`)]
  const isNearest = answer.status === 'not_found'
  const parts = isNearest ? (answer.grade === 'closest' ? nearestParts(passages, judgement.selection.evidence) : []) : record.prompt === null || answer.mode === 'evidence' ? partsFromQuotes(passages, judgement.selection.evidence) : await rewrite(deps, record, passages, judgement, embedder, signal)
  if (!Array.isArray(parts)) return [...configured, parts]
  return answer.text.endsWith(composeAnswer(parts).text) ? configured : [...configured, ...tell('text', 'The answer reads differently today.')]
}

/** What a chat model decided beside writing is taken as it was recorded: it is the answer's making, not today's. */
function tasksOf({ analysis }: AuditRecord): readonly TaskRecord[] {
  return Array.isArray(analysis.modelTasks) ? (analysis.modelTasks as TaskRecord[]) : []
}

/** Computes again over today's rows of the same version: the same statement must give the same rows. */
async function compareComputation(deps: AnsweringDependencies, computation: TableComputation, signal: AbortSignal | undefined): Promise<Difference[]> {
  const tell = (kind: Difference['kind'], message: string): Difference[] => [{ stage: 'answer', kind, message }]
  const result = await deps.tables?.repeat(computation, signal === undefined ? {} : { signal }) ?? null
  if (result === null) return tell('documentChanged', `The version of ${fileName(computation.path)} that was computed over is no longer in the library.`)
  return canonicalJson(result) === canonicalJson(computation.result) ? [] : tell('text', 'The computation gives another result today.')
}

/** Generates again from the recorded prompt. Greedy text can differ with the state of a model's cache, which is told as what it is. */
async function rewrite(deps: AnsweringDependencies, record: AuditRecord, passages: readonly EvidencePassage[], judgement: Judgement, embedder: Embedder, signal: AbortSignal | undefined): Promise<AnswerPart[] | Difference> {
  const cannot = (kind: Difference['kind'], message: string): Difference => ({ stage: 'answer', kind, message })
  const { model, prompt, rawOutput } = record
  if (model === null || prompt === null) return cannot('notComparable', 'The entry names no chat model.')
  let reply = ''
  try {
    const chat = await deps.chatModel(model.name)
    if (chat.use.sha256 !== model.sha256) return cannot('model', `The file of ${model.name} is another one now.`)
    for await (const event of chat.generate(prompt as ChatMessage[], { maxTokens: 256, temperature: 0, seed: 1, ...(signal === undefined ? {} : { signal }) })) if (event.kind === 'text') reply += event.text
  } catch (thrown) {
    signal?.throwIfAborted()
    if (thrown instanceof AppError) return cannot('model', `The chat model could not be asked again: ${thrown.message}`)
    throw thrown
  }
  if (!reply.startsWith(rawOutput ?? '')) return cannot('text', 'The chat model wrote something else this time.')
  return checkReply(queryOf(record), sentencesOfReply(rawOutput ?? ''), passages, judgement.selection, { embedder, unsupported: record.config.unsupported === 'mark' ? 'mark' : 'replace', ...(tasksOf(record).some(({ task }) => task === 'judging') ? { judge: recordedJudge(tasksOf(record)) } : {}), ...(signal === undefined ? {} : { signal }) })
}

/** A passage as it was recorded. Its unit holds blanks where other text stood, so that all offsets keep their meaning. */
function recordedPassage(block: AuditContextBlock, rank: number): EvidencePassage {
  const { charStart, charEnd, text } = block
  const place = { kind: 'lines' as const, line: 1 }
  return {
    charStart, charEnd,
    unit: { unit: block.unit, kind: 'lines', label: '', source: 'text', text: ' '.repeat(charStart) + text, segments: [{ charStart, charEnd, role: 'paragraph', block: 0, place }] },
    sentences: block.sentences ?? [],
    passage: {
      rank, documentId: block.documentId as DocumentId, path: block.path, ...(block.title === undefined ? {} : { title: block.title }), sha256: block.sha256, text, score: 0, stale: false,
      anchor: { kind: 'lines', unit: block.unit, charStart, charEnd, startLine: 1, endLine: 1, ...(block.headings === undefined ? {} : { headings: block.headings }) }, chunkIds: [], vectorScore: block.vectorScore, lexicalCover: undefined, ...(block.documentTerms === undefined ? {} : { documentTerms: block.documentTerms }),
    },
  }
}
