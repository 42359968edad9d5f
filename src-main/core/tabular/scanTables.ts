import { columnName, columnNumber } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParsedUnit, Segment } from '../../../src-shared/domain/unit.ts'
import { CELL_SEPARATOR, rowText } from '../reading/tableText.ts'
import type { HeaderPlace, RawValue, TableHead, TableRow } from './StoredTable.ts'

export interface ScannedRow {
  readonly table: TableHead
  readonly row: TableRow
}

interface StoredRow extends TableRow {
  readonly left: number
  readonly starts: readonly number[]
}

interface Open {
  readonly key: string
  readonly headerText: string
  readonly headerRows: StoredRow[]
  head: TableHead | undefined
  /** False once a data row came. */
  isInHeader: boolean
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
    let before: { readonly block: number; readonly key: string } | undefined
    for (const segment of unit.segments) {
      const row = segment.tableHeader === undefined ? undefined : readRow(unit, segment)
      if (row === undefined || segment.tableHeader === undefined) continue
      const key = `${sheet}\n${row.left}\n${segment.tableHeader}`
      let table = open.get(key)
      // The same header once more, with its own header row, is another table that looks alike.
      const restarts = table?.isInHeader === false && before?.key !== `${key} ${segment.block}` && segment.tableHeader.startsWith(rowText(row.cells)) && rowText(row.cells) !== ''
      if (table === undefined || restarts) {
        table = { key, headerText: segment.tableHeader, headerRows: [], head: undefined, isInHeader: true }
        open.set(key, table)
      }
      before = { block: segment.block, key: `${key} ${segment.block}` }
      const soFar = [...table.headerRows.map(({ cells }) => rowText(cells)), rowText(row.cells)].join(' / ')
      if (table.isInHeader && table.headerText.startsWith(soFar)) {
        table.headerRows.push(row)
        if (soFar === table.headerText) table.isInHeader = false
        continue
      }
      table.isInHeader = false
      table.head ??= headOf(table, { index: found++, sheet, isHidden: segment.role === 'hidden', title: segment.headings?.at(-1), left: row.left })
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
      const start = last.starts[column]
      return cell === '' || start === undefined ? undefined : { charStart: start, charEnd: start + cell.length }
    }),
  }
  return { ...rest, ...(title === undefined ? {} : { title }), names, ...(header === undefined ? {} : { header }) }
}

/** An upper header stands over all columns up to the next one: a merged cell's text is in its first column alone. */
function carriedOn(cells: readonly string[], width: number): string[] {
  let current = ''
  return Array.from({ length: width }, (_, column) => (current = (cells[column] ?? '') === '' ? current : cells[column] ?? ''))
}

/** A stored row taken apart again at the places that were kept when it was written. */
function readRow(unit: ParsedUnit, segment: Segment): StoredRow | undefined {
  const { place, charStart, charEnd } = segment
  if (place.kind !== 'cells') return undefined
  const from = /^([A-Z]+)(\d+)/.exec(place.range)
  if (from === null) return undefined
  const text = unit.text.slice(charStart, charEnd)
  const leading = leadingEmpty(text, place.columnStarts?.[0])
  const starts = place.columnStarts ?? [leading === 0 ? 0 : leading * CELL_SEPARATOR.length - 1]
  const cells = starts.map((start, index) => text.slice(start, (starts[index + 1] ?? text.length + CELL_SEPARATOR.length) - CELL_SEPARATOR.length))
  const empty = Array.from({ length: leading }, () => '')
  const raw: readonly RawValue[] | undefined = place.raw === undefined ? undefined : [...empty.map(() => null), ...place.raw]
  return {
    row: Number(from[2]), unit: unit.unit, charStart, charEnd, cells: [...empty, ...cells], left: columnNumber(from[1] ?? 'A') - leading,
    starts: [...empty.map(() => charStart), ...starts.map((start) => charStart + start)], ...(raw === undefined ? {} : { raw }),
  }
}

/** Empty cells before the first value: under a header they keep their separators. */
function leadingEmpty(text: string, firstStart: number | undefined): number {
  if (firstStart !== undefined) return firstStart === 0 ? 0 : (firstStart + 1) / CELL_SEPARATOR.length
  const separators = /^\| (?: \| )*/.exec(text)?.[0].length
  return separators === undefined ? 0 : (separators + 1) / CELL_SEPARATOR.length
}
