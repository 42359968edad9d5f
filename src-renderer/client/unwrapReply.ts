import type { Reply } from '../../src-shared/contract/envelope.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'
import { ERRORS } from '../../src-shared/errors/errorCode.ts'

/** The value of a reply, or its error thrown as the AppError that it was on the other side. */
export function unwrapReply<Output>(reply: Reply<Output>): Output {
  if (reply.ok) return reply.value
  const { code, message, action } = reply.error
  // A host newer than this window may know more codes than it does.
  throw new AppError(Object.hasOwn(ERRORS, code) ? code : 'INTERNAL', message, action === undefined ? {} : { action })
}
