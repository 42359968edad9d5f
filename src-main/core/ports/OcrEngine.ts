import type { Box } from '../../../src-shared/domain/anchor.ts'

/** A picture to read: 8-bit RGBA, row by row from the top. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray | Uint8Array
  /** Dots per inch where known; helps to judge letter sizes. */
  readonly dpi?: number
}

export interface OcrWord {
  readonly text: string
  /** Pixels of the raster as given, whatever was turned or scaled on the way. */
  readonly box: Box
  /** 0 to 1. */
  readonly confidence: number
  /** Letters stand on this y (x for a raster on its side), in the frame turned upright. */
  readonly baseline: number
  /** Height of an em in pixels, estimated from the line. */
  readonly size: number
  readonly bold: boolean
  readonly italic: boolean
}

export interface OcrResult {
  readonly words: readonly OcrWord[]
  /** Clockwise turn of the reading direction against left to right, as found. */
  readonly turn: 0 | 90 | 180 | 270
  /** Mean over words, weighted by length; 0 when nothing was found. */
  readonly confidence: number
}

/** Reads pictures of text. One picture at a time; callers queue. Aborting rejects with an AbortError and frees the engine. */
export interface OcrEngine {
  recognise(raster: Raster, options?: { readonly signal?: AbortSignal }): Promise<OcrResult>
  close(): Promise<void>
}
