import type { Box } from '../../../src-shared/domain/anchor.ts'

/** A picture to read: 8-bit RGBA, row by row from the top. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray | Uint8Array
  /** Dots per inch where the size of letters is known from it (a rendered page); absent for photographs and pictures. */
  readonly dpi?: number
}

/**
 * The frame in which words are given: the raster turned by `turn` so that text runs left to right, then turned by `skew` about
 * its middle so that lines are level. Same scale as the raster; `frameToRaster` maps back.
 */
export interface OcrFrame {
  /** Size of the frame in pixels. */
  readonly width: number
  readonly height: number
  /** Clockwise turn of the reading direction in the raster. */
  readonly turn: 0 | 90 | 180 | 270
  /** Radians by which lines fall to the right, after `turn`. */
  readonly skew: number
}

export interface OcrWord {
  readonly text: string
  readonly box: Box
  /** 0 to 1. */
  readonly confidence: number
  readonly baseline: number
  /** Height of an em, estimated from its line. */
  readonly size: number
}

export interface OcrResult {
  /** In the coordinates of `frame`. */
  readonly words: readonly OcrWord[]
  readonly frame: OcrFrame
  /** Mean over words, weighted by length; 0 when nothing was found. */
  readonly confidence: number
}

/** Reads pictures of text, one after the other. Aborting rejects with an AbortError and frees the engine. */
export interface OcrEngine {
  recognise(raster: Raster, options?: { readonly signal?: AbortSignal }): Promise<OcrResult>
  close(): Promise<void>
}
