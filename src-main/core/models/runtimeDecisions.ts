import { join } from 'node:path'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { RuntimeDecision } from './runtimeChoice.ts'

/** What was measured on this machine, kept beside the imported models. */
export interface RuntimeDecisions {
  get(): RuntimeDecision | null
  keep(decision: RuntimeDecision): Promise<void>
}

export async function openRuntimeDecisions(files: FileSystem, dataDir: string, options: { readonly isReadOnly?: boolean } = {}): Promise<RuntimeDecisions> {
  const path = join(dataDir, 'models', 'runtime.json')
  let decision = parse(await files.readWhole(path))
  return {
    get: () => decision,
    async keep(made) {
      decision = made
      if (options.isReadOnly !== true) await files.writeWhole(path, new TextEncoder().encode(`${JSON.stringify(made, null, 2)}\n`))
    },
  }
}

/** Damaged or of another version: null, and it is measured again, which costs a second. */
function parse(bytes: Uint8Array | undefined): RuntimeDecision | null {
  if (bytes === undefined) return null
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as Partial<RuntimeDecision>
    const isWhole = typeof value.model === 'string' && typeof value.machine === 'string' && Array.isArray(value.measurements)
      && typeof value.equivalence?.equivalent === 'boolean' && (value.runtime === 'onnx' || value.runtime === 'llama')
    return isWhole ? value as RuntimeDecision : null
  } catch {
    return null
  }
}
