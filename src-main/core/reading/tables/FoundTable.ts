import type { BlockTable } from '../PageBlock.ts'
import type { PageWord } from '../PageContent.ts'

export interface FoundTable {
  readonly table: BlockTable
  readonly words: ReadonlySet<PageWord>
}
