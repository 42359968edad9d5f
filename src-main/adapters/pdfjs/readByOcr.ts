import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { OcrEngine, OcrResult } from '../../core/ports/OcrEngine.ts'
import type { OcrDecision } from '../../core/reading/decideOcr.ts'
import { layoutPage } from '../../core/reading/layoutPage.ts'
import { ocrContent } from '../../core/reading/ocrContent.ts'
import { frameToRaster } from '../../core/reading/ocrFrame.ts'
import type { PageBlock } from '../../core/reading/PageBlock.ts'
import { cropRaster, hasEvenGround } from '../../core/reading/rasterRegion.ts'
import type { PdfDocument } from './openPdf.ts'
import { renderPage } from './renderPage.ts'

export interface OcrReading {
  readonly blocks: readonly PageBlock[]
  readonly words: readonly string[]
  readonly confidence: number
}

export interface OcrSource {
  readonly document: PdfDocument
  readonly page: number
  readonly engine: OcrEngine
  readonly signal?: AbortSignal | undefined
}

// What tesseract was trained on, and what its page layout expects.
const OCR_DPI = 300
// A picture inside a text page must give this much to be worth a block: less is invented letters.
const PICTURE_CONFIDENCE = 0.7
const PICTURE_WORDS = 4

/** The blocks of a page, or of some of its pictures, as OCR reads them, with boxes in points of the page. */
export async function readByOcr(source: OcrSource, decision: Exclude<OcrDecision, { kind: 'none' }>): Promise<OcrReading> {
  const { drawing, scale } = await renderPage(source.document, source.page, OCR_DPI, source.signal)
  const raster = { ...drawing.raster(), dpi: Math.round(scale * 72) }
  const options = source.signal === undefined ? {} : { signal: source.signal }
  if (decision.kind === 'page') {
    const result = await source.engine.recognise(raster, options)
    return toReading([{ result, left: 0, top: 0 }], scale)
  }
  const parts: { result: OcrResult; left: number; top: number }[] = []
  for (const box of decision.boxes) {
    const pixels: Box = [box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale]
    const region = cropRaster(raster, pixels)
    if (!hasEvenGround(region)) continue
    const result = await source.engine.recognise(region, options)
    const words = result.words.filter((word) => word.text.length > 1).length
    if (result.confidence >= PICTURE_CONFIDENCE && words >= PICTURE_WORDS) parts.push({ result, left: Math.floor(Math.max(0, pixels[0])), top: Math.floor(Math.max(0, pixels[1])) })
  }
  return toReading(parts, scale)
}

function toReading(parts: readonly { readonly result: OcrResult; readonly left: number; readonly top: number }[], scale: number): OcrReading {
  const blocks = parts.flatMap(({ result, left, top }) => layoutPage(ocrContent(result), (box) => {
    const pixels = frameToRaster(result.frame, box)
    return [(pixels[0] + left) / scale, (pixels[1] + top) / scale, (pixels[2] + left) / scale, (pixels[3] + top) / scale]
  }))
  const words = parts.flatMap(({ result }) => result.words)
  const characters = words.reduce((sum, word) => sum + word.text.length, 0)
  const confidence = characters === 0 ? 0 : words.reduce((sum, word) => sum + word.confidence * word.text.length, 0) / characters
  return { blocks, words: words.map((word) => word.text), confidence }
}
