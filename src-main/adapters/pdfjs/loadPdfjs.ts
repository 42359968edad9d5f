import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LocalPort } from './LocalPort.ts'

// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- the library itself is loaded only when a PDF is read.
export type Pdfjs = typeof import('pdfjs-dist/legacy/build/pdf.mjs')

export interface LoadedPdfjs {
  readonly pdfjs: Pdfjs
  /** The half of pdf.js that parses. */
  readonly worker: { readonly WorkerMessageHandler: { initializeFromPort(port: LocalPort): void } }
  /** Options of `getDocument` that keep everything on this disk and run nothing from the file. */
  readonly localOptions: {
    readonly cMapUrl: string
    readonly standardFontDataUrl: string
    readonly wasmUrl: string
    readonly iccUrl: string
    readonly isEvalSupported: false
    readonly useSystemFonts: false
    readonly disableFontFace: true
    readonly fontExtraProperties: true
    readonly isOffscreenCanvasSupported: false
    readonly enableXfa: false
    readonly stopAtErrors: false
    readonly verbosity: 0
  }
}

/**
 * Loads pdf.js with its own character maps, fonts and decoders from its package folder. Without these paths it would try to fetch
 * them, or drop the text of fonts that are not embedded. `fontExtraProperties` gives ascent and descent for word boxes.
 */
export async function loadPdfjs(): Promise<LoadedPdfjs> {
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  // Node has no Worker that pdf.js can use, so it runs in this thread; naming the file keeps that true after bundling.
  const workerSrc = pathToFileURL(join(root, 'legacy/build/pdf.worker.mjs')).href
  pdfjs.GlobalWorkerOptions.workerSrc = workerSrc
  return {
    pdfjs, worker: await import(workerSrc) as LoadedPdfjs['worker'],
    localOptions: {
      // In Node pdf.js reads these with fs.readFile: paths, not URLs, each ending in a slash.
      cMapUrl: join(root, 'cmaps/'), standardFontDataUrl: join(root, 'standard_fonts/'), wasmUrl: join(root, 'wasm/'), iccUrl: join(root, 'iccs/'),
      isEvalSupported: false, useSystemFonts: false, disableFontFace: true, fontExtraProperties: true,
      isOffscreenCanvasSupported: false, enableXfa: false, stopAtErrors: false, verbosity: 0,
    },
  }
}
