import { describeProgress, type Progressing } from './describeProgress.ts'

/** The part of a stream that is used; `process.stdout` is one. */
export interface TextStream {
  write(text: string, done?: () => void): boolean
  readonly isTTY?: boolean
}

/**
 * The two streams of the contract: standard output holds the result (with `--json` one JSON value, or one a line for batches), standard error
 * everything else; the progress line only where a person looks at a terminal.
 */
export interface Output {
  readonly isJson: boolean
  /** The result: `value` with `--json`, `text` for a person. */
  result(value: unknown, text: () => string): void
  /** One line of a batch; resolves when it was handed to the system, so that a reader at the other end has it. */
  line(value: unknown, text: () => string): Promise<void>
  /** Words for a person as they come; nothing with `--json`. */
  stream(text: string): void
  note(text: string): void
  progress(job: Progressing): void
  /** Resolves when everything was handed over. */
  flush(): Promise<void>
}

export function createOutput({ isJson, stdout, stderr }: { readonly isJson: boolean; readonly stdout: TextStream; readonly stderr: TextStream }): Output {
  let hasProgressLine = false

  function clearProgress(): void {
    if (hasProgressLine) stderr.write('\r\u001b[2K')
    hasProgressLine = false
  }

  function print(value: unknown, text: () => string): Promise<void> {
    clearProgress()
    const written = isJson ? JSON.stringify(value) : text()
    return new Promise((resolve) => {
      if (written === '') resolve()
      else stdout.write(`${written}\n`, () => resolve())
    })
  }

  return {
    isJson,
    result: (value, text) => void print(value, text),
    line: print,
    stream(text) {
      clearProgress()
      if (!isJson) stdout.write(text)
    },
    note(text) {
      clearProgress()
      stderr.write(`${text}\n`)
    },
    progress(job) {
      if (stderr.isTTY !== true) return
      stderr.write(`\r\u001b[2K${describeProgress(job)}`)
      hasProgressLine = true
    },
    async flush() {
      clearProgress()
      await Promise.all([stdout, stderr].map((stream) => new Promise<void>((resolve) => { stream.write('', () => resolve()) })))
    },
  }
}
