import type { Raster } from '../../core/ports/OcrEngine.ts'
import { createDrawing, type Drawing } from './createDrawing.ts'

/** A picture on a sheet to draw on, made smaller where it has more than `maxPixels`; `scale` is pixels of the sheet a pixel of the picture. */
export async function drawRaster({ width, height, pixels }: Raster, maxPixels: number): Promise<{ readonly drawing: Drawing; readonly scale: number }> {
  const { createCanvas, ImageData } = await import('@napi-rs/canvas')
  const whole = createCanvas(width, height)
  whole.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0)
  const scale = Math.min(1, Math.sqrt(maxPixels / (width * height)))
  const drawing = await createDrawing(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
  drawing.draw(whole)
  return { drawing, scale }
}
