/** What may be done with the documents of an added folder. */
export interface FolderPolicy {
  /** Its documents are searched and answered from. */
  readonly answer: boolean
  /** What stands in them may leave Footnote: in a file that is saved, or to another program. */
  readonly export: boolean
  /** Quotes and passages are shown whole; otherwise at most `SHORT_QUOTE` of each. */
  readonly quoteAtLength: boolean
}

export const OPEN_POLICY: FolderPolicy = { answer: true, export: true, quoteAtLength: true }

/** As much as a short quotation of a protected work commonly holds: a sentence. The characters count for writing without spaces. */
export const SHORT_QUOTE = { words: 25, characters: 220 }

/** What both allow. */
export function stricterPolicy(a: FolderPolicy, b: FolderPolicy): FolderPolicy {
  return { answer: a.answer && b.answer, export: a.export && b.export, quoteAtLength: a.quoteAtLength && b.quoteAtLength }
}

export function isOpenPolicy({ answer, export: exported, quoteAtLength }: FolderPolicy): boolean {
  return answer && exported && quoteAtLength
}
