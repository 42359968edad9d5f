import { tableHeaderText } from '../../core/reading/tableText.ts'

/** Dashes, colons and pipes, with one pipe at least: the row below the column names. */
const DELIMITER = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

const isDelimiter = (line: string) => line.includes('|') && DELIMITER.test(line)

/** The cells of a row; `\|` is a pipe in a cell. */
function cellsOf(line: string): string[] {
  return line.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '').split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim())
}

/**
 * Follows the tables of GitHub Flavored Markdown line by line (section "Tables" of its specification): says whether a line belongs to one, and the column names as one line. A table
 * ends at a blank line; lines between pipes are rows without them, too.
 */
export function followTables(): (line: string, next: string) => { readonly isRow: boolean; readonly tableHeader?: string } {
  let header: string | undefined
  let isInside = false
  return (line, next) => {
    if (line.trim() === '') isInside = false
    if (!isInside && line.includes('|') && isDelimiter(next) && !isDelimiter(line)) {
      isInside = true
      header = tableHeaderText([cellsOf(line)], 1)
    } else if (isInside && !line.includes('|')) isInside = false
    if (isInside) return { isRow: true, ...(header === undefined ? {} : { tableHeader: header }) }
    return { isRow: /^\s*\|.*\|\s*$/.test(line) }
  }
}
