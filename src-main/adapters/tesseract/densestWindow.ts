import type { GrayImage } from './GrayImage.ts'

// Three inches at 300 dpi: a dozen lines, enough to tell the way up, a tenth of a page.
const WINDOW = 900
const CELL = 100

/** The square part of a page with most edges between dark and light, along either axis: where most letters are. */
export function densestWindow(image: GrayImage): GrayImage {
  const width = Math.min(WINDOW, image.width)
  const height = Math.min(WINDOW, image.height)
  const columns = Math.ceil(image.width / CELL)
  const rows = Math.ceil(image.height / CELL)
  const edges = new Uint32Array(columns * rows)
  for (let y = 2; y < image.height; y += 3) {
    for (let x = 2; x < image.width; x += 2) {
      const at = y * image.width + x
      const value = image.pixels[at] ?? 255
      const edge = Math.abs(value - (image.pixels[at - 2] ?? 255)) > 80 || Math.abs(value - (image.pixels[at - 2 * image.width] ?? 255)) > 80
      if (edge) { const cell = Math.floor(y / CELL) * columns + Math.floor(x / CELL); edges[cell] = (edges[cell] ?? 0) + 1 }
    }
  }
  let best = -1
  let left = 0
  let top = 0
  for (let row = 0; row * CELL + height <= image.height + CELL; row += 1) {
    for (let column = 0; column * CELL + width <= image.width + CELL; column += 1) {
      let sum = 0
      for (let y = row; y < Math.min(rows, row + height / CELL); y += 1) for (let x = column; x < Math.min(columns, column + width / CELL); x += 1) sum += edges[y * columns + x] ?? 0
      if (sum > best) { best = sum; left = column * CELL; top = row * CELL }
    }
  }
  left = Math.min(left, image.width - width)
  top = Math.min(top, image.height - height)
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) pixels.set(image.pixels.subarray((top + y) * image.width + left, (top + y) * image.width + left + width), y * width)
  return { width, height, pixels }
}
