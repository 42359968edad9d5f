import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { Raster } from '../ports/OcrEngine.ts'

/** The part of a raster within a box, in whole pixels. */
export function cropRaster(raster: Raster, box: Box): Raster {
  const left = Math.max(0, Math.floor(box[0]))
  const top = Math.max(0, Math.floor(box[1]))
  const width = Math.max(1, Math.min(raster.width, Math.ceil(box[2])) - left)
  const height = Math.max(1, Math.min(raster.height, Math.ceil(box[3])) - top)
  const pixels = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * raster.width + left) * 4
    pixels.set(raster.pixels.subarray(from, from + width * 4), y * width * 4)
  }
  return { width, height, pixels, ...(raster.dpi === undefined ? {} : { dpi: raster.dpi }) }
}

// Paper, or the ground of a chart or screenshot, is one shade over a good part of it; photographs have none.
const GROUND_SHARE = 0.3

/** Whether a picture has an even ground as printed text does. Keeps photographs from minutes of useless OCR. */
export function hasEvenGround(raster: Raster): boolean {
  const bins = new Uint32Array(32)
  let count = 0
  const step = Math.max(1, Math.floor((raster.width * raster.height) / 40_000)) * 4
  for (let at = 0; at + 2 < raster.pixels.length; at += step) {
    const luma = ((raster.pixels[at] ?? 0) * 77 + (raster.pixels[at + 1] ?? 0) * 150 + (raster.pixels[at + 2] ?? 0) * 29) >> 8
    const bin = luma >> 3
    bins[bin] = (bins[bin] ?? 0) + 1
    count += 1
  }
  let best = 0
  for (let index = 0; index < 32; index += 1) best = Math.max(best, (bins[index] ?? 0) + (bins[index + 1] ?? 0))
  return best >= GROUND_SHARE * count
}
