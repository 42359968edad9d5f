import { open } from 'node:fs/promises'
import { AppError } from '../../../src-shared/errors/AppError.ts'

export interface BatchLine {
  readonly id: string | number
  readonly question: string
  readonly in: readonly string[]
  readonly thread?: string
}

/** The lines of a batch file, one JSON object each; blank lines are passed over. Throws AppError with the number of the line. */
export async function* readBatch(path: string): AsyncGenerator<BatchLine> {
  const file = await open(path).catch((thrown: unknown) => {
    throw new AppError('NOT_FOUND', `The batch file ${path} could not be opened.`, { cause: thrown })
  })
  let number = 0
  for await (const line of file.readLines({ encoding: 'utf8' })) {
    number++
    const text = line.replace(/^\uFEFF/, '').trim()
    if (text !== '') yield parseLine(text, number)
  }
}

function parseLine(text: string, number: number): BatchLine {
  const wrong = (what: string) => new AppError('WRONG_USAGE', `Line ${number} of the batch: ${what}.`, { action: 'Each line is a JSON object: {"id": …, "question": "…", "in"?: ["type:pdf"]}.' })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong('not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('not an object')
  const { id, question, in: filters, thread } = value as Record<string, unknown>
  if (typeof id !== 'string' && typeof id !== 'number') throw wrong('“id” is missing')
  if (typeof question !== 'string' || question.trim() === '') throw wrong('“question” is missing')
  const isFilters = Array.isArray(filters) && filters.every((filter) => typeof filter === 'string')
  if (filters !== undefined && filters !== null && !isFilters) throw wrong('“in” is not a list of filters')
  const hasThread = typeof thread === 'string' || typeof thread === 'number'
  return { id, question, in: isFilters ? filters : [], ...(hasThread ? { thread: String(thread) } : {}) }
}
