import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parsePdf } from '../../../src-main/adapters/pdfjs/parsePdf.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { mean } from './textScores.ts'

interface Cell {
  readonly text: string
  readonly row: number
  readonly column: number
  readonly endRow: number
  readonly endColumn: number
}

/**
 * ICDAR 2013 table competition, structure: pairs of neighbouring cells (Göbel et al. 2012). For each cell with text, the next cell with text
 * to its right in each of its rows and below in each of its columns; a pair is right when both texts (without white space) and the
 * direction are. F1 over a document's pairs, mean over documents. Nothing tells the reader where tables are.
 */
export async function measure(): Promise<MeasureRow[]> {
  const folder = dataFolder('icdar2013_tables')
  const files = readdirSync(folder).filter((name) => name.endsWith('.pdf') && name.includes(process.env['FILE'] ?? '')).sort()
  const verbose = process.env['VERBOSE'] !== undefined
  const scores: { f1: number; precision: number; recall: number }[] = []
  const started = performance.now()
  let pages = 0
  for (const name of files) {
    const { units } = await parsePdf(new Uint8Array(readFileSync(join(folder, name))), { name, maxPages: 1000, ocr: null })
    pages += units.length
    const found = units.flatMap((unit) => unit.tables ?? []).map((table) => table.rows.flatMap((row, rowIndex) => row.map((text, column): Cell => ({ text, row: rowIndex, column, endRow: rowIndex, endColumn: column }))))
    const expected = readGroundTruth(readFileSync(join(folder, name.replace('.pdf', '-str.xml')), 'utf8'))
    const score = compare(found.flatMap(relations), expected.flatMap(relations))
    scores.push(score)
    if (verbose) console.error(basename(name), score.f1.toFixed(3), 'p', score.precision.toFixed(3), 'r', score.recall.toFixed(3), `tables ${found.length}/${expected.length}`)
  }
  const seconds = (performance.now() - started) / 1000
  return [
    { measure: 'ICDAR 2013: adjacency F1, mean over documents', value: mean(scores.map((score) => score.f1)), best: 0.873, n: scores.length, note: `${(pages / seconds).toFixed(0)} pages/s` },
    { measure: 'ICDAR 2013: adjacency precision', value: mean(scores.map((score) => score.precision)), best: null, n: scores.length },
    { measure: 'ICDAR 2013: adjacency recall', value: mean(scores.map((score) => score.recall)), best: null, n: scores.length },
  ]
}

function relations(cells: readonly Cell[]): string[] {
  const filled = cells.map((cell) => ({ ...cell, text: cell.text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase() })).filter((cell) => cell.text !== '')
  const found = new Set<string>()
  const pairs: string[] = []
  filled.forEach((cell, index) => {
    const add = (other: number, direction: string): void => {
      const key = `${index} ${other} ${direction}`
      if (found.has(key)) return
      found.add(key)
      pairs.push(`${cell.text}\u0001${filled[other]?.text ?? ''}\u0001${direction}`)
    }
    for (let row = cell.row; row <= cell.endRow; row += 1) {
      const next = nearest(filled, (other) => other.row <= row && other.endRow >= row && other.column > cell.endColumn, (other) => other.column)
      if (next !== -1) add(next, 'right')
    }
    for (let column = cell.column; column <= cell.endColumn; column += 1) {
      const next = nearest(filled, (other) => other.column <= column && other.endColumn >= column && other.row > cell.endRow, (other) => other.row)
      if (next !== -1) add(next, 'down')
    }
  })
  return pairs
}

function nearest(cells: readonly Cell[], matches: (cell: Cell) => boolean, position: (cell: Cell) => number): number {
  let best = -1
  let bestPosition = Infinity
  cells.forEach((cell, index) => {
    if (matches(cell) && position(cell) < bestPosition) { best = index; bestPosition = position(cell) }
  })
  return best
}

function compare(found: readonly string[], expected: readonly string[]): { f1: number; precision: number; recall: number } {
  const left = new Map<string, number>()
  for (const pair of expected) left.set(pair, (left.get(pair) ?? 0) + 1)
  let right = 0
  for (const pair of found) {
    const count = left.get(pair) ?? 0
    if (count > 0) { right += 1; left.set(pair, count - 1) }
  }
  const precision = found.length === 0 ? 0 : right / found.length
  const recall = expected.length === 0 ? 1 : right / expected.length
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/** One list of cells a table; the parts of a table on several pages lie at their row and column increments. */
function readGroundTruth(xml: string): Cell[][] {
  return xml.split(/<table\b/).slice(1).map((table) => table.split(/<region\b/).slice(1).flatMap((region) => {
    const rowIncrement = Number(/row-increment=["'](-?\d+)/.exec(region)?.[1] ?? 0)
    const columnIncrement = Number(/col-increment=["'](-?\d+)/.exec(region)?.[1] ?? 0)
    return [...region.matchAll(/<cell\b([^>]*)>([\s\S]*?)<\/cell>/g)].map((match): Cell => {
      const attribute = (name: string): number | undefined => { const found = new RegExp(`\\b${name}=["'](\\d+)`).exec(match[1] ?? '')?.[1]; return found === undefined ? undefined : Number(found) }
      const row = (attribute('start-row') ?? 0) + rowIncrement
      const column = (attribute('start-col') ?? 0) + columnIncrement
      const endRow = attribute('end-row')
      const endColumn = attribute('end-col')
      return {
        text: decode(/<content>([\s\S]*?)<\/content>/.exec(match[2] ?? '')?.[1] ?? ''), row, column,
        endRow: endRow === undefined ? row : endRow + rowIncrement, endColumn: endColumn === undefined ? column : endColumn + columnIncrement,
      }
    })
  }))
}

function decode(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))).replace(/&amp;/g, '&')
}
