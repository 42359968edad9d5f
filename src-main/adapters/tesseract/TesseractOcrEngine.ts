import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Worker } from 'tesseract.js'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { OcrEngine, OcrResult, OcrWord, Raster } from '../../core/ports/OcrEngine.ts'
import { densestWindow } from './densestWindow.ts'
import { estimateSkew } from './estimateSkew.ts'
import { levelImage, scaleImage, toGray, toPgm, turnImage, withDarkText, type GrayImage } from './GrayImage.ts'
import { readWords, type ReadLines } from './readWords.ts'

export interface TesseractOptions {
  /** ISO 639-2 codes, most expected first; those without data are left out. */
  readonly languages: readonly string[]
  /** Folders with `<code>.traineddata` or `<code>.traineddata.gz` that a person added; looked at before the packages. */
  readonly languageFolders?: readonly string[]
}

// Letters of about this height read best; 300 dpi gives it for book print.
const GOOD_LINE_HEIGHT = 30
const SMALL_LINE_HEIGHT = 20
// More pixels cost memory and time and tell nothing more about letters.
const MAX_PIXELS = 20_000_000
// A page that was read the wrong way up stays well below, an upright one of poor quality well above.
const DOUBTFUL_CONFIDENCE = 0.62
const AUTO_LAYOUT = '3'
const SPARSE_LAYOUT = '11'

// Larger pictures are tried on a part of them first: reading a whole page the wrong way up costs seconds.
const PROBE_PIXELS = 1_600_000

type Turn = 0 | 90 | 180 | 270

interface Reading extends ReadLines {
  readonly turn: Turn
  readonly skew: number
  readonly confidence: number
}

/** The folder and file name of a language's data, or `undefined` when this machine has none. Nothing is ever downloaded. */
export function findLanguage(code: string, folders: readonly string[] = []): string | undefined {
  if (!/^[A-Za-z_]{3,16}$/.test(code)) return undefined
  const candidates = folders.flatMap((folder) => [join(folder, `${code}.traineddata`), join(folder, `${code}.traineddata.gz`)])
  try {
    const root = dirname(createRequire(import.meta.url).resolve(`@tesseract.js-data/${code}/package.json`))
    candidates.push(join(root, '4.0.0_best_int', `${code}.traineddata.gz`), join(root, '4.0.0', `${code}.traineddata.gz`))
  } catch {
    // No package for this language; the folders may have it.
  }
  return candidates.find((path) => existsSync(path))
}

/**
 * Tesseract 5 as WebAssembly in a worker thread of its own, which starts with the first picture and ends with `close`. All files come
 * from this disk. Throws AppError UNREADABLE when no language has data, INTERNAL when the engine dies.
 */
export class TesseractOcrEngine implements OcrEngine {
  readonly #options: TesseractOptions
  #worker: Promise<Worker> | undefined
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: TesseractOptions) {
    this.#options = options
  }

  recognise(raster: Raster, options: { readonly signal?: AbortSignal } = {}): Promise<OcrResult> {
    const run = this.#queue.then(() => this.#recognise(raster, options.signal))
    this.#queue = run.catch(() => undefined)
    return run
  }

  async close(): Promise<void> {
    const starting = this.#worker
    this.#worker = undefined
    if (starting === undefined) return
    const worker = await starting.catch(() => undefined)
    await worker?.terminate()
  }

  async #recognise(raster: Raster, signal: AbortSignal | undefined): Promise<OcrResult> {
    signal?.throwIfAborted()
    const fit = Math.min(1, Math.sqrt(MAX_PIXELS / (raster.width * raster.height)))
    const gray = withDarkText(scaleImage(toGray(raster), fit))
    const reading = await this.#readAnyWayUp(gray, raster.dpi !== undefined, signal)
    const onSide = reading.turn === 90 || reading.turn === 270
    const words = fit === 1 ? reading.words : reading.words.map((word) => scaleWord(word, 1 / fit))
    return {
      words, confidence: meanConfidence(words),
      frame: { width: onSide ? raster.height : raster.width, height: onSide ? raster.width : raster.height, turn: reading.turn, skew: reading.skew },
    }
  }

  /**
   * The best reading of the four ways up. Most pages are upright, and these are read once. The other ways are tried when the text is
   * doubtful or on its side: on a part of a large picture, because reading a whole page the wrong way up costs seconds.
   */
  async #readAnyWayUp(image: GrayImage, isDpiKnown: boolean, signal: AbortSignal | undefined): Promise<Reading> {
    const upright = await this.#read(image, 0, isDpiKnown, signal)
    if (isSure(upright)) return upright
    const isSmall = image.pixels.length < PROBE_PIXELS
    const probe = isSmall ? image : densestWindow(image)
    let best = isSmall ? upright : await this.#read(probe, 0, isDpiKnown, signal)
    for (const turn of upright.sideways > 0.5 ? [90, 270, 180] as const : [180, 90, 270] as const) {
      if (isSure(best)) break
      const other = await this.#read(probe, turn, isDpiKnown, signal)
      if (score(other) > score(best) * 1.1) best = other
    }
    if (isSmall || best.turn === 0) return isSmall ? best : upright
    const turned = await this.#read(image, best.turn, isDpiKnown, signal)
    // The part may have been a picture without any text; then the whole page decides.
    return score(turned) > score(upright) ? turned : upright
  }

  /** One reading at one turn: levelled, enlarged when its letters turn out to be small, sparse when the layout finds nothing. */
  async #read(gray: GrayImage, turn: Turn, isDpiKnown: boolean, signal: AbortSignal | undefined): Promise<Reading> {
    const upright = turnImage(gray, turn)
    const skew = estimateSkew(upright)
    const level = levelImage(upright, skew)
    let found = await this.#pass(level, 1, signal)
    const lineHeight = medianHeight(found.words)
    if (!isDpiKnown && lineHeight > 0 && lineHeight < SMALL_LINE_HEIGHT) {
      const factor = Math.min(3, GOOD_LINE_HEIGHT / lineHeight, Math.sqrt(MAX_PIXELS / level.pixels.length))
      if (factor > 1.2) {
        const larger = await this.#pass(level, factor, signal)
        if (meanConfidence(larger.words) * characters(larger.words) > meanConfidence(found.words) * characters(found.words)) found = larger
      }
    }
    if (found.words.length === 0) found = await this.#pass(level, 1, signal, SPARSE_LAYOUT)
    return { ...found, turn, skew, confidence: meanConfidence(found.words) }
  }

  async #pass(image: GrayImage, factor: number, signal: AbortSignal | undefined, layout = AUTO_LAYOUT): Promise<ReadLines> {
    const worker = await this.#start()
    const abort = (): void => { void this.close() }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      const picture = toPgm(scaleImage(image, factor))
      const recognition = worker.recognize(picture, { tessedit_pageseg_mode: layout, user_defined_dpi: '300', debug_file: '/dev/null' } as object, { text: false, blocks: true })
      const { data } = await raceAbort(recognition, signal)
      const { words, sideways } = readWords(data.blocks ?? [])
      return { sideways, words: words.map((word) => scaleWord(word, 1 / factor)) }
    } catch (error) {
      signal?.throwIfAborted()
      // tesseract.js rejects with plain strings; the worker may be broken, so the next picture gets a new one.
      await this.close()
      throw new AppError('INTERNAL', `The text in a picture could not be read: ${String(error)}`, { cause: error })
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  #start(): Promise<Worker> {
    this.#worker ??= this.#create()
    return this.#worker
  }

  async #create(): Promise<Worker> {
    const known = this.#options.languages.flatMap((code) => {
      const path = findLanguage(code, this.#options.languageFolders)
      return path === undefined ? [] : [{ code, path }]
    })
    const first = known[0]
    if (first === undefined) throw new AppError('UNREADABLE', `No data for reading pictures in ${this.#options.languages.join(', ')}.`, { action: 'Add the .traineddata file of the language.' })
    const { createWorker, OEM } = await import('tesseract.js')
    // tesseract.js keeps this very list as what is loaded: further languages are written into its file system and added below,
    // because it can read all of them from one folder only.
    const loaded = [first.code]
    const worker = await createWorker(loaded, OEM.LSTM_ONLY, {
      langPath: dirname(first.path), gzip: first.path.endsWith('.gz'), cacheMethod: 'none',
      // Without a handler tesseract.js throws inside a message event, which would end the process.
      errorHandler: () => undefined,
    })
    for (const { code, path } of known.slice(1)) {
      const bytes = await readFile(path)
      await worker.FS('writeFile', [`./${code}.traineddata`, path.endsWith('.gz') ? gunzipSync(bytes) : bytes])
      loaded.push(code)
    }
    if (known.length > 1) await worker.reinitialize(known.map((language) => language.code).join('+'), OEM.LSTM_ONLY)
    return worker
  }
}

function raceAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => { reject(signal.reason as Error) }
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => { signal.removeEventListener('abort', onAbort) })
  })
}

function scaleWord(word: OcrWord, factor: number): OcrWord {
  if (factor === 1) return word
  const [left, top, right, bottom] = word.box
  return { ...word, box: [left * factor, top * factor, right * factor, bottom * factor], baseline: word.baseline * factor, size: word.size * factor }
}

function characters(words: readonly OcrWord[]): number {
  return words.reduce((sum, word) => sum + word.text.length, 0)
}

function meanConfidence(words: readonly OcrWord[]): number {
  const total = characters(words)
  return total === 0 ? 0 : words.reduce((sum, word) => sum + word.confidence * word.text.length, 0) / total
}

/** Sure letters count more than many: the wrong way up gives as many characters, but doubtful ones. */
function score(reading: Reading): number {
  return reading.sideways > 0.5 ? 0 : reading.confidence ** 2 * Math.sqrt(characters(reading.words))
}

function isSure(reading: Reading): boolean {
  return reading.sideways <= 0.5 && reading.confidence >= DOUBTFUL_CONFIDENCE
}

function medianHeight(words: readonly OcrWord[]): number {
  const heights = words.map((word) => word.box[3] - word.box[1]).sort((a, b) => a - b)
  return heights[heights.length >> 1] ?? 0
}
