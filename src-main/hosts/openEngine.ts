import type { Engine } from '../core/Engine.ts'
import type { PowerSource } from '../core/ports/PowerSource.ts'
import type { ProcessLauncher } from '../core/ports/ProcessLauncher.ts'
import { resourcesDir } from './resourcesDir.ts'

export interface OpenEngineOptions {
  readonly dataDir: string
  /** Only reads: takes no writer lock, recovers nothing. For commands that look at the library while a window has it. */
  readonly readOnly?: boolean
  /** Follows changes of the added folders. */
  readonly watch?: boolean
  /** Puts right what cannot be opened; see `ComposeOptions`. */
  readonly repair?: boolean
  /** What a second process is told when it wants to write as well: `the window`. */
  readonly program?: string
  /** Asked for when the library has a lock; absent: the environment variable FOOTNOTE_PASSPHRASE. */
  readonly passphrase?: () => string | undefined | Promise<string | undefined>
  /** How child processes are started; Electron brings its own. */
  readonly launcher?: ProcessLauncher
  /** What feeds the computer; Electron knows on every system. */
  readonly power?: PowerSource
}

export type OpenEngine = (options: OpenEngineOptions) => Promise<Engine>

/** The engine with its adapters, loaded only when a command needs it: `--help` must not pay for LanceDB and llama.cpp. */
export const openEngine: OpenEngine = async (options) => {
  const { composeEngine } = await import('./composeEngine.ts')
  return composeEngine({ resourcesDir: resourcesDir(), passphrase: () => process.env['FOOTNOTE_PASSPHRASE'], ...options })
}
