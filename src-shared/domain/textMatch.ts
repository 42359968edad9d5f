import type { Anchor } from './anchor.ts'

/** A place in a document where words that were looked for stand. */
export interface TextMatch {
  readonly unit: number
  readonly anchor: Anchor
  /** As it is stored. */
  readonly text: string
}

export interface DocumentMatches {
  readonly matches: readonly TextMatch[]
  /** False: there are more than are listed. */
  readonly isComplete: boolean
}
