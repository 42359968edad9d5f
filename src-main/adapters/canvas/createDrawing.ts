import type { Raster } from '../../core/ports/OcrEngine.ts'

export interface Drawing {
  /** The native canvas and its context, for a library that draws on them. */
  readonly canvas: object
  readonly context: object
  raster(): Raster
  png(): Promise<Uint8Array>
}

/** A white sheet of the given size in pixels to draw on. */
export async function createDrawing(width: number, height: number): Promise<Drawing> {
  const { createCanvas } = await import('@napi-rs/canvas')
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  return {
    canvas, context,
    raster: () => ({ width, height, pixels: context.getImageData(0, 0, width, height).data }),
    png: async () => canvas.encode('png'),
  }
}
