import { scaleImage, type GrayImage } from './GrayImage.ts'

// Letters are still rows of dark pixels at this width, and one estimate costs about ten milliseconds.
const WORKING_WIDTH = 800
const MAX_DEGREES = 8
// Below this tesseract reads as well without turning.
const MIN_DEGREES = 0.4

/**
 * Radians by which the lines of text fall to the right, by the sharpest horizontal projection (Postl 1986): at the right angle rows
 * of pixels are either full of letters or empty. 0 when no angle is clearly better than level.
 */
export function estimateSkew(image: GrayImage): number {
  const small = image.width > WORKING_WIDTH ? scaleImage(image, WORKING_WIDTH / image.width) : image
  const points = darkPoints(small)
  // Too few points for lines of text, or a photograph.
  if (points.length < 400 || points.length > 0.6 * small.width * small.height) return 0
  let best = 0
  const level = sharpness(points, 0, small)
  let bestScore = level
  for (let degrees = -MAX_DEGREES; degrees <= MAX_DEGREES; degrees += 0.5) {
    const score = sharpness(points, degrees, small)
    if (score > bestScore) { bestScore = score; best = degrees }
  }
  const coarse = best
  for (let degrees = coarse - 0.4; degrees <= coarse + 0.4; degrees += 0.1) {
    const score = sharpness(points, degrees, small)
    if (score > bestScore) { bestScore = score; best = degrees }
  }
  if (Math.abs(best) < MIN_DEGREES || bestScore < 1.08 * level) return 0
  return (best * Math.PI) / 180
}

function darkPoints(image: GrayImage): Int32Array {
  const threshold = darkThreshold(image)
  const found: number[] = []
  for (let index = 0; index < image.pixels.length; index += 1) if ((image.pixels[index] ?? 255) < threshold) found.push(index)
  return Int32Array.from(found)
}

function darkThreshold(image: GrayImage): number {
  let sum = 0
  for (const value of image.pixels) sum += value
  return (sum / image.pixels.length) * 0.7
}

function sharpness(points: Int32Array, degrees: number, image: GrayImage): number {
  const slope = Math.tan((degrees * Math.PI) / 180)
  const rows = new Float64Array(image.height * 3)
  for (const point of points) {
    const x = point % image.width
    const y = (point - x) / image.width
    const row = Math.round(y - x * slope) + image.height
    if (row >= 0 && row < rows.length) rows[row] = (rows[row] ?? 0) + 1
  }
  let score = 0
  for (let index = 1; index < rows.length; index += 1) {
    const step = (rows[index] ?? 0) - (rows[index - 1] ?? 0)
    score += step * step
  }
  return score
}
