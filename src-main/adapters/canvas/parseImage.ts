import type { ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { UnitStream } from '../../core/ports/DocumentParser.ts'
import type { OcrEngine, Raster } from '../../core/ports/OcrEngine.ts'
import { composeUnit, HeadingPath } from '../../core/reading/composeUnit.ts'
import { layoutPage } from '../../core/reading/layoutPage.ts'
import { ocrContent } from '../../core/reading/ocrContent.ts'
import { frameToRaster } from '../../core/reading/ocrFrame.ts'
import { openTiff } from '../tiff/decodeTiff.ts'
import { decodePicture } from './decodePicture.ts'

export interface ParseImageOptions {
  readonly name: string
  readonly maxPages: number
  /** `null`: pictures are reported as empty. */
  readonly ocr: OcrEngine | null
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number | undefined, unit: string) => void
  /** Pages of a TIFF with several one by one, from a checkpoint on; the result's `units` is then empty. */
  readonly stream?: UnitStream
}

export interface ParsedImage {
  readonly mediaType?: string
  readonly metadata: { readonly title?: string }
  readonly units: readonly ParsedUnit[]
  readonly warnings: readonly ParseWarning[]
}

/**
 * The text of a PNG, JPEG, WebP, GIF, BMP or TIFF by OCR: one unit of kind `image`, or one of kind `page` for each page of a TIFF with
 * several. Boxes are pixels of the picture. Throws AppError EMPTY_FILE, DAMAGED_FILE, TOO_LARGE, LIMIT_EXCEEDED; AbortError.
 */
export async function parseImage(bytes: Uint8Array, options: ParseImageOptions): Promise<ParsedImage> {
  if (bytes.length === 0) throw new AppError('EMPTY_FILE')
  if (!isTiff(bytes)) {
    const unit = await readRaster(await decodePicture(bytes), { unit: 1, kind: 'image', label: 'picture' }, options)
    return { metadata: {}, units: [unit], warnings: [] }
  }
  const tiff = await openTiff(bytes)
  if (tiff.pages > options.maxPages) throw new AppError('LIMIT_EXCEEDED', `This picture has ${tiff.pages} pages; the limit is ${options.maxPages}.`)
  if (tiff.pages === 1) return { mediaType: 'image/tiff', metadata: {}, units: [await readRaster(tiff.decode(0), { unit: 1, kind: 'image', label: 'picture' }, options)], warnings: [] }
  const units: ParsedUnit[] = []
  const stream: UnitStream = options.stream ?? { onUnit: (unit) => { units.push(unit) } }
  const warnings: ParseWarning[] = []
  for (let unit = stream.from?.nextUnit ?? 1; unit <= tiff.pages; unit += 1) {
    options.signal?.throwIfAborted()
    const page = await readPage(tiff, unit, options)
    if (page.source === 'failed') warnings.push({ code: 'PAGE_FAILED', unit, message: page.note?.replace(/^This page/, `Page ${unit}`) ?? '' })
    await stream.onUnit(page, { nextUnit: unit + 1, state: null })
    options.onProgress?.(unit, tiff.pages, 'pages')
  }
  return { mediaType: 'image/tiff', metadata: {}, units, warnings }
}

/** One page of several; one that cannot be read costs itself only. */
async function readPage(tiff: Awaited<ReturnType<typeof openTiff>>, unit: number, options: ParseImageOptions): Promise<ParsedUnit> {
  const base = { unit, kind: 'page' as const, label: `page ${unit}`, facts: { page: unit } }
  try {
    return await readRaster(tiff.decode(unit - 1), base, options)
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    return { ...base, source: 'failed', text: '', segments: [], note: `This page could not be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}

async function readRaster(raster: Raster, base: Pick<ParsedUnit, 'unit' | 'kind' | 'label' | 'facts'>, options: ParseImageOptions): Promise<ParsedUnit> {
  const size = { width: raster.width, height: raster.height }
  const empty = { ...base, ...size, source: 'empty' as const, text: '', segments: [] }
  if (options.ocr === null) return { ...empty, note: 'Pictures are not read here.' }
  const result = await options.ocr.recognise(raster, options.signal === undefined ? {} : { signal: options.signal })
  const blocks = layoutPage(ocrContent(result), (box) => frameToRaster(result.frame, box))
  if (blocks.length === 0) return { ...empty, note: 'No text was found in the picture.' }
  const kind = base.kind === 'page' ? 'page' : 'image'
  const { text, segments, tables } = composeUnit(blocks, { kind, headings: new HeadingPath() })
  return {
    ...base, ...size, source: 'ocr', text, segments, confidence: Math.round(result.confidence * 1000) / 1000, ...(tables.length > 0 ? { tables } : {}),
  }
}

function isTiff(bytes: Uint8Array): boolean {
  const little = bytes[0] === 0x49 && bytes[1] === 0x49 && (bytes[2] === 0x2a || bytes[2] === 0x2b)
  return little || (bytes[0] === 0x4d && bytes[1] === 0x4d && (bytes[3] === 0x2a || bytes[3] === 0x2b))
}
