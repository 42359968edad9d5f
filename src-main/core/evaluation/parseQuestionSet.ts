import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { EvaluationEvidence, EvaluationQuestion } from './EvaluationQuestion.ts'

/**
 * A question set from JSON lines: `{id, question, answer?, answerable?, docs?, evidence?: [{doc, page?, text?}], forbidden?, type?}`. `answer` is a
 * text or a list of texts of which any is right; `docs` are file names (or path ends), `page` counts from 1; `references: [{content}]` is taken as evidence texts of the first document;
 * `forbidden` lists texts that an answer must not hold. Blank lines are skipped. Throws WRONG_USAGE with the number of the first bad line, or when there is no question.
 */
export function parseQuestionSet(jsonLines: string): EvaluationQuestion[] {
  const questions: EvaluationQuestion[] = []
  const ids = new Set<string>()
  for (const [index, line] of jsonLines.split('\n').entries()) {
    if (line.trim() === '') continue
    const question = parseQuestion(line, index + 1)
    if (ids.has(question.id)) throw bad(index + 1, `the id “${question.id}” was used before`)
    ids.add(question.id)
    questions.push(question)
  }
  if (questions.length === 0) throw new AppError('WRONG_USAGE', 'The question set holds no question.', { action: 'Each line is {"id", "question", "answer", "docs", "evidence"}.' })
  return questions
}

function parseQuestion(line: string, number: number): EvaluationQuestion {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw bad(number, 'it is not JSON', cause)
  }
  if (!isRecord(value)) throw bad(number, 'it is not an object')
  const { id, question, answer, answerable, docs, evidence, references, forbidden, type } = value
  if (typeof question !== 'string' || question.trim() === '') throw bad(number, 'it has no question')
  const documents = Array.isArray(docs) ? docs.filter((name) => typeof name === 'string') : []
  const found = Array.isArray(evidence) ? evidence.flatMap(parseEvidence) : Array.isArray(references) ? references.flatMap((reference) => parseReference(reference, documents[0])) : []
  return {
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : `line-${number}`,
    question,
    answers: answersOf(answer),
    answerable: answerable !== false,
    documents: documents.length > 0 ? documents : [...new Set(found.map(({ document }) => document))],
    evidence: found,
    ...(answersOf(forbidden).length > 0 ? { forbidden: answersOf(forbidden) } : {}),
    ...(typeof type === 'string' ? { type } : {}),
  }
}

function answersOf(answer: unknown): string[] {
  if (typeof answer === 'string') return answer.trim() === '' ? [] : [answer]
  return Array.isArray(answer) ? answer.filter((text) => typeof text === 'string' && text.trim() !== '') : []
}

function parseEvidence(value: unknown): EvaluationEvidence[] {
  if (!isRecord(value) || typeof value['doc'] !== 'string') return []
  const { doc, page, text } = value
  return [{ document: doc, ...(typeof page === 'number' ? { page } : {}), ...(typeof text === 'string' ? { text } : {}) }]
}

function parseReference(value: unknown, document: string | undefined): EvaluationEvidence[] {
  return isRecord(value) && typeof value['content'] === 'string' && document !== undefined ? [{ document, text: value['content'] }] : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The line that `parseQuestionSet` reads as this question. */
export function writeQuestion({ id, question, answers, answerable, documents, evidence, forbidden, type }: EvaluationQuestion): string {
  return JSON.stringify({
    id, question, answer: answers, answerable, docs: documents, evidence: evidence.map(({ document, page, text }) => ({ doc: document, page: page ?? null, text: text ?? null })),
    ...(forbidden === undefined ? {} : { forbidden }), ...(type === undefined ? {} : { type }),
  })
}

function bad(line: number, why: string, cause?: unknown): AppError {
  return new AppError('WRONG_USAGE', `Line ${line} of the question set cannot be used: ${why}.`, { action: 'Each line is {"id", "question", "answer", "docs", "evidence"}.', cause })
}
