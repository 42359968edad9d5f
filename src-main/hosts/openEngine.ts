import type { Engine } from '../core/Engine.ts'
import { resourcesDir } from './resourcesDir.ts'

export interface OpenEngineOptions {
  readonly dataDir: string
  /** For commands that only read the catalog: takes no writer lock, starts no child process. */
  readonly readOnly?: boolean
}

/** The engine with its adapters, loaded only when a command needs it: `--help` must not pay for LanceDB and llama.cpp. */
export async function openEngine({ dataDir, readOnly = false }: OpenEngineOptions): Promise<Engine> {
  const { composeEngine } = await import('./composeEngine.ts')
  return composeEngine({ dataDir, resourcesDir: resourcesDir(), readOnly })
}
