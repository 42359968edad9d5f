import { columnName, columnNumber } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParsedUnit, Segment } from '../../../src-shared/domain/unit.ts'
import { packedRows } from '../reading/packRows.ts'
import { CELL_SEPARATOR, rowText } from '../reading/tableText.ts'
import type { HeaderPlace, RawValue, TableHead, TableRow } from './StoredTable.ts'

export interface ScannedRow {
  readonly table: TableHead
  readonly row: TableRow
}

interface Open {
  readonly headerText: string
  readonly headerRows: TableRow[]
  head: TableHead | undefined
  /** False once a data row came. */
  isInHeader: boolean
  /** Where it was met last: unit and block. */
  metIn: string
}

/** What rows next to each other share. */
interface RowGroup {
  readonly left: number
  readonly header: string
  readonly block: number
  readonly isHidden: boolean
  readonly title: string | undefined
}

/**
 * The data rows of all tables of a document's sheets, unit by unit as they are stored, each with its table. A table goes on over units and blank rows as
 * long as its header is the same; tables without a header are left out: nothing says what their columns mean.
 */
export function* scanTables(units: Iterable<ParsedUnit>): Generator<ScannedRow> {
  const open = new Map<string, Open>()
  let found = 0
  for (const unit of units) {
    if (unit.kind !== 'cells') continue
    const sheet = unit.facts?.sheet ?? unit.label
    let group: RowGroup | undefined
    let table: Open | undefined
    for (const { group: next, row } of rowsOf(unit)) {
      if (table === undefined || next !== group) {
        group = next
        const key = `${sheet}\n${group.left}\n${group.header}`
        const metIn = `${unit.unit} ${group.block}`
        table = open.get(key)
        // The same header once more, with its own header row, is another table that looks alike.
        const restarts = table?.isInHeader === false && table.metIn !== metIn && rowText(row.cells) !== '' && group.header.startsWith(rowText(row.cells))
        if (table === undefined || restarts) {
          table = { headerText: group.header, headerRows: [], head: undefined, isInHeader: true, metIn }
          open.set(key, table)
        }
        table.metIn = metIn
      }
      if (table.isInHeader) {
        const soFar = [...table.headerRows, row].map(({ cells }) => rowText(cells)).join(' / ')
        if (table.headerText.startsWith(soFar)) {
          table.headerRows.push(row)
          if (soFar === table.headerText) table.isInHeader = false
          continue
        }
        table.isInHeader = false
      }
      table.head ??= headOf(table, { index: found++, sheet, isHidden: next.isHidden, title: next.title, left: next.left })
      yield { table: table.head, row }
    }
  }
}

function headOf(table: Open, facts: Pick<TableHead, 'index' | 'sheet' | 'isHidden' | 'left'> & { readonly title: string | undefined }): TableHead {
  const { title, ...rest } = facts
  const last = table.headerRows.at(-1)
  const width = Math.max(0, ...table.headerRows.map(({ cells }) => cells.length))
  const filled = table.headerRows.map((row, index) => (index === table.headerRows.length - 1 ? row.cells : carriedOn(row.cells, width)))
  const names = Array.from({ length: width }, (_, column) => {
    const parts = filled.map((cells) => cells[column] ?? '').filter((part) => part !== '')
    return [...new Set(parts)].join(' ') || `column ${columnName(facts.left + column)}`
  })
  const header: HeaderPlace | undefined = last === undefined ? undefined : {
    unit: last.unit, row: last.row, charStart: last.charStart, charEnd: last.charEnd,
    names: names.map((_, column) => {
      const cell = last.cells[column] ?? ''
      return cell === '' ? undefined : cellPlace(last, column, cell)
    }),
  }
  return { ...rest, ...(title === undefined ? {} : { title }), names, ...(header === undefined ? {} : { header }) }
}

/** An upper header stands over all columns up to the next one: a merged cell's text is in its first column alone. */
function carriedOn(cells: readonly string[], width: number): string[] {
  let current = ''
  return Array.from({ length: width }, (_, column) => (current = (cells[column] ?? '') === '' ? current : cells[column] ?? ''))
}

/** Where a cell stands in its unit's text: rows are written by `rowText`, which drops the blank before a separator that comes first. */
function cellPlace({ cells, charStart }: TableRow, column: number, cell: string): { readonly charStart: number; readonly charEnd: number } {
  const before = cells.slice(0, column).reduce((length, other) => length + other.length + CELL_SEPARATOR.length, 0)
  const start = charStart + before - (cells[0] === '' && column > 0 ? 1 : 0)
  return { charStart: start, charEnd: start + cell.length }
}

/** The rows of a unit that stand under a header, each with its group; rows of one group have the same one. */
function* rowsOf({ unit, text, packed, segments }: ParsedUnit): Generator<{ readonly group: RowGroup; readonly row: TableRow }> {
  if (packed !== undefined) {
    if (packed.tableHeader === undefined) return
    const group = { left: packed.left, header: packed.tableHeader, block: packed.block, isHidden: packed.role === 'hidden', title: packed.headings?.at(-1) }
    for (const row of packedRows(text, packed)) yield { group, row: { ...row, unit } }
    return
  }
  let group: RowGroup | undefined
  for (const segment of segments) {
    const { tableHeader: header, block, place } = segment
    if (header === undefined || place.kind !== 'cells') continue
    const found = readRow(unit, text, segment, place)
    if (found === undefined) continue
    const { left, row } = found
    if (group?.left !== left || group.header !== header || group.block !== block) group = { left, header, block, isHidden: segment.role === 'hidden', title: segment.headings?.at(-1) }
    yield { group, row }
  }
}

/** A stored row taken apart again at the places that were kept when it was written. */
function readRow(unit: number, unitText: string, { charStart, charEnd }: Segment, place: Segment['place'] & { readonly kind: 'cells' }): { readonly left: number; readonly row: TableRow } | undefined {
  const from = /^([A-Z]+)(\d+)/.exec(place.range)
  if (from === null) return undefined
  const text = unitText.slice(charStart, charEnd)
  const leading = leadingEmpty(text, place.columnStarts?.[0])
  const starts = place.columnStarts ?? [leading === 0 ? 0 : leading * CELL_SEPARATOR.length - 1]
  const empty = Array.from({ length: leading }, () => '')
  const cells = starts.map((start, index) => text.slice(start, (starts[index + 1] ?? text.length + CELL_SEPARATOR.length) - CELL_SEPARATOR.length))
  const raw: readonly RawValue[] | undefined = place.raw === undefined ? undefined : [...empty.map(() => null), ...place.raw]
  return { left: columnNumber(from[1] ?? 'A') - leading, row: { row: Number(from[2]), unit, charStart, charEnd, cells: [...empty, ...cells], ...(raw === undefined ? {} : { raw }) } }
}

/** Empty cells before the first value: under a header they keep their separators. */
function leadingEmpty(text: string, firstStart: number | undefined): number {
  if (firstStart !== undefined) return firstStart === 0 ? 0 : (firstStart + 1) / CELL_SEPARATOR.length
  const separators = /^\| (?: \| )*/.exec(text)?.[0].length
  return separators === undefined ? 0 : (separators + 1) / CELL_SEPARATOR.length
}
