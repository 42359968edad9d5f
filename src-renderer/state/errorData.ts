import type { ErrorData } from '../../src-shared/errors/AppError.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'
import { ERRORS } from '../../src-shared/errors/errorCode.ts'

/** Whatever a call rejected with, as something that a person can be shown. */
export function errorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) return thrown.toData()
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown && typeof thrown.code === 'string' && thrown.code in ERRORS) {
    const action = 'action' in thrown && typeof thrown.action === 'string' ? { action: thrown.action } : {}
    return { code: thrown.code as ErrorData['code'], message: String(thrown.message), ...action }
  }
  return { code: 'INTERNAL', message: thrown instanceof Error ? thrown.message : String(thrown), action: ERRORS.INTERNAL.action }
}
