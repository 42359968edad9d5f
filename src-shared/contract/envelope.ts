import type { ErrorData } from '../errors/AppError.ts'

/** Errors cross as data: a transport's own rejection would keep only a message. */
export type Reply<Output> = { readonly ok: true; readonly value: Output } | { readonly ok: false; readonly error: ErrorData }
