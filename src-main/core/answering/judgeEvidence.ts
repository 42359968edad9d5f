import type { AnswerGrade } from '../../../src-shared/domain/answer.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { QuestionAnalysis } from '../retrieval/QuestionAnalysis.ts'
import type { QuestionTerm } from '../retrieval/Retrieval.ts'
import { confidenceOf, evidenceSignals, gradeOf, type ConfidenceModel, type EvidenceSignals } from './confidence.ts'
import { CONFIDENCE_WITH_STATES, CONFIDENCE_WITH_VECTORS } from './confidenceModels.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { findConflict, type Conflict } from './findConflict.ts'
import { joinParts, judgeParts, type PartJudgement } from './judgeParts.ts'
import type { StateCache } from './lateInteraction.ts'
import { quoteSignals } from './quoteSignals.ts'
import { scoreSentences } from './scoreSentences.ts'
import { selectEvidence, type Selection } from './selectEvidence.ts'

/** A question as the answer step takes it; a replay fills it from the record. */
export interface JudgedQuestion {
  readonly text: string
  readonly analysis: Pick<QuestionAnalysis, 'kind' | 'mentions' | 'wantsFigures'> & Partial<Pick<QuestionAnalysis, 'parts' | 'spansDocuments'>>
  readonly terms: readonly QuestionTerm[]
  readonly vector: Float32Array
}

export interface Judgement {
  readonly selection: Selection
  readonly signals: EvidenceSignals | undefined
  readonly confidence: number
  readonly grade: AnswerGrade
  readonly conflict: Conflict | undefined
  /** Of a question of several parts, each by itself. */
  readonly parts?: readonly PartJudgement[]
}

/** Confidence from which on answers are graded found or closest; null: as the calibration says. */
export interface GradeThresholds {
  readonly found: number | null
  readonly closest: number | null
}

/** The calibration that fits what the embedder gives, with a configuration's own thresholds. */
export function confidenceModelFor(embedder: Embedder, thresholds?: GradeThresholds): ConfidenceModel {
  const model = embedder.tokenStates === undefined ? CONFIDENCE_WITH_VECTORS : CONFIDENCE_WITH_STATES
  return thresholds === undefined ? model : { ...model, found: thresholds.found ?? model.found, closest: thresholds.closest ?? model.closest }
}

interface JudgeOptions {
  readonly embedder: Embedder
  readonly cache?: StateCache
  readonly signal?: AbortSignal
  readonly thresholds?: GradeThresholds
}

/** Scores and chooses the evidence and decides whether it suffices, as a whole and for each part: all of an answer that depends on the passages alone. */
export async function judgeEvidence(question: JudgedQuestion, passages: readonly EvidencePassage[], options: JudgeOptions): Promise<Judgement> {
  const judge = (asked: JudgedQuestion) => judgeAsOne(asked, passages, options)
  const whole = await judge(question)
  const { kind, parts = [] } = question.analysis
  if (parts.length < 2 || whole.signals === undefined) return whole
  const { embedder, signal } = options
  const embedPart = (part: string) => embedder.embedQuery(part, { priority: 'question', ...(signal === undefined ? {} : { signal }) })
  return joinParts(whole, await judgeParts({ ...question, analysis: { ...question.analysis, kind, parts } }, passages, { whole, embedPart, judge }))
}

async function judgeAsOne(question: JudgedQuestion, passages: readonly EvidencePassage[], options: JudgeOptions): Promise<Judgement> {
  const scored = await scoreSentences(question, passages, options)
  const selection = selectEvidence({ text: question.text, kind: question.analysis.kind, terms: question.terms, wantsFigures: question.analysis.wantsFigures, spansDocuments: question.analysis.spansDocuments ?? false }, passages, scored)
  const quotes = await quoteSignals(question.text, passages, selection.evidence, options.embedder, { priority: 'question', ...(options.signal === undefined ? {} : { signal: options.signal }) })
  const signals = evidenceSignals({ text: question.text, kind: question.analysis.kind, terms: question.terms, mentions: question.analysis.mentions, wantsFigures: question.analysis.wantsFigures }, passages, selection, quotes)
  const model = confidenceModelFor(options.embedder, options.thresholds)
  const confidence = signals === undefined ? 0 : confidenceOf(signals, model)
  const comparing = question.analysis.kind === 'comparison'
  return { selection, signals, confidence, grade: signals === undefined ? 'none' : gradeOf(confidence, model), conflict: comparing ? undefined : findConflict(passages, selection.ranking) }
}
