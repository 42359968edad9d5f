import { hashContent } from '../audit/hashChain.ts'
import type { CheckpointStore } from '../ports/CheckpointStore.ts'

/** Some seconds of work on two cores: what a crash may cost. */
const SLICE_TEXTS = 256

export interface EmbedFrom {
  readonly embed: (texts: readonly string[]) => Promise<Float32Array[]>
  /** Absent: every embedding begins at the beginning. */
  readonly checkpoints: CheckpointStore | undefined
  /** Of the embedder. */
  readonly fingerprint: string
  /** Of the file. */
  readonly sha256: string
}

/**
 * Vectors of a document's texts, in their order. Those of a long document are kept slice by slice, so that an interrupted embedding of the same bytes goes on
 * where it ended; `forget` is to be called once the document is published.
 */
export async function embedResumably({ embed, checkpoints, fingerprint, sha256 }: EmbedFrom, texts: readonly string[]): Promise<{ readonly vectors: readonly Float32Array[]; readonly forget: () => void }> {
  if (checkpoints === undefined || texts.length <= SLICE_TEXTS) return { vectors: await embed(texts), forget: () => undefined }
  const stored = checkpoints.vectors(`${fingerprint} ${sha256}`)
  const slices = Array.from({ length: Math.ceil(texts.length / SLICE_TEXTS) }, (_, index) => texts.slice(index * SLICE_TEXTS, (index + 1) * SLICE_TEXTS))
  const vectors = await Promise.all(slices.map(async (slice, index) => {
    // Of the texts themselves: the same bytes may be cut otherwise by now.
    const digest = hashContent(slice.join('\0'))
    const kept = stored.get(index, digest)
    if (kept?.length === slice.length) return kept
    const made = await embed(slice)
    stored.save(index, digest, made)
    return made
  }))
  return { vectors: vectors.flat(), forget: () => { stored.remove() } }
}
