import type { Box } from '../../../../src-shared/domain/anchor.ts'
import { median, unionBox } from '../boxes.ts'
import { rowsOf } from '../groupLines.ts'
import type { TableCell } from '../PageBlock.ts'
import type { PageWord, Rule } from '../PageContent.ts'
import { countHeaderRows } from './headerRows.ts'
import { isNumeric } from './TableFragment.ts'
import type { FoundTable } from './FoundTable.ts'

// Drawn borders meet within this; points.
const TOUCH = 3
// Lines nearer than this are the two edges of one border.
const SAME_LINE = 4

/**
 * Tables whose cells are closed by drawn lines. Lines that touch form a grid; a slot side that is not drawn joins two slots to one
 * merged cell. Where only a frame and the columns are drawn, lines of text make the rows.
 */
export function ruledTables(words: readonly PageWord[], rules: readonly Rule[]): FoundTable[] {
  return connected(joinRules(rules)).flatMap((group) => {
    const found = readGrid(group, words)
    return found === undefined ? [] : [found]
  })
}

/** Overlapping or touching pieces of one line become one rule. */
export function joinRules(rules: readonly Rule[]): Rule[] {
  const joined: Rule[] = []
  for (const rule of [...rules].sort((a, b) => Number(a.horizontal) - Number(b.horizontal) || a.at - b.at || a.from - b.from)) {
    let merged = false
    for (let index = joined.length - 1; index >= 0 && index >= joined.length - 40; index -= 1) {
      const other = joined[index]
      if (other === undefined || other.horizontal !== rule.horizontal || rule.at - other.at > 1.5) break
      if (rule.from <= other.to + TOUCH && rule.to >= other.from - TOUCH) {
        joined[index] = { ...other, from: Math.min(other.from, rule.from), to: Math.max(other.to, rule.to) }
        merged = true
        break
      }
    }
    if (!merged) joined.push(rule)
  }
  return joined
}

function connected(rules: readonly Rule[]): Rule[][] {
  const parent = rules.map((_, index) => index)
  const find = (index: number): number => {
    let root = index
    while (parent[root] !== root) root = parent[root] ?? root
    parent[index] = root
    return root
  }
  rules.forEach((horizontal, a) => {
    if (!horizontal.horizontal) return
    rules.forEach((vertical, b) => {
      if (vertical.horizontal) return
      if (vertical.at >= horizontal.from - TOUCH && vertical.at <= horizontal.to + TOUCH && horizontal.at >= vertical.from - TOUCH && horizontal.at <= vertical.to + TOUCH) parent[find(a)] = find(b)
    })
  })
  const groups = new Map<number, Rule[]>()
  rules.forEach((rule, index) => { const root = find(index); groups.set(root, [...(groups.get(root) ?? []), rule]) })
  return [...groups.values()].filter((group) => group.filter((rule) => rule.horizontal).length >= 2 && group.some((rule) => !rule.horizontal))
}

function readGrid(rules: readonly Rule[], words: readonly PageWord[]): FoundTable | undefined {
  const horizontal = rules.filter((rule) => rule.horizontal)
  const vertical = rules.filter((rule) => !rule.horizontal)
  const left = Math.min(...horizontal.map((rule) => rule.from))
  const right = Math.max(...horizontal.map((rule) => rule.to))
  const xs = distinct([...vertical.map((rule) => rule.at), left, right])
  const ys = distinct(horizontal.map((rule) => rule.at).concat(vertical.map((rule) => rule.from), vertical.map((rule) => rule.to)))
  if (xs.length < 3 || ys.length < 2) return undefined
  const box: Box = [xs[0] ?? 0, ys[0] ?? 0, xs.at(-1) ?? 0, ys.at(-1) ?? 0]
  const inside = words.filter((word) => contains(box, word.box))
  if (inside.length === 0) return undefined
  const drawnRight = (column: number, row: number): boolean => isDrawn(vertical, xs[column + 1] ?? 0, ys[row] ?? 0, ys[row + 1] ?? 0)
  const drawnBelow = (column: number, row: number): boolean => isDrawn(horizontal, ys[row + 1] ?? 0, xs[column] ?? 0, xs[column + 1] ?? 0)
  const columns = xs.length - 1
  const bands = ys.length - 1
  // Slots without a drawn side between them are one cell.
  const owner = Array.from({ length: columns * bands }, (_, slot) => slot)
  const root = (slot: number): number => { let at = slot; while (owner[at] !== at) at = owner[at] ?? at; return at }
  for (let row = 0; row < bands; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (column + 1 < columns && !drawnRight(column, row)) join(owner, root, row * columns + column, row * columns + column + 1)
      if (row + 1 < bands && !drawnBelow(column, row)) join(owner, root, row * columns + column, (row + 1) * columns + column)
    }
  }
  const cells = new Map<number, { words: PageWord[]; left: number; right: number; top: number; bottom: number }>()
  for (let slot = 0; slot < owner.length; slot += 1) {
    const row = Math.floor(slot / columns)
    const column = slot % columns
    const cell = cells.get(root(slot))
    if (cell === undefined) cells.set(root(slot), { words: [], left: column, right: column, top: row, bottom: row })
    else { cell.left = Math.min(cell.left, column); cell.right = Math.max(cell.right, column); cell.top = Math.min(cell.top, row); cell.bottom = Math.max(cell.bottom, row) }
  }
  if (cells.size < 4) return undefined
  for (const word of inside) {
    const column = slotOf(xs, (word.box[0] + word.box[2]) / 2)
    const row = slotOf(ys, (word.box[1] + word.box[3]) / 2)
    cells.get(root(row * columns + column))?.words.push(word)
  }
  const filled = [...cells.values()].filter((cell) => cell.words.length > 0).flatMap((cell) => splitColumns(cell, xs))
  // A frame round a text, or a chart's axes, is no table.
  if (filled.length < 4 || new Set(filled.map((cell) => cell.left)).size < 2 || new Set(filled.map((cell) => cell.top)).size < 2) return undefined
  // Rules that only part groups of columns: alignment knows the columns better.
  if (hasOpenColumns(filled)) return undefined
  if (isChart(filled.map((cell) => cell.words), cells.size)) return undefined
  return toTable(filled, columns, box, inside)
}

interface GridCell {
  readonly words: PageWord[]
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function toTable(filled: readonly GridCell[], columns: number, box: Box, words: readonly PageWord[]): FoundTable {
  const usedColumns = compact(filled.flatMap((cell) => [cell.left]), columns)
  const rows: TableCell[][] = []
  const tops = [...new Set(filled.map((cell) => cell.top))].sort((a, b) => a - b)
  for (const top of tops) {
    const inRow = filled.filter((cell) => cell.top === top)
    for (const line of splitLines(inRow)) {
      rows.push(line.map(({ cell, words: cellWords }): TableCell => ({
        words: readingOrder(cellWords), column: usedColumns(cell.left), columnSpan: Math.max(1, usedColumns(cell.right) - usedColumns(cell.left) + 1),
        rowSpan: Math.max(1, tops.filter((other) => other >= cell.top && other <= cell.bottom).length),
      })).sort((a, b) => a.column - b.column))
    }
  }
  const count = Math.max(...rows.flatMap((row) => row.map((cell) => cell.column + cell.columnSpan)))
  return { table: { rows, columns: count, headerRows: countHeaderRows(rows), box }, words: new Set(words) }
}

/** A cell across columns whose words stand in them apart from each other: lines are drawn in the header only. */
function splitColumns(cell: GridCell, xs: readonly number[]): GridCell[] {
  if (cell.right === cell.left) return [cell]
  const parts = new Map<number, PageWord[]>()
  for (const row of rowsOf(cell.words)) {
    let previous: PageWord | undefined
    let column = cell.left
    for (const word of row) {
      const own = slotOf(xs, (word.box[0] + word.box[2]) / 2)
      const isApart = previous === undefined || word.box[0] - previous.box[2] > 0.75 * word.size
      if (!isApart && own !== column) return [cell]
      column = own
      parts.set(column, [...(parts.get(column) ?? []), word])
      previous = word
    }
  }
  if (parts.size < 2) return [cell]
  return [...parts].map(([column, words]) => ({ words, left: column, right: column, top: cell.top, bottom: cell.bottom }))
}

/** Numbers side by side, far apart, in one drawn cell: columns that no line parts. Justified words are as far apart, but are no numbers. */
function hasOpenColumns(cells: readonly GridCell[]): boolean {
  const open = cells.filter((cell) => rowsOf(cell.words).some((row) => row.some((word, index) => {
    const next = row[index + 1]
    return next !== undefined && next.box[0] - word.box[2] > 1.5 * word.size && isNumeric(word.text) && isNumeric(next.text)
  })))
  return open.length > 0.2 * cells.length
}

/** Columns that hold no cell of their own (the second edge of a double border) vanish. */
function compact(lefts: readonly number[], columns: number): (column: number) => number {
  const used = [...new Set(lefts)].sort((a, b) => a - b)
  const map = Array.from({ length: columns }, (_, column) => Math.max(0, used.findLastIndex((left) => left <= column)))
  return (column) => map[column] ?? 0
}

/** Several rows of text within one band of drawn lines: each cell must have a line at each height to be rows of their own. */
function splitLines(cells: readonly GridCell[]): { cell: GridCell; words: readonly PageWord[] }[][] {
  const lines = cells.map((cell) => rowsOf(cell.words))
  const counts = lines.map((cellLines) => cellLines.length)
  const most = Math.max(...counts)
  const whole = [cells.map((cell) => ({ cell, words: cell.words }))]
  if (most < 3 || cells.length < 2) return whole
  const baselines = distinct(lines.flatMap((cellLines) => cellLines.map((line) => line[0]?.baseline ?? 0)))
  const full = counts.filter((count) => count >= 0.8 * baselines.length).length
  if (full < Math.max(2, 0.6 * cells.length)) return whole
  // Wrapped headers of equal height are one row; numbers under one another are many.
  const texts = lines.flatMap((cellLines) => cellLines.map((line) => line.map((word) => word.text).join(' ')))
  if (texts.filter(isNumeric).length < 0.4 * texts.length) return whole
  return baselines.map((baseline) => cells.flatMap((cell, index) => {
    const line = (lines[index] ?? []).filter((row) => nearest(baselines, row[0]?.baseline ?? 0) === baseline).flat()
    return line.length === 0 ? [] : [{ cell, words: line }]
  })).filter((row) => row.length > 0)
}

function nearest(values: readonly number[], to: number): number {
  return values.reduce((best, value) => (Math.abs(value - to) < Math.abs(best - to) ? value : best), values[0] ?? 0)
}

export function readingOrder(words: readonly PageWord[]): PageWord[] {
  return rowsOf(words).flat()
}

/** A chart's grid has labels at its edges and nothing within. */
function isChart(filled: readonly (readonly PageWord[])[], slots: number): boolean {
  return slots > 12 && filled.length < 0.25 * slots && median(filled.map((words) => words.length)) <= 1
}

function join(owner: number[], root: (slot: number) => number, a: number, b: number): void {
  owner[root(a)] = root(b)
}

function distinct(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const found: number[] = []
  for (const value of sorted) if (found.length === 0 || value - (found.at(-1) ?? 0) > SAME_LINE) found.push(value)
  return found
}

function isDrawn(rules: readonly Rule[], at: number, from: number, to: number): boolean {
  let covered = 0
  for (const rule of rules) if (Math.abs(rule.at - at) <= SAME_LINE) covered += Math.max(0, Math.min(rule.to, to) - Math.max(rule.from, from))
  return covered > 0.5 * (to - from)
}

function slotOf(edges: readonly number[], value: number): number {
  for (let index = edges.length - 2; index > 0; index -= 1) if (value >= (edges[index] ?? 0)) return index
  return 0
}

function contains(box: Box, inner: Box): boolean {
  const x = (inner[0] + inner[2]) / 2
  const y = (inner[1] + inner[3]) / 2
  return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]
}

export function tableBox(words: Iterable<PageWord>): Box {
  return unionBox([...words].map((word) => word.box))
}
