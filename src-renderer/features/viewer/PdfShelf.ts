import { createContext } from 'react'
import { openPdf, warmPdfjs, type OpenPdf, type PdfFile } from './loadPdf.ts'

export interface PdfShelf {
  /** The PDF behind a URL; `version` tells two contents of one URL apart. Rejects when it cannot be read. */
  open(file: PdfFile, version: string): Promise<OpenPdf>
}

/** A reader goes back and forth between a few documents; each one open costs a worker and its memory. */
const KEPT_OPEN = 3
/** The page that was asked for is drawn by then. */
const REST_MS = 3000

/** Keeps the PDFs opened last, so that the next footnote in one of them shows at once; the one used longest ago is closed, with its worker. */
export function createPdfShelf(): PdfShelf {
  const kept = new Map<string, ReturnType<typeof openPdf>>()
  warmSoon()

  return {
    open(file, version) {
      const key = `${version} ${file.url}`
      const entry = kept.get(key) ?? openPdf(file)
      if (!kept.has(key)) setTimeout(warmSoon, REST_MS)
      kept.delete(key)
      kept.set(key, entry)
      // What failed is tried anew the next time: the file may be there again.
      entry.opened.catch(() => {
        if (kept.get(key) === entry) kept.delete(key)
        entry.close()
      })
      for (const [oldest, { close }] of kept) {
        if (kept.size <= KEPT_OPEN) break
        kept.delete(oldest)
        close()
      }
      return entry.opened
    },
  }
}

/** While nothing else happens: the next footnote into a new file then waits for its page alone. */
function warmSoon() {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => { warmPdfjs().catch(() => {}) })
}

export const PdfShelfContext = createContext<PdfShelf | null>(null)
