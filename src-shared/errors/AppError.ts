import { ERRORS, type ErrorCode } from './errorCode.ts'

/** The shape in which an error crosses a process, a socket or standard output. */
export interface ErrorData {
  readonly code: ErrorCode
  readonly message: string
  readonly action?: string
}

/** The one error class of the product: a code from the closed list, a sentence for a person, and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly action: string

  constructor(code: ErrorCode, message: string = ERRORS[code].message, options: { readonly action?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.action = options.action ?? ERRORS[code].action
  }

  /** The error again on the other side of a process or a socket. */
  static fromData(data: ErrorData): AppError {
    return new AppError(data.code, data.message, data.action === undefined ? {} : { action: data.action })
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, action: this.action }
  }
}

/** Any thrown value as an AppError; an abort becomes CANCELLED, the unknown INTERNAL with its cause kept. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') return new AppError('CANCELLED', undefined, { cause: thrown })
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'ENOSPC') return new AppError('DISK_FULL', undefined, { cause: thrown })
  // Making a folder with all those around it fails so where the outermost may not be made.
  const isRefusedFolder = code === 'ENOENT' && thrown instanceof Error && 'syscall' in thrown && thrown.syscall === 'mkdir'
  if (code === 'EROFS' || isRefusedFolder) return new AppError('READ_ONLY', undefined, { cause: thrown })
  return new AppError('INTERNAL', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })
}
