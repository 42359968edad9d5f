import { createHash } from 'node:crypto'
import type { EmbeddingIdentity } from '../../../src-shared/domain/model.ts'

/**
 * Completes an identity with its fingerprint: 16 hexadecimal digits over everything that changes a vector. The file's checksum
 * stands for weights, tokenizer and pooling; runtime and quantisation are named because two runtimes round differently.
 */
export function embeddingIdentity(fields: Omit<EmbeddingIdentity, 'fingerprint'>): EmbeddingIdentity {
  const parts = [
    fields.sha256, fields.runtime, fields.quantisation, fields.dimensions, fields.contextTokens, fields.queryPrefix, fields.passagePrefix,
    ...(fields.textForm === undefined ? [] : [fields.textForm]),
  ]
  // The name is left out on purpose: renaming a file must not make a library embed everything again.
  return { ...fields, fingerprint: createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16) }
}
