import type { IncomingMessage } from 'node:http'
import { AppError } from '../../../src-shared/errors/AppError.ts'

/** The longest question has 4,000 characters; forgetting 10,000 documents by id takes 300 kB. */
const MAX_BODY_BYTES = 1024 ** 2

/** Throws AppError TOO_LARGE or WRONG_USAGE. */
export async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  // A form of another site can post text and form data without asking, JSON it cannot (CORS preflight).
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw new AppError('WRONG_USAGE', 'The body must be JSON.')
  const parts: Buffer[] = []
  let total = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    total += part.length
    if (total > MAX_BODY_BYTES) throw new AppError('TOO_LARGE', 'The request is too large.')
    parts.push(part)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (thrown) {
    throw new AppError('WRONG_USAGE', 'The body is not JSON.', { cause: thrown })
  }
  throw new AppError('WRONG_USAGE', 'The body must be a JSON object.')
}
