import { fixturePath, knownText } from '../../fixtures/reading/knownText.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { documentText, readPlain } from './readPlain.ts'
import { mean, wordScore, wordsOf } from './textScores.ts'

const OWN = 'own files with known text, in the repository'

/**
 * Word recall over files of the repository whose text is known, for kinds of which no public file with a reviewed text is at hand: RTF as LibreOffice, Word and
 * WordPad write it, and the parts of a document that readers lose, by part and file.
 */
export async function measure(): Promise<MeasureRow[]> {
  const text = async (name: string): Promise<string[]> => wordsOf(documentText(await readPlain(fixturePath(name))))
  const recallOf = (found: readonly string[], lines: readonly string[]): number => wordScore(found, wordsOf(lines.join('\n'))).recall
  const whole = Object.values(knownText.survey).flat()
  const rtf: number[] = []
  for (const name of ['survey.rtf', 'survey-word.rtf']) rtf.push(recallOf(await text(name), whole))
  for (const [name, lines] of Object.entries(knownText.wordpad)) rtf.push(recallOf(await text(name), lines))
  const rows: MeasureRow[] = [{ measure: 'RTF: word recall', value: mean(rtf), best: 1, n: rtf.length, note: OWN }]
  for (const extension of ['docx', 'odt', 'doc']) {
    const found = await text(`survey.${extension}`)
    const part = (label: string, parts: readonly string[], best: number | null): MeasureRow => {
      const lines = parts.flatMap((name) => knownText.survey[name] ?? [])
      return { measure: `${extension}, ${label}: word recall`, value: mean(lines.map((line) => recallOf(found, [line]))), best, n: lines.length, note: OWN }
    }
    const isDocx = extension === 'docx'
    rows.push(part('notes', ['note', 'endnote'], isDocx ? 1 : null), part('text boxes', ['box'], isDocx ? 1 : null), part('headers and footers', ['header', 'footer'], isDocx ? 0.13 : null), part('comments', ['comment'], isDocx ? 0 : null))
    rows.push({ measure: `${extension}, all: word recall`, value: recallOf(found, whole), best: null, n: 1, note: OWN })
  }
  return rows
}
