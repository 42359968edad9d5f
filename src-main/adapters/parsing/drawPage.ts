import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { DrawRequest, DrawResult } from '../../core/ports/PageDrawer.ts'

// Small print is readable, and a page is about a megabyte.
const DPI = 150
const MAX_PICTURE_PIXELS = 6_000_000

/** A page of a PDF or a picture as a PNG, with places marked. Exactly the bytes whose hash was asked for are drawn; nothing is thrown. */
export async function drawPage(request: DrawRequest): Promise<DrawResult> {
  try {
    const bytes = await readFile(request.path).catch((thrown: unknown) => { throw new AppError('UNREADABLE', undefined, { cause: thrown }) })
    if (createHash('sha256').update(bytes).digest('hex') !== request.sha256) throw new AppError('CHANGED_WHILE_READ', 'The file is no longer the one that was read.')
    // Plain bytes: pdf.js refuses Node's Buffer.
    return { ok: true, ...await draw(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), request) }
  } catch (thrown) {
    return { ok: false, error: toAppError(thrown).toData() }
  }
}

async function draw(bytes: Uint8Array, { mediaType, page, boxes }: DrawRequest): Promise<{ readonly png: Uint8Array; readonly scale: number }> {
  if (mediaType === 'application/pdf') {
    const { renderPdfPage } = await import('../pdfjs/renderPdfPage.ts')
    return renderPdfPage(bytes, { page, dpi: DPI, marks: boxes })
  }
  if (!mediaType.startsWith('image/')) throw new AppError('UNSUPPORTED_TYPE', 'Files of this type have no pages to draw.')
  const { drawRaster } = await import('../canvas/drawRaster.ts')
  const { drawing, scale } = await drawRaster(await decode(bytes, mediaType, page), MAX_PICTURE_PIXELS)
  drawing.mark(boxes.map(([left, top, right, bottom]) => [left * scale, top * scale, right * scale, bottom * scale]))
  return { png: await drawing.png(), scale }
}

async function decode(bytes: Uint8Array, mediaType: string, page: number) {
  if (mediaType !== 'image/tiff') return (await import('../canvas/decodePicture.ts')).decodePicture(bytes)
  const tiff = await (await import('../tiff/decodeTiff.ts')).openTiff(bytes)
  if (page < 1 || page > tiff.pages) throw new AppError('NOT_FOUND', `This picture has no page ${page}.`)
  return tiff.decode(page - 1)
}
