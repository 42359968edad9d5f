import type { Raster } from '../../core/ports/OcrEngine.ts'

/** 8-bit grey, 0 black, row by row. */
export interface GrayImage {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** Luma (ITU-R BT.601) over white paper: transparent pictures are read as they would print. */
export function toGray(raster: Raster): GrayImage {
  const { width, height, pixels } = raster
  const gray = new Uint8Array(width * height)
  for (let index = 0, at = 0; index < gray.length; index += 1, at += 4) {
    const luma = ((pixels[at] ?? 0) * 77 + (pixels[at + 1] ?? 0) * 150 + (pixels[at + 2] ?? 0) * 29) >> 8
    const alpha = pixels[at + 3] ?? 255
    gray[index] = alpha === 255 ? luma : 255 - (((255 - luma) * alpha) >> 8)
  }
  return { width, height, pixels: gray }
}

/** Light letters on dark ground are turned to dark on light; tesseract reads these better. */
export function withDarkText(image: GrayImage): GrayImage {
  let sum = 0
  const step = Math.max(1, Math.floor(image.pixels.length / 50_000))
  let count = 0
  for (let index = 0; index < image.pixels.length; index += step) { sum += image.pixels[index] ?? 0; count += 1 }
  if (sum / Math.max(1, count) > 100) return image
  return { ...image, pixels: image.pixels.map((value) => 255 - value) }
}

/** The image turned so that text which is turned clockwise by `turn` runs left to right. */
export function turnImage(image: GrayImage, turn: 0 | 90 | 180 | 270): GrayImage {
  if (turn === 0) return image
  const { width, height, pixels } = image
  const turned = new Uint8Array(pixels.length)
  if (turn === 180) {
    for (let index = 0, last = pixels.length - 1; index <= last; index += 1) turned[index] = pixels[last - index] ?? 0
    return { width, height, pixels: turned }
  }
  for (let y = 0; y < width; y += 1) {
    const sourceX = turn === 90 ? width - 1 - y : y
    for (let x = 0; x < height; x += 1) {
      const sourceY = turn === 90 ? x : height - 1 - x
      turned[y * height + x] = pixels[sourceY * width + sourceX] ?? 0
    }
  }
  return { width: height, height: width, pixels: turned }
}

/** Turns about the middle so that lines which fall by `skew` radians to the right become level; size kept, corners white. */
export function levelImage(image: GrayImage, skew: number): GrayImage {
  if (skew === 0) return image
  const { width, height, pixels } = image
  const levelled = new Uint8Array(pixels.length)
  const cos = Math.cos(skew)
  const sin = Math.sin(skew)
  const middleX = width / 2
  const middleY = height / 2
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const dx = x - middleX
      const dy = y - middleY
      levelled[y * width + x] = sample(pixels, width, height, middleX + dx * cos - dy * sin, middleY + dx * sin + dy * cos)
    }
  }
  return { width, height, pixels: levelled }
}

/** Bilinear when it grows, mean of the covered pixels when it shrinks. */
export function scaleImage(image: GrayImage, factor: number): GrayImage {
  if (factor === 1) return image
  const width = Math.max(1, Math.round(image.width * factor))
  const height = Math.max(1, Math.round(image.height * factor))
  const scaled = new Uint8Array(width * height)
  const stepX = image.width / width
  const stepY = image.height / height
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      scaled[y * width + x] = factor > 1
        ? sample(image.pixels, image.width, image.height, (x + 0.5) * stepX - 0.5, (y + 0.5) * stepY - 0.5)
        : areaMean(image, x * stepX, y * stepY, (x + 1) * stepX, (y + 1) * stepY)
    }
  }
  return { width, height, pixels: scaled }
}

function areaMean(image: GrayImage, left: number, top: number, right: number, bottom: number): number {
  const x0 = Math.floor(left)
  const x1 = Math.max(x0 + 1, Math.min(image.width, Math.ceil(right)))
  const y0 = Math.floor(top)
  const y1 = Math.max(y0 + 1, Math.min(image.height, Math.ceil(bottom)))
  let sum = 0
  for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) sum += image.pixels[y * image.width + x] ?? 255
  return sum / ((x1 - x0) * (y1 - y0))
}

function sample(pixels: Uint8Array, width: number, height: number, x: number, y: number): number {
  if (x < -1 || y < -1 || x > width || y > height) return 255
  const x0 = Math.max(0, Math.floor(x))
  const y0 = Math.max(0, Math.floor(y))
  const x1 = Math.min(width - 1, x0 + 1)
  const y1 = Math.min(height - 1, y0 + 1)
  const fx = Math.max(0, x - x0)
  const fy = Math.max(0, y - y0)
  const top = (pixels[y0 * width + x0] ?? 255) * (1 - fx) + (pixels[y0 * width + x1] ?? 255) * fx
  const bottom = (pixels[y1 * width + x0] ?? 255) * (1 - fx) + (pixels[y1 * width + x1] ?? 255) * fx
  return top * (1 - fy) + bottom * fy
}

/** Binary PGM: the one format that tesseract's image library reads without any decoding. */
export function toPgm(image: GrayImage): Buffer {
  const header = Buffer.from(`P5\n${image.width} ${image.height}\n255\n`, 'latin1')
  return Buffer.concat([header, image.pixels])
}
