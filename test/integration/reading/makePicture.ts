import { createCanvas, type Canvas } from '@napi-rs/canvas'

export interface PictureOptions {
  readonly turn?: 0 | 90 | 180 | 270
  readonly format?: 'png' | 'jpeg' | 'webp'
  /** Degrees by which the print falls to the right, as on a sheet laid askew on the glass. */
  readonly skew?: number
  /** Light letters on a dark band, below the other lines. */
  readonly band?: string
}

export const LETTER = [
  'The quarterly report shows that revenue', 'rose to 48,200 thousand while the costs', 'of transport fell for the third time.', 'The board thanks all members of staff',
  'and proposes a dividend of two pounds', 'for each share that is held in March.',
]

/** A page of print as a picture, black on white, turned clockwise by `turn`. */
export async function makePicture(lines: readonly string[] = LETTER, options: PictureOptions = {}): Promise<Uint8Array> {
  return new Uint8Array(await drawPage(lines, options.turn ?? 0, options).encode((options.format ?? 'png') as 'png'))
}

export function picturePixels(lines: readonly string[] = LETTER): { readonly width: number; readonly height: number; readonly pixels: Uint8ClampedArray } {
  const canvas = drawPage(lines, 0)
  return { width: canvas.width, height: canvas.height, pixels: canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data }
}

function drawPage(lines: readonly string[], turn: 0 | 90 | 180 | 270, { band, skew = 0 }: PictureOptions = {}): Canvas {
  const width = 1000
  const height = 600
  const onSide = turn === 90 || turn === 270
  const canvas = createCanvas(onSide ? height : width, onSide ? width : height)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.translate(canvas.width / 2, canvas.height / 2)
  context.rotate(((turn + skew) * Math.PI) / 180)
  context.translate(-width / 2, -height / 2)
  context.fillStyle = 'black'
  context.font = '36px sans-serif'
  lines.forEach((text, index) => { context.fillText(text, 80, 100 + index * 70) })
  if (band !== undefined) {
    context.fillRect(60, 510, 880, 70)
    context.fillStyle = 'white'
    context.fillText(band, 80, 558)
  }
  return canvas
}
