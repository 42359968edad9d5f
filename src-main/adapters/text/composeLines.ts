import type { ParsedUnit, SegmentRole } from '../../../src-shared/domain/unit.ts'
import { normaliseText } from '../../core/reading/normaliseText.ts'
import { UnitText } from '../../core/reading/UnitText.ts'

// A unit is what a viewer opens and a quote is cut from: long logs and exports come in pieces of a few hundred kilobytes.
const LINES_A_UNIT = 2_000
const CHARS_A_UNIT = 400_000

/** What a line is. */
export interface LineMark {
  readonly role: SegmentRole
  readonly headings?: readonly string[]
  /** Column names, of a table's row. */
  readonly tableHeader?: string
  /** Starts a new block although no blank line stands before. */
  readonly startsBlock?: boolean
}

/** Called once a line, in order, with the line after it. */
export type LineMarker = (line: string, next: string) => LineMark

/**
 * Units of kind `lines` with the file's own lines kept as they are. `mark` says what each line is; blank lines end blocks.
 * One unit for a file of usual size; long ones are cut every 2,000 lines.
 */
export function composeLines(text: string, mark: LineMarker): ParsedUnit[] {
  const lines = normaliseText(text).split('\n')
  if (lines.at(-1) === '') lines.pop()
  const units: ParsedUnit[] = []
  for (let start = 0; start < lines.length;) {
    let end = start
    for (let chars = 0; end < lines.length && end - start < LINES_A_UNIT && chars < CHARS_A_UNIT; end++) chars += (lines[end] ?? '').length + 1
    units.push(writeUnit(lines, start, end, units.length + 1, mark))
    start = end
  }
  if (units.length === 1 && units[0] !== undefined) units[0] = { ...units[0], label: 'whole file' }
  if (units.length === 0) units.push({ unit: 1, kind: 'lines', label: 'whole file', source: 'empty', text: '', segments: [], note: 'There is no text in it.' })
  return units
}

function writeUnit(lines: readonly string[], start: number, end: number, unit: number, mark: LineMarker): ParsedUnit {
  const text = new UnitText()
  let block = 1
  let isAfterBlank = false
  let pending = ''
  for (let index = start; index < end; index++) {
    const line = (lines[index] ?? '').trimEnd()
    const { startsBlock, ...segment } = mark(line, lines[index + 1] ?? '')
    if (line === '') isAfterBlank = true
    else {
      if (text.segments.length > 0 && (isAfterBlank || startsBlock === true)) block++
      isAfterBlank = false
      if (pending !== '') text.gap(pending)
      pending = ''
      const leading = line.length - line.trimStart().length
      if (leading > 0) text.gap(line.slice(0, leading))
      text.add(line.slice(leading), { ...segment, block, place: { kind: 'lines', line: index + 1 } }, '')
    }
    if (text.length > 0) pending += '\n'
  }
  const isEmpty = text.segments.length === 0
  return {
    unit, kind: 'lines', label: `lines ${start + 1}–${end}`, source: isEmpty ? 'empty' : 'text', text: text.toString(), segments: text.segments,
    ...(isEmpty ? { note: 'There is no text in it.' } : {}),
  }
}
