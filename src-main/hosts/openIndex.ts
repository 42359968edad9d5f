import { existsSync } from 'node:fs'
import path from 'node:path'
import type { EmbeddingIdentity } from '../../src-shared/domain/model.ts'
import { createEmptyVectorStore } from '../core/retrieval/createEmptyVectorStore.ts'
import type { VectorStore } from '../core/ports/VectorStore.ts'

export interface OpenIndexOptions {
  readonly indexDir: string
  readonly identity: EmbeddingIdentity
  readonly readOnly: boolean
}

/** The index of one embedding fingerprint. Reading a library that has none yet (nothing was ever added) finds nothing instead of failing. */
export async function openIndex({ indexDir, identity, readOnly }: OpenIndexOptions): Promise<VectorStore> {
  const { fingerprint, dimensions } = identity
  if (readOnly && !existsSync(path.join(indexDir, fingerprint))) return createEmptyVectorStore(fingerprint)
  const { openVectorStore } = await import('../adapters/lance/openVectorStore.ts')
  return openVectorStore({ indexDir, fingerprint, dimensions, readOnly })
}
