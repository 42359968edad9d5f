import type { Anchor, Box } from './anchor.ts'
import type { ParsedUnit, Segment } from './unit.ts'

type Anchored = Pick<ParsedUnit, 'unit' | 'kind' | 'label' | 'segments' | 'facts'>

/**
 * The anchor of `unit.text.slice(charStart, charEnd)`, computed from the segments that the parser made. Every anchor of the
 * product comes from here, so that a quote can be cut anywhere and still opens at its exact place.
 *
 * Throws a RangeError on an empty or reversed range: a citation of nothing is a bug of the caller.
 */
export function narrowAnchor(unit: Anchored, charStart: number, charEnd: number): Anchor {
  if (!(charEnd > charStart) || charStart < 0) throw new RangeError(`empty range ${charStart}..${charEnd}`)
  const touched = unit.segments.filter((segment) => segment.charEnd > charStart && segment.charStart < charEnd)
  const base = { unit: unit.unit, charStart, charEnd }
  const first = touched[0]
  switch (unit.kind) {
    case 'page':
      return { ...base, kind: 'page', page: unit.facts?.page ?? unit.unit, boxes: boxesOf(touched, charStart, charEnd) }
    case 'image':
      return { ...base, kind: 'image', boxes: boxesOf(touched, charStart, charEnd) }
    case 'cells':
      return { ...base, kind: 'cells', sheet: unit.facts?.sheet ?? unit.label, range: unionRange(touched, charStart, charEnd) }
    case 'slide': {
      const shape = first?.place.kind === 'slide' ? first.place.shape : undefined
      return { ...base, kind: 'slide', slide: unit.facts?.slide ?? unit.unit, ...(shape === undefined ? {} : { shape }) }
    }
    case 'section':
      return {
        ...base, kind: 'section', headings: first?.headings ?? [],
        paragraph: first?.place.kind === 'section' ? first.place.paragraph : 1,
      }
    case 'lines': {
      const lines = touched.flatMap((segment) => (segment.place.kind === 'lines' ? [segment.place.line] : []))
      const headings = first?.headings
      return {
        ...base, kind: 'lines', startLine: lines[0] ?? 1, endLine: lines.at(-1) ?? 1,
        ...(headings === undefined || headings.length === 0 ? {} : { headings }),
      }
    }
    case 'message': {
      const { date, from } = unit.facts ?? {}
      return {
        ...base, kind: 'message', part: first?.place.kind === 'message' ? first.place.part : unit.label,
        ...(date === undefined ? {} : { date }), ...(from === undefined ? {} : { from }),
      }
    }
    default:
      return unit.kind satisfies never
  }
}

/** One box a line: the union of the touched words, or the whole line where its words are not known. */
function boxesOf(segments: readonly Segment[], charStart: number, charEnd: number): Box[] {
  return segments.flatMap((segment): Box[] => {
    const { place } = segment
    if (place.kind !== 'page' && place.kind !== 'image') return []
    const words = place.words?.filter(([start, end]) => end > charStart && start < charEnd) ?? []
    if (words.length === 0) return place.words === undefined ? [place.box] : []
    return [[
      Math.min(...words.map((word) => word[2])), Math.min(...words.map((word) => word[3])),
      Math.max(...words.map((word) => word[4])), Math.max(...words.map((word) => word[5])),
    ]]
  })
}

/** The smallest A1 range that holds every touched cell; whole segments where their cells' places are not known. */
function unionRange(segments: readonly Segment[], charStart: number, charEnd: number): string {
  let left = Infinity, top = Infinity, right = 0, bottom = 0
  for (const segment of segments) {
    if (segment.place.kind !== 'cells') continue
    const corners = segment.place.range.split(':').flatMap((cell) => {
      const match = /^([A-Z]+)(\d+)$/.exec(cell)
      return match === null ? [] : [{ column: columnNumber(match[1] ?? 'A'), row: Number(match[2]) }]
    })
    const touched = touchedColumns(segment.place.columnStarts, charStart - segment.charStart, charEnd - segment.charStart)
    const first = corners[0]
    const columns = touched === null || first === undefined ? corners.map((corner) => corner.column) : touched.map((index) => first.column + index)
    left = Math.min(left, ...columns); right = Math.max(right, ...columns)
    for (const { row } of corners) { top = Math.min(top, row); bottom = Math.max(bottom, row) }
  }
  if (right === 0) return 'A1'
  const from = `${columnName(left)}${top}`
  const to = `${columnName(right)}${bottom}`
  return from === to ? from : `${from}:${to}`
}

/** First and last column (from 0) that a stretch of a row touches; `null` where the columns' places are not known. */
function touchedColumns(starts: readonly number[] | undefined, from: number, to: number): [number, number] | null {
  if (starts === undefined || starts.length === 0) return null
  const first = Math.max(0, starts.findLastIndex((start) => start <= from))
  const last = Math.max(first, starts.findLastIndex((start) => start < to))
  return [first, last]
}

/** `A` is 1, `AA` is 27. */
export function columnNumber(name: string): number {
  let value = 0
  for (const letter of name) value = value * 26 + (letter.charCodeAt(0) - 64)
  return value
}

/** 1 is `A`, 27 is `AA`. */
export function columnName(column: number): string {
  let name = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}
