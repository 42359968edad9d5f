import { createDrawing, type Drawing } from '../canvas/createDrawing.ts'
import type { PdfDocument } from './openPdf.ts'

// An A3 page at 300 dpi; larger pages are drawn coarser rather than in a gigabyte of pixels.
const MAX_PIXELS = 18_000_000
const MAX_SIDE = 10_000

export interface RenderedPage {
  readonly drawing: Drawing
  /** Pixels a point. */
  readonly scale: number
}

/** Draws a page (1-based) as displayed at up to `dpi`, on white. */
export async function renderPage(document: PdfDocument, number: number, dpi: number, signal?: AbortSignal): Promise<RenderedPage> {
  const page = await document.getPage(number)
  try {
    const { width, height } = page.getViewport({ scale: 1 })
    const scale = Math.min(dpi / 72, Math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE / Math.max(width, height))
    const viewport = page.getViewport({ scale })
    const drawing = await createDrawing(Math.max(1, Math.ceil(viewport.width)), Math.max(1, Math.ceil(viewport.height)))
    // pdf.js types ask for the browser's canvas; in Node it draws on the native one.
    const task = page.render({ canvas: drawing.canvas as never, canvasContext: drawing.context as never, viewport, annotationMode: 0 })
    const abort = (): void => { task.cancel() }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      await task.promise
    } finally {
      signal?.removeEventListener('abort', abort)
    }
    return { drawing, scale }
  } finally {
    page.cleanup()
  }
}
