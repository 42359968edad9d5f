import type { z } from 'zod'

/** One route: a strict schema that every transport parses the input with, and the type of what it returns. */
export interface Route<Input extends z.ZodType, Output> {
  readonly input: Input
  /** Carries the output's type; never read at run time. */
  readonly output?: Output
}

export type InputOf<R> = R extends Route<infer Input, unknown> ? z.input<Input> : never
export type OutputOf<R> = R extends { readonly output?: infer Output } ? Exclude<Output, undefined> : never
