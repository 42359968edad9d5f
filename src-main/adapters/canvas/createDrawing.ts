import type { Canvas } from '@napi-rs/canvas'
import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { Raster } from '../../core/ports/OcrEngine.ts'

export interface Drawing {
  /** The native canvas and its context, for a library that draws on them. */
  readonly canvas: object
  readonly context: object
  /** Draws a native canvas over the whole sheet. */
  draw(picture: Canvas): void
  /** Marks places as a text marker does: what stands there stays readable. Boxes in pixels. */
  mark(boxes: readonly Box[]): void
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
    draw: (picture) => { context.drawImage(picture, 0, 0, width, height) },
    mark(boxes) {
      context.globalAlpha = 1
      for (const [left, top, right, bottom] of boxes) {
        const place = [left - 1, top - 1, right - left + 2, bottom - top + 2] as const
        context.globalCompositeOperation = 'multiply'
        context.fillStyle = '#ffe45c'
        context.fillRect(...place)
        context.globalCompositeOperation = 'source-over'
        context.strokeStyle = '#d97706'
        context.lineWidth = 2
        context.strokeRect(...place)
      }
    },
    raster: () => ({ width, height, pixels: context.getImageData(0, 0, width, height).data }),
    png: async () => canvas.encode('png'),
  }
}
