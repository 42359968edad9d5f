import type { Answer } from '../../../src-shared/domain/answer.ts'
import type { SearchResult } from '../../../src-shared/domain/passage.ts'
import type { EvaluationQuestion } from './EvaluationQuestion.ts'
import type { EvaluationRun, QuestionResult } from './EvaluationRun.ts'
import { failureStage, scoreAnswer, type AnswerFacts } from './scoreAnswer.ts'
import { scoreRetrieval } from './scoreRetrieval.ts'
import { summariseRun } from './summariseRun.ts'

/** What is measured: the product's own search and answers, whichever host holds them. */
export interface EvaluationSubject {
  readonly search: (query: string, k: number, signal?: AbortSignal) => Promise<SearchResult>
  /** Absent: retrieval only. */
  readonly ask?: (question: string, signal?: AbortSignal) => Promise<Answer>
  readonly unitText: AnswerFacts['unitText']
  /** Paths of all documents that can be cited. */
  readonly paths: readonly string[]
}

export interface EvaluateOptions {
  readonly about: Pick<EvaluationRun, 'questionSet' | 'config'>
  readonly signal?: AbortSignal
  readonly onQuestion?: (done: number, total: number) => void
}

/** Deep enough to rank documents by their first passage. */
const SEARCH_DEPTH = 50

/** Runs a question set, one question after the other, and sums it up. Throws what search or ask throw; an abort stops between questions. */
export async function evaluateQuestions(questions: readonly EvaluationQuestion[], subject: EvaluationSubject, options: EvaluateOptions): Promise<EvaluationRun> {
  const names = [...new Set(questions.flatMap(({ documents }) => documents))]
  const documentName = nameOf(names)
  const read = new Set(subject.paths.map(documentName))
  const results: QuestionResult[] = []
  for (const question of questions) {
    options.signal?.throwIfAborted()
    const { passages } = await subject.search(question.question, SEARCH_DEPTH, options.signal)
    const retrieval = question.answerable ? scoreRetrieval(question, passages.map(({ path, anchor, text }) => ({ document: documentName(path), unit: anchor.unit, text }))) : {}
    const answer = await subject.ask?.(question.question, options.signal)
    const scores = { ...retrieval, ...(answer === undefined ? {} : scoreAnswer(question, answer, { documentName, unitText: subject.unitText })) }
    const failure = answer === undefined ? undefined : failureStage(question, scores, question.documents.length === 0 || question.documents.some((name) => read.has(name)))
    results.push({ id: question.id, scores, ...(question.type === undefined ? {} : { type: question.type }), ...(failure === undefined ? {} : { failure }) })
    options.onQuestion?.(results.length, questions.length)
  }
  return summariseRun(results, options.about)
}

/** The name that a set uses for a path: the longest of its names that the path ends with, whole folders only. */
function nameOf(names: readonly string[]): (path: string) => string {
  const longestFirst = [...names].sort((a, b) => b.length - a.length)
  const known = new Map<string, string>()
  return (path) => {
    const kept = known.get(path)
    if (kept !== undefined) return kept
    const plain = `/${path.replaceAll('\\', '/')}`
    const name = longestFirst.find((candidate) => plain.endsWith(`/${candidate}`)) ?? path
    known.set(path, name)
    return name
  }
}
