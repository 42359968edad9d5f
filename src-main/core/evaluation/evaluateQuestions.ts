import type { Answer } from '../../../src-shared/domain/answer.ts'
import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { SearchResult } from '../../../src-shared/domain/passage.ts'
import type { EvaluationQuestion } from './EvaluationQuestion.ts'
import type { EvaluationRun, QuestionResult } from './EvaluationRun.ts'
import { failureStage, isWrong, type ReadTexts } from './failureStage.ts'
import { scoreAnswer } from './scoreAnswer.ts'
import { scoreRetrieval } from './scoreRetrieval.ts'
import { summariseRun } from './summariseRun.ts'

/** A document that can be cited, as far as measuring needs it. */
export interface MeasuredDocument {
  readonly documentId: DocumentId
  readonly path: string
  readonly chunks: number
}

/** What is measured: the product's own search and answers, whichever host holds them. */
export interface EvaluationSubject {
  readonly search: (query: string, k: number, options?: { readonly filter?: DocumentFilter; readonly signal?: AbortSignal }) => Promise<SearchResult>
  /** Absent: retrieval only. */
  readonly ask?: (question: string, signal?: AbortSignal) => Promise<Answer>
  /** Stored text of a unit; undefined when there is none of that number. */
  readonly unitText: (documentId: DocumentId, unit: number) => string | undefined
  readonly documents: readonly MeasuredDocument[]
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
  const documentName = nameOf([...new Set(questions.flatMap(({ documents }) => documents))])
  const signalOption = options.signal === undefined ? {} : { signal: options.signal }
  const results: QuestionResult[] = []
  for (const question of questions) {
    options.signal?.throwIfAborted()
    const { passages } = await subject.search(question.question, SEARCH_DEPTH, signalOption)
    const retrieval = question.answerable ? scoreRetrieval(question, passages.map(({ path, anchor, text }) => ({ document: documentName(path), unit: anchor.unit, text }))) : {}
    const answer = await subject.ask?.(question.question, options.signal)
    const scores = { ...retrieval, ...(answer === undefined ? {} : scoreAnswer(question, answer, { documentName, unitText: subject.unitText })) }
    const failure = answer === undefined || !isWrong(question, scores) ? undefined : failureStage(question, scores, await readTexts(question, subject, documentName, options.signal))
    results.push({
      id: question.id, ...(question.type === undefined ? {} : { type: question.type }), scores, ...(failure === undefined ? {} : { failure }),
      ...(answer === undefined ? {} : { status: answer.status, grade: answer.grade, confidence: answer.confidence }),
    })
    options.onQuestion?.(results.length, questions.length)
  }
  return summariseRun(results, options.about)
}

/** Chunks that one search over a single document can bring; of longer documents nothing is claimed. */
const CHUNKS_TO_READ = 100

async function readTexts(question: EvaluationQuestion, subject: EvaluationSubject, documentName: (path: string) => string, signal: AbortSignal | undefined): Promise<ReadTexts> {
  const right = subject.documents.filter(({ path }) => question.documents.includes(documentName(path)))
  const units = right.flatMap(({ documentId }) => {
    const texts: string[] = []
    for (let unit = 1, text = subject.unitText(documentId, unit); text !== undefined; text = subject.unitText(documentId, ++unit)) texts.push(text)
    return texts
  })
  const isSmall = right.length > 0 && right.reduce((sum, { chunks }) => sum + chunks, 0) <= CHUNKS_TO_READ
  const found = isSmall ? await subject.search(question.question, CHUNKS_TO_READ, { filter: { doc: right.map(({ documentId }) => documentId) }, ...(signal === undefined ? {} : { signal }) }) : undefined
  return { isThere: question.documents.length === 0 || right.length > 0, units, chunks: found?.passages.map(({ text }) => text) }
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
