import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseImage } from '../../../src-main/adapters/canvas/parseImage.ts'
import { parsePdf } from '../../../src-main/adapters/pdfjs/parsePdf.ts'
import { TesseractOcrEngine } from '../../../src-main/adapters/tesseract/TesseractOcrEngine.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { characterErrorRate, mean, percentile, wordScore, wordsOf } from './textScores.ts'

interface Sample {
  readonly path: string
  readonly reference: string
}

/** Pictures with their expected text. Receipts have boxes in no agreed order, so they count for words only. */
function samples(): { readonly pages: Sample[]; readonly receipts: Sample[]; readonly pdfs: Sample[] } {
  const root = dataFolder('ocr_images')
  const text = (name: string): string => readFileSync(join(root, name), 'utf8')
  const gold = text('tesseract/phototest.gold.txt')
  const linn = text('ocrmypdf/linn.txt')
  const pages = [
    { path: 'tesseract/8071_093.3B.tif', reference: text('tesseract/8071_093.3B.txt') },
    { path: 'tesseract/eurotext.tif', reference: text('tesseract/eurotext.txt') },
    ...['phototest.tif', 'phototest-rotated-180.png', 'phototest-rotated-L.png', 'phototest-rotated-R.png'].map((name) => ({ path: `tesseract/${name}`, reference: gold })),
    { path: 'ocrmypdf/linn.png', reference: linn },
  ].map((sample) => ({ ...sample, path: join(root, sample.path) }))
  const receipts = readdirSync(join(root, 'sroie')).filter((name) => name.endsWith('.jpg')).map((name) => ({
    path: join(root, 'sroie', name),
    reference: text(`sroie/${name.replace('.jpg', '.csv')}`).split(/\r?\n/).map((line) => line.split(',').slice(8).join(',')).join('\n'),
  }))
  const pdfs = ['linn.pdf', 'skew.pdf', 'rotated_skew.pdf', 'ccitt.pdf', 'jbig2.pdf'].map((name) => ({ path: join(root, 'ocrmypdf', name), reference: linn }))
  return { pages, receipts, pdfs }
}

export async function measure(): Promise<MeasureRow[]> {
  const ocr = new TesseractOcrEngine({ languages: ['eng'] })
  const verbose = process.env['VERBOSE'] !== undefined
  try {
    const read = async ({ path }: Sample): Promise<string> => {
      const bytes = new Uint8Array(readFileSync(path))
      const options = { name: basename(path), maxPages: 100, ocr }
      const { units } = path.endsWith('.pdf') ? await parsePdf(bytes, options) : await parseImage(bytes, options)
      return units.map((unit) => unit.text).join('\n')
    }
    const score = async (list: readonly Sample[]): Promise<{ recall: number[]; errors: number[] }> => {
      const recall: number[] = []
      const errors: number[] = []
      for (const sample of list) {
        const started = performance.now()
        const found = await read(sample)
        recall.push(wordScore(wordsOf(found), wordsOf(sample.reference)).recall)
        errors.push(characterErrorRate(found, sample.reference))
        if (verbose) console.error(basename(sample.path), recall.at(-1)?.toFixed(3), errors.at(-1)?.toFixed(3), `${Math.round(performance.now() - started)} ms`)
      }
      return { recall, errors }
    }
    const { pages, receipts, pdfs } = samples()
    const pageScore = await score(pages)
    const receiptScore = await score(receipts)
    const pdfScore = await score(pdfs)
    const speed = await timeAgainstNative(pages.filter(({ path }) => !path.includes('rotated')), read)
    return [
      { measure: 'page pictures: word recall', value: mean(pageScore.recall), best: 0.976, n: pages.length },
      { measure: 'page pictures: word recall, 5th percentile', value: percentile(pageScore.recall, 0.05), best: 0.92, n: pages.length },
      { measure: 'page pictures: character error rate (lower is better)', value: mean(pageScore.errors), best: 0.099, n: pages.length },
      { measure: 'receipts: word recall', value: mean(receiptScore.recall), best: null, n: receipts.length },
      { measure: 'image-only PDFs: word recall', value: mean(pdfScore.recall), best: 0.971, n: pdfs.length },
      ...speed,
    ]
  } finally {
    await ocr.close()
  }
}

/**
 * Seconds a page of ours over those of the native program on one core, page after page in the same run, pages that stand upright (the
 * native program would have to be asked for the others). No row where `tesseract` is not installed.
 */
async function timeAgainstNative(list: readonly Sample[], read: (sample: Sample) => Promise<string>): Promise<MeasureRow[]> {
  const native = (path: string): number => {
    const started = performance.now()
    const { status } = spawnSync('tesseract', [path, '-', '--psm', '3'], { env: { ...process.env, OMP_THREAD_LIMIT: '1' } })
    return status === 0 ? performance.now() - started : Number.NaN
  }
  let theirs = 0
  let ours = 0
  for (const sample of list) {
    theirs += native(sample.path)
    const started = performance.now()
    await read(sample)
    ours += performance.now() - started
  }
  if (Number.isNaN(theirs)) return []
  return [{ measure: 'time a page over native tesseract (lower is better)', value: ours / theirs, best: 1.5, n: list.length }]
}
