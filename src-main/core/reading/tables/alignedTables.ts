import type { Box } from '../../../../src-shared/domain/anchor.ts'
import { median, unionBox } from '../boxes.ts'
import type { TableCell } from '../PageBlock.ts'
import type { PageWord, Rule } from '../PageContent.ts'
import { CURRENCY, fragmentRows } from './fragmentRows.ts'
import { cellText, countHeaderRows } from './headerRows.ts'
import { readingOrder } from './ruledTables.ts'
import { findSeparators } from './separators.ts'
import { joinWrappedRows, type GridRow } from './wrappedRows.ts'
import { fragmentText, isNumeric, type FragmentRow } from './TableFragment.ts'
import type { FoundTable } from './FoundTable.ts'

// Rows further apart than this many ems belong to different tables.
const MAX_ROW_GAP_EM = 3.6
// Labels, subtitles and wrapped lines stand alone between rows; more in a row are a paragraph.
const MAX_SINGLE_ROWS = 3

/** Tables whose cells are set at the same places line after line, with or without drawn lines between them. */
export function alignedTables(words: readonly PageWord[], rules: readonly Rule[]): FoundTable[] {
  const rows = fragmentRows(words, rules)
  return runsOf(rows).flatMap((run) => {
    const table = readRun(run, rules)
    return table === undefined ? [] : [table]
  })
}

/** Stretches of lines that have several fragments, with single ones between them. */
function runsOf(rows: readonly FragmentRow[]): FragmentRow[][] {
  const runs: FragmentRow[][] = []
  let run: FragmentRow[] = []
  let singles = 0
  const close = (): void => {
    while (run.length > 0 && (run.at(-1)?.fragments.length ?? 0) < 2) run.pop()
    if (run.filter((row) => row.fragments.length > 1).length >= 2) runs.push(run)
    run = []
    singles = 0
  }
  for (const row of rows) {
    const last = run.at(-1)
    if (last !== undefined && row.baseline - last.baseline > MAX_ROW_GAP_EM * Math.max(last.size, row.size)) close()
    if (isNote(row)) { close(); continue }
    if (row.fragments.length > 1) { run.push(row); singles = 0; continue }
    if (run.length === 0) continue
    singles += 1
    if (singles > MAX_SINGLE_ROWS || isProse(row, run)) close()
    else run.push(row)
  }
  close()
  return runs
}

/** A line of many words across most of the table's width is text between tables. */
function isProse(row: FragmentRow, run: readonly FragmentRow[]): boolean {
  const box = unionBox(run.map((other) => other.box))
  const words = row.fragments[0]?.words.length ?? 0
  return words >= 8 && row.box[2] - row.box[0] > 0.75 * (box[2] - box[0])
}

/** A footnote or list item: a mark, then a line of text. */
function isNote({ fragments }: FragmentRow): boolean {
  const [mark, text] = fragments
  return fragments.length === 2 && mark !== undefined && text !== undefined && text.words.length >= 7 && /^(?:\(?[\p{L}\p{N}]{1,4}[.)]|[*†‡§•◦–—-]+|\p{N}{1,2})$/u.test(fragmentText(mark))
}

function readRun(run: readonly FragmentRow[], rules: readonly Rule[]): FoundTable | undefined {
  const separators = findSeparators(run)
  if (separators.length === 0) return undefined
  const grid = run.map((row): GridRow => ({ row, cells: placeCells(row, separators), baseline: row.baseline, size: row.size }))
  const { grid: trimmed, columns } = mergeComplements(trim(grid), separators.length + 1)
  if (columns < 2 || !isTable(trimmed, columns)) return undefined
  const joined = joinWrappedRows(trimmed, rules)
  const rows = joined.map((row) => row.cells.map((cell): TableCell => ({ ...cell, words: readingOrder(cell.words) })))
  const used = new Set(rows.flatMap((row) => row.flatMap((cell) => cell.words)))
  const box: Box = unionBox([...used].map((word) => word.box))
  return { table: { rows, columns, headerRows: countHeaderRows(rows), box }, words: used }
}

function placeCells(row: FragmentRow, separators: readonly number[]): TableCell[] {
  const cells: TableCell[] = []
  for (const fragment of row.fragments) {
    const slack = 0.2 * row.size
    const [sign, number] = fragment.words
    const left = sign !== undefined && number !== undefined && CURRENCY.test(sign.text) ? number.box[0] : fragment.box[0]
    const first = separators.filter((at) => at < left + slack).length
    const last = Math.max(first, separators.filter((at) => at < fragment.box[2] - slack).length)
    const previous = cells.at(-1)
    if (previous !== undefined && previous.column + previous.columnSpan > first) {
      cells[cells.length - 1] = { ...previous, words: [...previous.words, ...fragment.words], columnSpan: Math.max(previous.columnSpan, last - previous.column + 1) }
    } else cells.push({ words: fragment.words, column: first, columnSpan: last - first + 1, rowSpan: 1 })
  }
  return cells
}

/** Lines above the first and below the last row with two cells are titles and notes. */
function trim(grid: readonly GridRow[]): GridRow[] {
  const isRow = (row: GridRow): boolean => row.cells.length > 1
  const first = grid.findIndex(isRow)
  const last = grid.findLastIndex(isRow)
  return first === -1 ? [] : grid.slice(first, last + 1)
}

/**
 * Two neighbouring columns of which every row fills only one are one column: its header is set over the place of the currency sign, its
 * numbers to the right, or a strip between columns that only headers reach. A debit column keeps apart from its credit column because the header row fills both.
 */
function mergeComplements(grid: readonly GridRow[], columns: number): { readonly grid: GridRow[]; readonly columns: number } {
  let rows = [...grid]
  let count = columns
  for (let column = count - 2; column >= 0; column -= 1) {
    const fills = (row: GridRow, at: number): boolean => row.cells.some((cell) => cell.columnSpan === 1 && cell.column === at)
    if (column === 0 || rows.some((row) => fills(row, column) && fills(row, column + 1))) continue
    rows = rows.map((row) => ({ ...row, cells: row.cells.map((cell): TableCell => {
      if (cell.column > column) return { ...cell, column: cell.column - 1 }
      return cell.column + cell.columnSpan - 1 > column ? { ...cell, columnSpan: cell.columnSpan - 1 } : cell
    }) }))
    count -= 1
  }
  return { grid: rows, columns: count }
}

function isTable(grid: readonly GridRow[], columns: number): boolean {
  const multi = grid.filter((row) => row.cells.length > 1)
  if (multi.length < (columns === 2 ? 3 : 2)) return false
  const texts = grid.flatMap((row) => row.cells.map((cell) => ({ column: cell.column, text: cell.words.map((word) => word.text).join(' '), words: cell.words.length })))
  const isNumbers = numericShare(grid) >= 0.4 || isNumericBody(grid)
  if (texts.length < 0.4 * columns * grid.length || isChart(grid, texts)) return false
  // A list: every first cell is a mark.
  if (columns === 2) {
    const firsts = texts.filter((cell) => cell.column === 0)
    const marks = firsts.filter((cell) => /^(?:[•‣◦▪●○–—*·➢✓❖-]|\(?[\p{L}\p{N}]{1,4}[.)]|(?:\d+\.)+\d*)$/u.test(cell.text)).length
    if (marks >= 0.6 * firsts.length) return false
    // Dotted contents pages: the page number is not a value.
    if (texts.filter((cell) => /\.{4,}|(?:\. ){4,}/.test(cell.text)).length >= 0.3 * grid.length) return false
  }
  if (!isNumbers) {
    // Columns of running text: long lines in each.
    const perColumn = Array.from({ length: columns }, (_, column) => median(texts.filter((cell) => cell.column === column).map((cell) => cell.words)))
    if (perColumn.filter((count) => count >= 5).length >= 2) return false
    if (multi.length < 3 || multi.length < 0.5 * grid.length || texts.length < 0.6 * columns * grid.length) return false
    const notes = texts.filter((cell) => cell.column === 0 && /:$|^[(*†‡\d)¹²³]+$/u.test(cell.text)).length
    if (columns === 2 && (multi.length < 4 || notes >= 0.5 * grid.length)) return false
    if (columns === 2 && perColumn.some((count) => count >= 6)) return false
  }
  return multi.length >= 0.35 * grid.length
}

function numericShare(rows: readonly GridRow[]): number {
  const beyondFirst = rows.flatMap((row) => row.cells.filter((cell) => cell.column > 0))
  return beyondFirst.filter((cell) => isNumeric(cellText(cell))).length / Math.max(1, beyondFirst.length)
}

/** Under a header of many lines, the rows with figures have little else. */
function isNumericBody(grid: readonly GridRow[]): boolean {
  const body = grid.slice(grid.findIndex((row) => row.cells.some((cell) => cell.column > 0 && isNumeric(cellText(cell)))))
  const rows = body.filter((row) => row.cells.length > 2)
  return rows.length >= 3 && numericShare(rows) >= 0.8
}

/** Labels of a chart's axes: numbers in equal steps down a column that stands alone, or along one line. */
function isChart(grid: readonly GridRow[], texts: readonly { readonly column: number; readonly text: string }[]): boolean {
  const first = texts.filter((cell) => cell.column === 0).map((cell) => cell.text)
  if (texts.length < 0.6 * grid.length * new Set(texts.map((cell) => cell.column)).size && hasEqualSteps(first)) return true
  return grid.some((row) => hasEqualSteps(row.cells.flatMap((cell) => cell.words.map((word) => word.text))))
}

/** At least five numbers that rise or fall evenly; years and counting from one are no axis. */
function hasEqualSteps(texts: readonly string[]): boolean {
  const values = texts.filter((text) => /^-?[\d.,]+%?$/.test(text)).map((text) => Number(text.replace(/[%,]/g, '')))
  if (values.length < 5 || values.length < 0.6 * texts.length) return false
  const step = (values[1] ?? 0) - (values[0] ?? 0)
  if (step === 0 || Math.abs(step) === 1 || values.every((value) => value >= 1900 && value <= 2100)) return false
  return values.slice(1).filter((value, index) => Math.abs(value - (values[index] ?? 0) - step) < 1e-6).length >= 0.8 * (values.length - 1)
}

export function rowText(row: FragmentRow): string {
  return row.fragments.map(fragmentText).join(' | ')
}
