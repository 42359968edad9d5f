import type { ParseArgsOptionsConfig } from 'node:util'
import type { Engine } from '../../core/Engine.ts'
import type { OpenEngineOptions } from '../openEngine.ts'
import type { Output } from './createOutput.ts'

export type OptionValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

/** What a command gets: everything that is outside of it, so that a test can give something else. */
export interface CommandContext {
  readonly positionals: readonly string[]
  readonly options: OptionValues
  readonly dataDir: string
  readonly output: Output
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Opened once, when first asked for; closed when the command ends. */
  /** From the environment, else from the terminal without showing it; undefined: there is none. A new one is not taken from FOOTNOTE_PASSPHRASE. */
  askPassphrase(question: string, options?: { readonly isNew?: boolean }): Promise<string | undefined>
  openEngine(options?: Pick<OpenEngineOptions, 'readOnly' | 'watch' | 'repair'>): Promise<Engine>
}

export interface Command {
  readonly options?: ParseArgsOptionsConfig
  /** Gives the exit code; absent: 0. Throws AppError. */
  run(context: CommandContext): Promise<number | undefined>
}

export interface CommandEntry {
  readonly usage: string
  readonly summary: string
  /** Loaded only when the command runs: `--help` must stay free of everything heavy. */
  readonly load: () => Promise<{ readonly command: Command }>
}
