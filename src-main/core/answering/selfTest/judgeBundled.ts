import type { DocumentId } from '../../../../src-shared/domain/ids.ts'
import type { Embedder } from '../../ports/Embedder.ts'
import { classifyQuestion } from '../../retrieval/classifyQuestion.ts'
import { findMentions } from '../../retrieval/findMentions.ts'
import { contentWords, lexicalTerms } from '../../retrieval/lexicalTerms.ts'
import type { QuestionTerm } from '../../retrieval/Retrieval.ts'
import { evidencePassage, type EvidencePassage } from '../EvidencePassage.ts'
import { judgeEvidence, type JudgedQuestion, type Judgement } from '../judgeEvidence.ts'
import type { StateCache } from '../lateInteraction.ts'
import type { BundledQuestion, SelfTestQuestions } from './SelfTestSets.ts'

/** Passages that stand beside the right one. */
const DISTRACTORS = 2

/** A bundled question as the pipeline sees it: its passage between two others, sentences scored and chosen. */
export interface JudgedBundle {
  readonly asked: JudgedQuestion
  readonly passages: readonly EvidencePassage[]
  readonly judgement: Judgement
  readonly isRight: (text: string) => boolean
}

export async function judgeBundled({ question, passage, answers }: BundledQuestion, set: SelfTestQuestions, { embedder, cache, signal }: { readonly embedder: Embedder; readonly cache: StateCache; readonly signal?: AbortSignal }): Promise<JudgedBundle> {
  signal?.throwIfAborted()
  const withSignal = signal === undefined ? {} : { signal }
  const passages = Array.from({ length: DISTRACTORS + 1 }, (_, rank) => passageOf(set, (passage + set.passages.length - 1 + rank) % set.passages.length, rank + 1))
  const asked: JudgedQuestion = {
    text: question, analysis: { kind: 'plain', mentions: findMentions(question), wantsFigures: classifyQuestion(question).wantsFigures },
    terms: termsOf(question, set), vector: await embedder.embedQuery(question, withSignal),
  }
  const judgement = await judgeEvidence(asked, passages, { embedder, cache, ...withSignal })
  return { asked, passages, judgement, isRight: (text) => answers.some((answer) => text.toLowerCase().includes(answer.toLowerCase())) }
}

function termsOf(question: string, set: SelfTestQuestions): QuestionTerm[] {
  const words = set.passages.map(({ text }) => new Set(lexicalTerms(text)))
  return contentWords(question).map(({ term }) => {
    const chunks = words.filter((of) => of.has(term)).length
    return { term, chunks, idf: Math.log(1 + (words.length - chunks + 0.5) / (chunks + 0.5)) }
  })
}

function passageOf(set: SelfTestQuestions, index: number, rank: number): EvidencePassage {
  const { name, text } = set.passages[index] ?? { name: '', text: '' }
  const anchor = { kind: 'lines' as const, unit: 1, charStart: 0, charEnd: text.length, startLine: 1, endLine: 1 }
  const place = { kind: 'lines' as const, line: 1 }
  return evidencePassage(
    { rank, documentId: name as DocumentId, path: name, text, score: 1, stale: false, anchor, sha256: name, chunkIds: [], vectorScore: undefined, lexicalCover: undefined },
    { unit: 1, kind: 'lines', label: name, source: 'text', text, segments: [{ charStart: 0, charEnd: text.length, role: 'paragraph', block: 0, place }] },
  )
}
