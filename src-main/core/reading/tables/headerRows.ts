import { normaliseWord } from '../normaliseWord.ts'
import type { TableCell } from '../PageBlock.ts'
import { isNumeric } from './TableFragment.ts'

// More rows of words than this are content, not a header.
const MAX_HEADER_ROWS = 4

/** How many rows at the top name the columns: those before the first row with numbers, years in a header counting as names. */
export function countHeaderRows(rows: readonly (readonly TableCell[])[]): number {
  const first = rows.findIndex((row) => row.some((cell) => cell.column > 0 && isValue(cellText(cell))))
  if (first > 0) return Math.min(first, MAX_HEADER_ROWS)
  // All words, or numbers from the start: the first row is a header when it is set in bold and the next is not.
  const isBold = (row: readonly TableCell[] | undefined): boolean => row !== undefined && row.length > 0 && row.every((cell) => cell.words.every((word) => word.bold))
  if (rows.length > 1 && (first === -1 || isBold(rows[0]) && !isBold(rows[1]))) return 1
  return first === 0 && rows.length > 1 && isYearRow(rows[0]) ? 1 : 0
}

function isValue(text: string): boolean {
  return isNumeric(text) && !/^(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?$/.test(text)
}

function isYearRow(row: readonly TableCell[] | undefined): boolean {
  return row !== undefined && row.length > 1 && row.every((cell) => cell.column === 0 || /^(?:FY\s?)?(?:19|20)\d\d\b/.test(cellText(cell)))
}

export function cellText(cell: TableCell): string {
  return cell.words.map((word) => normaliseWord(word.text)).join(' ')
}
