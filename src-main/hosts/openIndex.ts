import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../src-shared/errors/AppError.ts'
import { createEmptyVectorStore } from '../core/retrieval/createEmptyVectorStore.ts'
import type { VectorStore } from '../core/ports/VectorStore.ts'

export interface OpenIndexOptions {
  readonly indexDir: string
  /** Folder of the index. */
  readonly fingerprint: string
  readonly dimensions: number
  readonly readOnly: boolean
  /** Documents of the catalog are in it: that it is not there is damage. */
  readonly isExpected?: boolean
  /** A damaged index was set aside in `damaged/`. */
  readonly onDamaged?: () => void
}

/**
 * One index of the library. Reading a library that has none yet (nothing was ever added) finds nothing instead of failing. A writer sets a damaged one aside and
 * gets an empty one, into which recovery puts every document again from its stored text; a reader throws DAMAGED_LIBRARY.
 */
export async function openIndex({ indexDir, fingerprint, dimensions, readOnly, isExpected = false, onDamaged }: OpenIndexOptions): Promise<VectorStore> {
  const place = path.join(indexDir, fingerprint)
  if (readOnly && !existsSync(place)) {
    if (isExpected) throw new AppError('DAMAGED_LIBRARY', 'The index of this library is missing.')
    return createEmptyVectorStore(fingerprint)
  }
  const { openVectorStore } = await import('../adapters/lance/openVectorStore.ts')
  const open = () => openVectorStore({ indexDir, fingerprint, dimensions, readOnly })
  try {
    return await open()
  } catch (error) {
    if (readOnly || !(error instanceof AppError) || error.code !== 'DAMAGED_LIBRARY') throw error
  }
  const damagedDir = path.join(path.dirname(indexDir), 'damaged')
  await mkdir(damagedDir, { recursive: true })
  await rename(place, path.join(damagedDir, `index-${fingerprint}-${new Date().toISOString().replace(/[:.]/g, '-')}`))
  onDamaged?.()
  return await open()
}
