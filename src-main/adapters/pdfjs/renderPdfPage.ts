import type { Box } from '../../../src-shared/domain/anchor.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { loadPdfjs } from './loadPdfjs.ts'
import { openPdf } from './openPdf.ts'
import { renderPage } from './renderPage.ts'

export interface RenderPdfPageOptions {
  /** 1-based. */
  readonly page: number
  readonly dpi: number
  /** Places to mark, in points. */
  readonly marks?: readonly Box[]
  readonly password?: string
  readonly signal?: AbortSignal
}

/**
 * One page as displayed, as a PNG; `scale` is pixels a point, so that a box in points times `scale` is its place in the picture. Takes
 * the bytes over. Throws AppError: PASSWORD_NEEDED, DAMAGED_FILE, NOT_FOUND for a page that is not there.
 */
export async function renderPdfPage(bytes: Uint8Array, options: RenderPdfPageOptions): Promise<{ readonly png: Uint8Array; readonly scale: number }> {
  const document = await openPdf(await loadPdfjs(), bytes, options.password)
  try {
    if (options.page < 1 || options.page > document.numPages) throw new AppError('NOT_FOUND', `This document has no page ${options.page}.`)
    const { drawing, scale } = await renderPage(document, options.page, options.dpi, options.signal)
    drawing.mark((options.marks ?? []).map(([left, top, right, bottom]) => [left * scale, top * scale, right * scale, bottom * scale]))
    return { png: await drawing.png(), scale }
  } finally {
    await document.loadingTask.destroy()
  }
}
