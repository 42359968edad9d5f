import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { parsePdf } from '../../../src-main/adapters/pdfjs/parsePdf.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { mean, orderScore, percentile, wordScore, wordsOf } from './textScores.ts'

// pdftotext's own answers to what reading order is. None is right on every page, so each is shown, and the nearest.
const ORDERS = {
  /** Columns one after the other, and so also those of tables: all labels, then all figures of the first year, … */
  columns: [],
  /** As it stands on paper, line by line: rows of tables whole, lines of neighbouring columns of text mixed. */
  layout: ['-layout'],
  /** As the file draws it: what its program thought of, or what came last. */
  drawn: ['-raw'],
} as const

/**
 * PDFs with a text layer against poppler's pdftotext, page by page (pages where poppler finds at least ten words). A box agrees when
 * poppler has the same word with a box whose middle lies in ours and ours in its, and both overlap by at least half.
 *
 * Order is LCS(ours, theirs) / shared words, words being compared as in `textScores.ts`. There is no text of these pages in human order, so it is
 * taken against each of pdftotext's three orders, which agree with one another no better than .95 to .985: of a balance sheet, `columns`
 * gives "Cash | Receivables | Total", then "10 | 20 | 30", where we keep "Cash | 10". "nearest" is the mean over pages of the best of the
 * three: low only where a page is read as by none of them. What the
 * best other tool's .988 / .929 were taken against is not known; pdftotext's `layout` has .985 / .936 against its `drawn`. `VERBOSE=1` lists pages below .95 of it, and files.
 */
export async function measure(): Promise<MeasureRow[]> {
  const files = ['docugami_sec10q/docs', 'contoso_hr/docs', 'icdar2013_tables', 'olmocr_bench_sample/pdfs', 'olmocr_bench_sample/pdfs/headers_footers'].flatMap((set) => {
    const folder = dataFolder(set)
    return readdirSync(folder).filter((name) => name.endsWith('.pdf')).sort().map((name) => join(folder, name))
  }).filter((path) => process.env['FILE'] === undefined || path.includes(process.env['FILE']))
  const verbose = process.env['VERBOSE'] !== undefined
  const recall: number[] = []
  const precision: number[] = []
  const orders = { columns: [] as number[], layout: [] as number[], drawn: [] as number[], nearest: [] as number[] }
  let boxes = 0
  let boxesAgree = 0
  let pages = 0
  let lost = 0
  let ours = 0
  let theirs = 0
  for (const path of files) {
    const started = performance.now()
    const { units } = await parsePdf(new Uint8Array(readFileSync(path)), { name: basename(path), maxPages: 10_000, ocr: null })
    ours += performance.now() - started
    const startedTheirs = performance.now()
    const reference = readPages(path, [])
    theirs += performance.now() - startedTheirs
    const others = Object.entries(ORDERS).map(([name, options]) => ({ name: name as keyof typeof ORDERS, pages: options.length === 0 ? reference : readPages(path, options) }))
    const boxPages = readBoxes(path)
    pages += units.length
    lost += Math.max(0, boxPages.length - units.length)
    const fileScores: number[][] = []
    units.forEach((unit, index) => {
      const expected = wordsOf(reference[index] ?? '')
      if (expected.length < 10) return
      const found = wordsOf(unit.text)
      const words = wordScore(found, expected)
      const inOrders = others.map(({ name, pages: theirPages }) => ({ name, score: orderScore(found, wordsOf(theirPages[index] ?? '')) }))
      const inOrder = Math.max(...inOrders.map(({ score }) => score))
      recall.push(words.recall)
      precision.push(words.precision)
      for (const { name, score } of inOrders) orders[name].push(score)
      orders.nearest.push(inOrder)
      fileScores.push([words.recall, words.precision, inOrder])
      const [agree, all] = compareBoxes(unit, boxPages[index] ?? [])
      boxes += all
      boxesAgree += agree
      if (verbose && (inOrder < 0.95 || words.recall < 0.97 || agree < 0.97 * all)) console.error(`  ${basename(path)} ${unit.unit}: ${words.recall.toFixed(3)} ${words.precision.toFixed(3)} ${inOrders.map(({ name, score }) => `${name} ${score.toFixed(3)}`).join(' ')} boxes ${agree}/${all}`)
    })
    if (verbose) console.error(basename(path), [0, 1, 2].map((column) => mean(fileScores.map((row) => row[column] ?? 0)).toFixed(3)).join(' '))
  }
  return [
    { measure: 'text PDFs: word recall', value: mean(recall), best: 0.99, n: recall.length },
    { measure: 'text PDFs: word precision', value: mean(precision), best: 0.949, n: precision.length },
    ...Object.entries(orders).flatMap(([name, scores]) => [
      { measure: `text PDFs: reading order, ${name}`, value: mean(scores), best: 0.988, n: scores.length },
      { measure: `text PDFs: reading order, ${name}, 5th percentile`, value: percentile(scores, 0.05), best: 0.929, n: scores.length },
    ]),
    { measure: 'text PDFs: pages lost', value: lost, best: 0, n: pages },
    { measure: 'text PDFs: word boxes that agree with poppler', value: boxesAgree / Math.max(1, boxes), best: 0.998, n: boxes },
    { measure: 'text PDFs: pages a second over pdftotext', value: theirs / ours, best: 0.3, n: pages, note: `${(pages / ours * 1000).toFixed(0)} pages/s` },
  ]
}

function readPages(path: string, options: readonly string[]): string[] {
  return execFileSync('pdftotext', [...options, path, '-'], { maxBuffer: 1 << 28, encoding: 'utf8' }).split('\f')
}

interface PopplerWord {
  readonly text: string
  readonly box: Box
}

function readBoxes(path: string): PopplerWord[][] {
  const xml = execFileSync('pdftotext', ['-bbox', path, '-'], { maxBuffer: 1 << 28, encoding: 'utf8' })
  return xml.split('<page ').slice(1).map((page) => [...page.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g)].map((match): PopplerWord => ({
    text: decode(match[5] ?? ''), box: [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])],
  })))
}

function decode(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&')
}

function compareBoxes(unit: ParsedUnit, reference: readonly PopplerWord[]): [agree: number, all: number] {
  const byText = new Map<string, Box[]>()
  for (const segment of unit.segments) {
    if (segment.place.kind !== 'page') continue
    for (const [start, end, ...box] of segment.place.words ?? []) {
      const text = unit.text.slice(start, end)
      byText.set(text, [...(byText.get(text) ?? []), box])
    }
  }
  let agree = 0
  let all = 0
  for (const word of reference) {
    const candidates = byText.get(word.text.normalize('NFC'))
    // Words that were read otherwise are counted by recall, not here.
    if (candidates === undefined) continue
    all += 1
    if (candidates.some((box) => overlaps(box, word.box))) agree += 1
  }
  return [agree, all]
}

function overlaps(a: Box, b: Box): boolean {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return false
  const union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - width * height
  return (width * height) / union >= 0.5
}
