import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseImage } from '../../../src-main/adapters/canvas/parseImage.ts'
import { parsePdf } from '../../../src-main/adapters/pdfjs/parsePdf.ts'
import { findLanguage, TesseractOcrEngine } from '../../../src-main/adapters/tesseract/TesseractOcrEngine.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { characterErrorRate, mean, percentile, wordScore, wordsOf } from './textScores.ts'

interface Sample {
  readonly path: string
  readonly reference: string
}

/**
 * Pictures with their expected text. Receipts have boxes in no agreed order, so they count for words only. The text of `linn` was made by a program that took the
 * round bullets of its lists for the digit 0: these are 18 of the 26 words of 760 that are missed; `withoutBullets` leaves them out.
 */
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

/** Lines that begin with a lone 0. */
function withoutBullets(text: string): string {
  return text.replace(/^0 /gm, '')
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
    const score = async (list: readonly Sample[]): Promise<{ recall: number[]; plain: number[]; errors: number[] }> => {
      const recall: number[] = []
      const plain: number[] = []
      const errors: number[] = []
      for (const sample of list) {
        const started = performance.now()
        const found = await read(sample)
        recall.push(wordScore(wordsOf(found), wordsOf(sample.reference)).recall)
        plain.push(wordScore(wordsOf(found), wordsOf(withoutBullets(sample.reference))).recall)
        errors.push(characterErrorRate(found, sample.reference))
        if (verbose) console.error(basename(sample.path), recall.at(-1)?.toFixed(3), errors.at(-1)?.toFixed(3), `${Math.round(performance.now() - started)} ms`)
      }
      return { recall, plain, errors }
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
      { measure: 'image-only PDFs: word recall without bullets', value: mean(pdfScore.plain), best: null, n: pdfs.length },
      ...speed,
    ]
  } finally {
    await ocr.close()
  }
}

/**
 * Seconds a page of ours over those of the native program on one core, page after page in the same run, pages that stand upright (the
 * native program would have to be asked for the others). Once with the data that the program is installed with (Debian's is the small, quick network of
 * `tessdata_fast`), once with the data that we read with. No row where `tesseract` is not installed.
 */
async function timeAgainstNative(list: readonly Sample[], read: (sample: Sample) => Promise<string>): Promise<MeasureRow[]> {
  const native = (path: string, data: readonly string[]): number => {
    const started = performance.now()
    const { status } = spawnSync('tesseract', [path, '-', '--psm', '3', ...data], { env: { ...process.env, OMP_THREAD_LIMIT: '1' } })
    return status === 0 ? performance.now() - started : Number.NaN
  }
  const folder = mkdtempSync(join(tmpdir(), 'footnote-ocr-'))
  try {
    writeFileSync(join(folder, 'eng.traineddata'), gunzipSync(readFileSync(findLanguage('eng') ?? '')))
    let theirs = 0
    let sameData = 0
    let ours = 0
    for (const sample of list) {
      theirs += native(sample.path, [])
      sameData += native(sample.path, ['--tessdata-dir', folder])
      const started = performance.now()
      await read(sample)
      ours += performance.now() - started
    }
    if (Number.isNaN(theirs)) return []
    return [
      { measure: 'time a page over native tesseract (lower is better)', value: ours / theirs, best: 1.5, n: list.length },
      { measure: 'time a page over native tesseract with the same data (lower is better)', value: ours / sameData, best: null, n: list.length },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
