import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'

/** The contract of scripts: see the exit codes in the help. */
export const EXIT = { done: 0, unexpected: 1, usage: 2, notFound: 3, inUse: 4, failedCheck: 5, cancelled: 130 } as const

const CODES: Readonly<Partial<Record<ErrorCode, number>>> = {
  WRONG_USAGE: EXIT.usage, QUESTION_EMPTY: EXIT.usage, NOT_FOUND: EXIT.notFound, LIBRARY_IN_USE: EXIT.inUse,
  GATE_FAILED: EXIT.failedCheck, CHAIN_BROKEN: EXIT.failedCheck, LOCKED: EXIT.failedCheck, WRONG_PASSPHRASE: EXIT.failedCheck, CANCELLED: EXIT.cancelled,
}

export function exitCodeOf(code: ErrorCode): number {
  return CODES[code] ?? EXIT.unexpected
}
