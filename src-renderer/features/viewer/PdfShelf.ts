import { createContext } from 'react'
import { loadPdfjs, openPdf, type OpenPdf } from './loadPdf.ts'

export interface PdfShelf {
  /** The PDF behind a URL; `version` tells two contents of one URL apart. Rejects when it cannot be read. */
  open(url: string, version: string, password?: string): Promise<OpenPdf>
}

/** A reader goes back and forth between a few documents; each one open costs a worker and its memory. */
const KEPT_OPEN = 3

interface Kept {
  readonly opened: Promise<OpenPdf>
  readonly close: () => void
}

/** Keeps the PDFs opened last, so that the next footnote in one of them shows at once; the one used longest ago is closed, with its worker. */
export function createPdfShelf(): PdfShelf {
  const kept = new Map<string, Kept>()
  // Fetched and compiled while nothing else happens: the first footnote of the day then waits for its page alone.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => { loadPdfjs().catch(() => {}) })

  function start(url: string, password: string | undefined): Kept {
    const started = openPdf(url, password)
    const opened = started.then(async ({ pdfjs, task }) => ({ pdfjs, document: await task.promise }))
    return { opened, close: () => { started.then(({ task }) => task.destroy()).catch(() => {}) } }
  }
  return {
    open(url, version, password) {
      const key = `${version} ${url}`
      const entry = kept.get(key) ?? start(url, password)
      kept.delete(key)
      kept.set(key, entry)
      // What failed is tried anew the next time: the file may be there again.
      entry.opened.catch(() => { if (kept.get(key) === entry) kept.delete(key) })
      for (const [oldest, { close }] of kept) {
        if (kept.size <= KEPT_OPEN) break
        kept.delete(oldest)
        close()
      }
      return entry.opened
    },
  }
}

export const PdfShelfContext = createContext<PdfShelf | null>(null)
