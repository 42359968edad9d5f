import { FAILURE_CAUSES, type AuditGrade, type ExpectedAnswer, type FailureCause, type GivenGrade } from '../../../../src-shared/domain/blindAudit.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'

const BY_KEY: Readonly<Record<string, AuditGrade>> = { 1: 'useful', 2: 'partly', 3: 'wrong', useful: 'useful', partly: 'partly', wrong: 'wrong' }
const FORM = 'Each line is {"itemId", "grade": "useful" | "partly" | "wrong" (or 1, 2, 3), "reason"?, "cause"?, "expected"?: {"documents", "page"?, "text"?, "answer"?} | null}.'

/** Recorded grades, one JSON object a line; blank lines are passed over. Throws WRONG_USAGE with the number of the first bad line. */
export function parseGrades(jsonLines: string): GivenGrade[] {
  return jsonLines.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parseGrade(line, index + 1)]))
}

function parseGrade(line: string, number: number): GivenGrade {
  const bad = (why: string) => new AppError('WRONG_USAGE', `Line ${number} of the grades cannot be used: ${why}.`, { action: FORM })
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw bad('it is not JSON')
  }
  if (!isRecord(value)) throw bad('it is not an object')
  const { itemId, grade, reason, cause, expected } = value
  const known = typeof grade === 'string' || typeof grade === 'number' ? BY_KEY[String(grade)] : undefined
  if (typeof itemId !== 'string') throw bad('it has no itemId')
  if (known === undefined) throw bad('its grade is none of useful, partly, wrong')
  if (cause !== undefined && !FAILURE_CAUSES.includes(cause as FailureCause)) throw bad(`its cause is none of ${FAILURE_CAUSES.join(', ')}`)
  if (expected !== undefined && expected !== null && !isExpected(expected)) throw bad('its “expected” has no list of documents')
  return {
    itemId, grade: known, ...(typeof reason === 'string' ? { reason } : {}), ...(cause === undefined ? {} : { cause: cause as FailureCause }),
    ...(expected === undefined ? {} : { expected: expected }),
  }
}

function isExpected(value: unknown): value is ExpectedAnswer {
  if (!isRecord(value)) return false
  const { documents, page, text, answer } = value
  return Array.isArray(documents) && documents.every((name) => typeof name === 'string') && (page === undefined || typeof page === 'number') && [text, answer].every((part) => part === undefined || typeof part === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
