import { join } from 'node:path'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { RuntimeDecision } from './runtimeChoice.ts'

/** What was measured, kept beside the imported models: one decision a model and machine, since a library may travel. */
export interface RuntimeDecisions {
  get(model: string, machine: string): RuntimeDecision | null
  keep(decision: RuntimeDecision): Promise<void>
}

/** More machines than one library is opened on; the oldest go. */
const KEPT_DECISIONS = 20

export async function openRuntimeDecisions(files: FileSystem, dataDir: string, options: { readonly isReadOnly?: boolean } = {}): Promise<RuntimeDecisions> {
  const path = join(dataDir, 'models', 'runtime.json')
  let decisions = parse(await files.readWhole(path))
  return {
    get: (model, machine) => decisions.find((decision) => decision.model === model && decision.machine === machine) ?? null,
    async keep(made) {
      decisions = [...decisions.filter(({ model, machine }) => model !== made.model || machine !== made.machine), made].slice(-KEPT_DECISIONS)
      if (options.isReadOnly !== true) await files.writeWhole(path, new TextEncoder().encode(`${JSON.stringify({ version: 2, decisions }, null, 2)}\n`))
    },
  }
}

/** Damaged or of another version: none, and it is measured again, which costs some seconds in the background. */
function parse(bytes: Uint8Array | undefined): readonly RuntimeDecision[] {
  if (bytes === undefined) return []
  try {
    const { decisions } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly decisions?: readonly RuntimeDecision[] }
    return Array.isArray(decisions) ? decisions.filter(isWhole) : []
  } catch {
    return []
  }
}

function isWhole(value: Partial<RuntimeDecision>): value is RuntimeDecision {
  return typeof value.model === 'string' && typeof value.machine === 'string' && Array.isArray(value.measurements)
    && (value.equivalence === null || typeof value.equivalence?.equivalent === 'boolean') && (value.runtime === 'onnx' || value.runtime === 'llama')
}
