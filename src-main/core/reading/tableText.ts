import { normaliseLine } from './normaliseText.ts'

/** Between the cells of a row in stored text. */
export const CELL_SEPARATOR = ' | '

/** A row as one line: cells joined by ` | `, empty ones kept before and between others so that columns line up, none left at the end. */
export function rowText(cells: readonly string[]): string {
  let last = cells.length
  while (last > 0 && (cells[last - 1] ?? '') === '') last--
  return cells.slice(0, last).join(CELL_SEPARATOR).trimStart()
}

export function normaliseRow(cells: readonly string[]): string[] {
  return cells.map(normaliseLine)
}

/** Header rows as the one line that is embedded with each group of rows; `undefined` without a header. */
export function tableHeaderText(rows: readonly (readonly string[])[], headerRows: number): string | undefined {
  const text = rows.slice(0, headerRows).map(rowText).filter((row) => row !== '').join(' / ')
  return text === '' ? undefined : text
}
