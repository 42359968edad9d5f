import { useState, type ReactNode } from 'react'
import { createPdfShelf, PdfShelfContext } from './PdfShelf.ts'
import { useOpenAhead } from './useOpenPdf.ts'

/** One shelf for every place of the window that shows PDFs, and what is put on it ahead of being asked for. */
export function PdfShelfProvider({ children }: { readonly children: ReactNode }) {
  const [shelf] = useState(createPdfShelf)
  return <PdfShelfContext value={shelf}><OpenAhead />{children}</PdfShelfContext>
}

/** A component of its own: what it listens to draws nothing else anew. */
function OpenAhead() {
  useOpenAhead()
  return null
}
