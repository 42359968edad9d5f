import { existsSync } from 'node:fs'
import path from 'node:path'
import { createEmptyVectorStore } from '../core/retrieval/createEmptyVectorStore.ts'
import type { VectorStore } from '../core/ports/VectorStore.ts'

export interface OpenIndexOptions {
  readonly indexDir: string
  /** Folder of the index. */
  readonly fingerprint: string
  readonly dimensions: number
  readonly readOnly: boolean
}

/** One index of the library. Reading a library that has none yet (nothing was ever added) finds nothing instead of failing. */
export async function openIndex({ indexDir, fingerprint, dimensions, readOnly }: OpenIndexOptions): Promise<VectorStore> {
  if (readOnly && !existsSync(path.join(indexDir, fingerprint))) return createEmptyVectorStore(fingerprint)
  const { openVectorStore } = await import('../adapters/lance/openVectorStore.ts')
  return openVectorStore({ indexDir, fingerprint, dimensions, readOnly })
}
