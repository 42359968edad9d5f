import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { parsePdf } from '../../../src-main/adapters/pdfjs/parsePdf.ts'
import { TesseractOcrEngine } from '../../../src-main/adapters/tesseract/TesseractOcrEngine.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'

interface BenchTest {
  readonly pdf: string
  readonly page: number
  readonly id: string
  readonly type: 'present' | 'absent' | 'order' | 'table' | 'math' | 'baseline'
  readonly max_diffs?: number
  readonly text?: string
  readonly case_sensitive?: boolean
  readonly first_n?: number
  readonly last_n?: number
  readonly before?: string
  readonly after?: string
  readonly cell?: string
  readonly up?: string
  readonly down?: string
  readonly left?: string
  readonly right?: string
  readonly top_heading?: string
  readonly left_heading?: string
}

/**
 * The tests of olmOCR-bench (Poznanski et al. 2025) on its sample, each passed or not; `VERBOSE=1` names those that fail. Texts are compared NFC, with plain quotes and
 * dashes and folded spaces. A text is found where a stretch of the page differs from it by at most `max_diffs` insertions, deletions
 * and substitutions.
 * - present: found in the page's text, running headers included. absent: not found in it without what was recognised as header,
 *   footer, hidden text or comment.
 * - order: some place of `before` begins before some place of `after`.
 * - table: a cell that equals `cell` (up to `max_diffs`) in any table has the named texts as its nearest filled neighbours; a heading is
 *   any filled cell above it in its column (in header rows also one that spans it from the left), or left of it in its row.
 * The tests of formulas as LaTeX are left out: text is what is stored here.
 */
export async function measure(): Promise<MeasureRow[]> {
  const folder = dataFolder('olmocr_bench_sample')
  const tests = readFileSync(join(folder, 'dataset.jsonl'), 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as BenchTest)
  const ocr = new TesseractOcrEngine({ languages: ['eng'] })
  const passed = new Map<string, boolean[]>()
  try {
    const units = new Map<string, readonly ParsedUnit[]>()
    for (const test of tests) {
      const found = units.get(test.pdf) ?? (await parsePdf(new Uint8Array(readFileSync(join(folder, 'pdfs', test.pdf))), { name: test.pdf, maxPages: 100, ocr })).units
      units.set(test.pdf, found)
      const unit = found[test.page - 1]
      const result = unit === undefined ? false : passes(test, unit)
      if (result === undefined) continue
      passed.set(test.type, [...passed.get(test.type) ?? [], result])
      if (!result && process.env['VERBOSE'] !== undefined) console.error(`  ${test.type} ${test.id} ${test.text ?? test.before ?? test.cell ?? ''}`)
    }
  } finally {
    await ocr.close()
  }
  return [...passed].map(([type, results]) => ({ measure: `olmOCR-bench sample: ${type}`, value: results.filter(Boolean).length / results.length, best: null, n: results.length }))
}

function passes(test: BenchTest, unit: ParsedUnit): boolean | undefined {
  switch (test.type) {
    case 'present': return isPresent(test, unit.text)
    case 'absent': return !isPresent(test, bodyText(unit))
    case 'order': {
      const text = fold(unit.text)
      const first = Math.min(...findNear(fold(test.before ?? ''), text, test.max_diffs ?? 0))
      const last = Math.max(...findNear(fold(test.after ?? ''), text, test.max_diffs ?? 0))
      return first < last && Number.isFinite(first) && Number.isFinite(last)
    }
    case 'table': return (unit.tables ?? []).some((table) => hasCell(test, table.rows.map((row) => row.map(fold)), table.headerRows ?? 0))
    case 'math': case 'baseline': return undefined
  }
}

const FURNITURE = new Set(['pageHeader', 'pageFooter', 'hidden', 'comment'])

function bodyText(unit: ParsedUnit): string {
  return unit.segments.filter((segment) => !FURNITURE.has(segment.role)).map((segment) => unit.text.slice(segment.charStart, segment.charEnd)).join('\n')
}

function isPresent(test: BenchTest, content: string): boolean {
  const lower = (text: string): string => (test.case_sensitive === false ? text.toLowerCase() : text)
  const { first_n: first, last_n: last } = test
  let text = lower(fold(content))
  if (first !== undefined && last !== undefined) text = text.slice(0, first) + text.slice(-last)
  else if (first !== undefined) text = text.slice(0, first)
  else if (last !== undefined) text = text.slice(-last)
  return findNear(lower(fold(test.text ?? '')), text, test.max_diffs ?? 0).length > 0
}

function fold(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim().replace(/[‘’‚]/gu, "'").replace(/[“”„]/gu, '"').replace(/[–—‑‒−]/gu, '-').replaceAll('µ', 'μ')
}

/** Where stretches end that differ from the query by at most `maxDiffs` edits (Sellers 1980), less the query's length. */
function findNear(query: string, text: string, maxDiffs: number): number[] {
  const places: number[] = []
  let previous = Uint16Array.from({ length: query.length + 1 }, (_, index) => index)
  for (let end = 1; end <= text.length; end += 1) {
    const current = new Uint16Array(query.length + 1)
    for (let index = 1; index <= query.length; index += 1) {
      const change = (previous[index - 1] ?? 0) + (query[index - 1] === text[end - 1] ? 0 : 1)
      current[index] = Math.min(change, (previous[index] ?? 0) + 1, (current[index - 1] ?? 0) + 1)
    }
    if ((current[query.length] ?? Infinity) <= maxDiffs) places.push(end - query.length)
    previous = current
  }
  return places
}

function hasCell(test: BenchTest, rows: readonly (readonly string[])[], headerRows: number): boolean {
  const matches = (cell: string | undefined, wanted: string): boolean => {
    const text = fold(wanted)
    return cell !== undefined && cell.length <= text.length + (test.max_diffs ?? 0) && findNear(text, cell, test.max_diffs ?? 0).length > 0
  }
  const nearest = (row: number, column: number, rowStep: number, columnStep: number): string | undefined => {
    for (let at = 1; at < 1000; at += 1) {
      const cell = rows[row + at * rowStep]?.[column + at * columnStep]
      if (cell === undefined) return undefined
      if (cell !== '') return cell
    }
    return undefined
  }
  const above = (row: number, column: number): (string | undefined)[] => rows.slice(0, row).flatMap((cells, index) =>
    [cells[column] === '' && index < headerRows ? cells.slice(0, column).findLast((cell) => cell !== '') : cells[column]])
  return rows.some((cells, row) => cells.some((cell, column) => matches(cell, test.cell ?? '')
    && (test.up === undefined || matches(nearest(row, column, -1, 0), test.up)) && (test.down === undefined || matches(nearest(row, column, 1, 0), test.down))
    && (test.left === undefined || matches(nearest(row, column, 0, -1), test.left)) && (test.right === undefined || matches(nearest(row, column, 0, 1), test.right))
    && (test.top_heading === undefined || above(row, column).some((heading) => matches(heading, test.top_heading ?? '')))
    && (test.left_heading === undefined || cells.slice(0, column).some((heading) => matches(heading, test.left_heading ?? '')))))
}
