import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Raster } from '../../core/ports/OcrEngine.ts'

// Decoded at four bytes a pixel this is 400 MB: what a worker may hold for a moment.
const MAX_PIXELS = 100_000_000

/** A PNG, JPEG, WebP, GIF or BMP as pixels on white paper, turned as its EXIF says. Throws AppError DAMAGED_FILE or TOO_LARGE. */
export async function decodePicture(bytes: Uint8Array): Promise<Raster> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas')
  const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).catch((error: unknown) => {
    throw new AppError('DAMAGED_FILE', undefined, { cause: error })
  })
  const { width, height } = image
  if (width < 1 || height < 1) throw new AppError('DAMAGED_FILE')
  if (width * height > MAX_PIXELS) throw new AppError('TOO_LARGE', `This picture has ${width} × ${height} pixels, more than the limit.`)
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  context.drawImage(image, 0, 0)
  return { width, height, pixels: context.getImageData(0, 0, width, height).data }
}
