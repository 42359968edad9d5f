import type { AnswerGrade } from '../../../src-shared/domain/answer.ts'
import { classifyQuestion } from '../retrieval/classifyQuestion.ts'
import { findMentions } from '../retrieval/findMentions.ts'
import { lexicalTerms } from '../retrieval/lexicalTerms.ts'
import type { QuestionAnalysis } from '../retrieval/QuestionAnalysis.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import type { JudgedQuestion, Judgement } from './judgeEvidence.ts'
import { saysTheSame, type Evidence } from './selectEvidence.ts'

/** One part of a question, judged by itself over the passages of the whole. */
export interface PartJudgement {
  /** As asked, without the names that completed it for the search. */
  readonly text: string
  readonly grade: AnswerGrade
  readonly confidence: number
  /** What answers it; empty unless its grade is found and it is no part of a comparison. */
  readonly evidence: readonly Evidence[]
  /** Years that it names and that no passage and no document's name or title holds. */
  readonly missingYears: readonly number[]
}

interface PartOptions {
  readonly whole: Judgement
  readonly embedPart: (part: string) => Promise<Float32Array>
  readonly judge: (question: JudgedQuestion) => Promise<Judgement>
}

/**
 * Judges each part of a question by itself. A part of a comparison is no question that confidence was fitted on: only the year that it names is looked
 * for, and otherwise it stands with the whole.
 */
export async function judgeParts({ analysis, terms }: JudgedQuestion & { readonly analysis: Pick<QuestionAnalysis, 'kind' | 'parts'> }, passages: readonly EvidencePassage[], { whole, embedPart, judge }: PartOptions): Promise<PartJudgement[]> {
  const judged: PartJudgement[] = []
  for (const part of analysis.parts.slice(1)) {
    const text = part.replace(/ \([^()]*\)\?$/u, '')
    const mentions = findMentions(part)
    const missingYears = findMentions(text).years.filter((year) => !passages.some((passage) => holdsYear(passage, year)))
    if (missingYears.length > 0) judged.push({ text, grade: 'none', confidence: 0, evidence: [], missingYears })
    else if (analysis.kind === 'comparison') judged.push({ text, grade: whole.grade, confidence: whole.confidence, evidence: [], missingYears })
    else {
      const words = new Set(lexicalTerms(part))
      const { grade, confidence, selection } = await judge({
        text: part, analysis: { kind: 'plain', mentions, wantsFigures: classifyQuestion(part).wantsFigures },
        terms: terms.filter(({ term }) => words.has(term)), vector: await embedPart(part),
      })
      judged.push({ text, grade, confidence, evidence: grade === 'found' ? selection.evidence : [], missingYears })
    }
  }
  return judged
}

/**
 * The judgement of the whole with its parts: every part that is found has its best sentence in the evidence; and where the whole as one is not found but a
 * part is, the question is answered in part, as surely as the least sure of those parts.
 */
export function joinParts(whole: Judgement, parts: readonly PartJudgement[]): Judgement {
  const found = parts.map(({ evidence }) => evidence).filter((evidence) => evidence.length > 0)
  if (found.length === 0) return { ...whole, parts }
  const withEvidence = (evidence: readonly Evidence[]): Judgement => ({ ...whole, parts, selection: { ...whole.selection, evidence } })
  if (whole.grade === 'found') return withEvidence(found.map(bestOf).reduce(withNew, whole.selection.evidence))
  return { ...withEvidence(found.reduce(withNew, [])), grade: 'found', confidence: Math.min(...parts.flatMap(({ grade, confidence }) => (grade === 'found' ? [confidence] : []))) }
}

function bestOf(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.toSorted((a, b) => b.scored.standing - a.scored.standing).slice(0, 1)
}

/** What a person reads of a part that is not answered. */
export function describePart({ text, grade, missingYears }: PartJudgement, searched: string): string {
  if (missingYears.length > 0) return `Nothing of ${missingYears.join(' and ')} was found in ${searched}.`
  const asked = text.replace(/[?.!\s]+$/u, '')
  return grade === 'closest' ? `No sentence in ${searched} clearly answers “${asked}”.` : `Nothing that answers “${asked}” was found in ${searched}.`
}

function withNew(kept: readonly Evidence[], more: readonly Evidence[]): readonly Evidence[] {
  const isKnown = (item: Evidence) => kept.some((other) => (other.passage === item.passage && other.charStart < item.charEnd && item.charStart < other.charEnd) || saysTheSame(other.scored, item.scored))
  return [...kept, ...more.filter((item) => !isKnown(item))]
}

/** `2022`, `FY22`, `2021/22`, in the passage or in its document's path, title or headings. */
function holdsYear({ passage, unit, charStart, charEnd }: EvidencePassage, year: number): boolean {
  const short = String(year).slice(2)
  const headings = 'headings' in passage.anchor ? passage.anchor.headings ?? [] : []
  const read = [passage.path, passage.title ?? '', ...headings, ...passage.documentTerms ?? [], unit.text.slice(charStart, charEnd)].join('\n')
  return new RegExp(String.raw`(?<!\d)(?:${year}(?!\d)|(?:FY\s?['’]?|(?:19|20)\d\d\s?[/–-]\s?|['’])${short}(?!\d))`, 'iu').test(read)
}
