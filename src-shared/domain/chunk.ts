import type { Anchor } from './anchor.ts'

/**
 * What is embedded and searched: a slice of one unit's stored text. `text` is that slice, byte for byte; what helps to
 * find it without standing in the slice (title, heading path, table header) is in `context` and is never quoted.
 */
export interface Chunk {
  /** 0-based within the document. */
  readonly ordinal: number
  readonly anchor: Anchor
  readonly text: string
  /** Heading path, outermost first. */
  readonly headings: readonly string[]
  /** Prepended for embedding (table header, sheet name); empty when nothing is needed. */
  readonly context: string
  /** Tokens of `context` + `text` for the embedder that it was cut for. */
  readonly tokens: number
}
