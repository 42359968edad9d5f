import type { Reply } from '../../src-shared/contract/envelope.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'
import { ERRORS } from '../../src-shared/errors/errorCode.ts'

/** The value of a reply, or its error thrown as the AppError that it was on the other side. */
export function unwrapReply<Output>(reply: Reply<Output>): Output {
  if (reply.ok) return reply.value
  // A host newer than this window may know more codes than it does.
  throw AppError.fromData(Object.hasOwn(ERRORS, reply.error.code) ? reply.error : { ...reply.error, code: 'INTERNAL' })
}
