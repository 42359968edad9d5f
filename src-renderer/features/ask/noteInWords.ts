import type { Citation } from '../../../src-shared/domain/answer.ts'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { day } from '../../text/amounts.ts'
import { fileName } from '../../text/paths.ts'
import { placeInWords } from '../../text/placeInWords.ts'

/** `Facility Agreement.pdf · page 41 · 2021-06-14`: the date is the document's own, else the file's; a mail carries its own. */
export function noteInWords({ path, anchor }: Pick<Citation, 'path' | 'anchor'>, document: DocumentReport | undefined): string {
  const date = anchor.kind === 'message' ? undefined : (document?.created ?? document?.modified)
  return [fileName(path), placeInWords(anchor), ...(date === undefined ? [] : [day(date)])].join(' · ')
}
