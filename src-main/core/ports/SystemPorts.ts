/** Time, ids and randomness come from here, so that tests and replays decide them. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonic(): number
}

export interface IdSource {
  /** `prefix` + 16 random hexadecimal digits. */
  next(prefix: string): string
}

export interface Logger {
  /** One line of plain words; `details` never hold document text or passwords. */
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, details?: Readonly<Record<string, unknown>>): void
}
