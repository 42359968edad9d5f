import { use, useEffect, useState } from 'react'
import type { OpenPdf } from './loadPdf.ts'
import { PdfShelfContext } from './PdfShelf.ts'

export type PdfState = { readonly kind: 'opening' } | { readonly kind: 'open'; readonly pdf: OpenPdf } | { readonly kind: 'failed' }

/** The PDF behind a URL, from the shelf. */
export function useOpenPdf(url: string, version: string, password?: string): PdfState {
  const shelf = use(PdfShelfContext)
  if (shelf === null) throw new Error('useOpenPdf outside of a shelf')
  const key = `${version} ${url}`
  const [state, setState] = useState<{ readonly key: string; readonly value: PdfState }>({ key, value: { kind: 'opening' } })
  useEffect(() => {
    let isGone = false
    const settle = (value: PdfState) => { if (!isGone) setState({ key: `${version} ${url}`, value }) }
    shelf.open(url, version, password).then((pdf) => settle({ kind: 'open', pdf }), () => settle({ kind: 'failed' }))
    return () => { isGone = true }
  }, [shelf, url, version, password])
  return state.key === key ? state.value : { kind: 'opening' }
}
