import type { HtmlElement } from './htmlTree.ts'

export interface HtmlTable {
  readonly caption: string
  /** A merged cell's text stands in its first cell only. */
  readonly rows: string[][]
  readonly headerRows: number
}

// Spans are numbers that anyone can write: HTML itself stops at 1,000 columns and 65,534 rows.
const MAX_COLUMN_SPAN = 1_000
const MAX_CELLS = 2_000_000

/** Rows of a table with spans resolved to a grid, or `layout` when it is a grid of page parts and not of data. */
export function htmlTable(table: HtmlElement, textOf: (cell: HtmlElement) => string, isSkipped: (element: HtmlElement) => boolean): HtmlTable | 'layout' {
  const trs: { readonly element: HtmlElement; readonly isHead: boolean }[] = []
  let caption = ''
  const collect = (element: HtmlElement, isHead: boolean): void => {
    for (const child of element.children) {
      if (typeof child === 'string' || isSkipped(child)) continue
      if (child.name === 'tr') trs.push({ element: child, isHead })
      else if (child.name === 'caption') caption = textOf(child).trim()
      else if (['thead', 'tbody', 'tfoot', 'form'].includes(child.name)) collect(child, child.name === 'thead')
    }
  }
  collect(table, false)
  const cellsOf = (row: HtmlElement): HtmlElement[] => row.children.filter((child): child is HtmlElement => typeof child !== 'string' && (child.name === 'td' || child.name === 'th') && !isSkipped(child))
  if (isLayout(table, trs.map((row) => cellsOf(row.element)))) return 'layout'

  const rows: string[][] = []
  const open = new Map<number, number>()
  let headerRows = 0
  let cellCount = 0
  for (const [index, { element, isHead }] of trs.entries()) {
    const row: string[] = []
    const cells = cellsOf(element)
    let column = 0
    const passOpen = (): void => {
      for (let left = open.get(column) ?? 0; left > 0; left = open.get(column) ?? 0) {
        open.set(column, left - 1)
        row[column++] = ''
      }
    }
    for (const cell of cells) {
      passOpen()
      const columnSpan = span(cell.attributes.colspan, MAX_COLUMN_SPAN)
      const rowSpan = Math.min(span(cell.attributes.rowspan, 65_534), trs.length - index)
      const text = textOf(cell).trim()
      for (let offset = 0; offset < columnSpan && cellCount < MAX_CELLS; offset++, cellCount++) {
        if (rowSpan > 1) open.set(column, rowSpan - 1)
        row[column++] = offset === 0 ? text : ''
      }
    }
    passOpen()
    if (headerRows === rows.length && cells.length > 0 && (isHead || cells.every((cell) => cell.name === 'th'))) headerRows++
    rows.push(row)
  }
  if (headerRows === rows.length) headerRows = Math.min(1, Math.max(0, rows.length - 1))
  return { caption, rows: rows.filter((row) => row.some((cell) => cell !== '')), headerRows }
}

function span(value: string | undefined, max: number): number {
  const parsed = Number.parseInt(value ?? '1', 10)
  return parsed >= 1 ? Math.min(parsed, max) : 1
}

function isLayout(table: HtmlElement, rows: readonly (readonly HtmlElement[])[]): boolean {
  if (table.attributes.role === 'presentation' || table.attributes.role === 'none') return true
  const cells = rows.flat()
  if (cells.length === 0) return true
  if (cells.some((cell) => cell.name === 'th')) return false
  if (rows.every((row) => row.length <= 1)) return true
  return cells.some((cell) => holdsBlocks(cell))
}

/** Nested tables, headings or several paragraphs: what pages and mails lay out with tables, and data cells rarely hold. */
function holdsBlocks(cell: HtmlElement): boolean {
  let paragraphs = 0
  const pending = [...cell.children]
  for (let child = pending.pop(); child !== undefined; child = pending.pop()) {
    if (typeof child === 'string') continue
    if (child.name === 'table' || /^h[1-6]$/.test(child.name)) return true
    if (child.name === 'p' && ++paragraphs > 3) return true
    pending.push(...child.children)
  }
  return false
}
