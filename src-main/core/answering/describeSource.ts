import type { RetrievedPassage } from '../retrieval/Retrieval.ts'

/** What people call files of a type, for types whose own text never says it. */
const CALLED: readonly (readonly [extension: RegExp, words: string])[] = [
  [/\.(?:eml|msg|mbox)$/i, 'mail email e-mail message write wrote send sent'],
  [/\.(?:pptx?|odp)$/i, 'slides deck presentation'],
  [/\.(?:xls[xmb]?|ods)$/i, 'spreadsheet workbook sheet'],
]

/**
 * What a question may call the source of a passage beside its file name: its title, who sent it, and its kind. In "what did Anna write about the crane in her mail?" the words "Anna",
 * "write" and "mail" are met by the mail itself; its sentences never say them.
 */
export function describeSource({ title = '', anchor, path }: Pick<RetrievedPassage, 'title' | 'anchor' | 'path'>): string {
  return [title, anchor.kind === 'message' ? anchor.from ?? '' : '', CALLED.find(([extension]) => extension.test(path))?.[1] ?? ''].join(' ')
}
