import { useEffect, useState } from 'react'
import { openPdf, type OpenPdf } from './loadPdf.ts'

export type PdfState = { readonly kind: 'opening' } | { readonly kind: 'open'; readonly pdf: OpenPdf } | { readonly kind: 'failed' }

/** The PDF behind a URL; the former one is closed, with its worker, when the URL changes or the view goes away. */
export function useOpenPdf(url: string): PdfState {
  const [state, setState] = useState<{ readonly url: string; readonly value: PdfState }>({ url, value: { kind: 'opening' } })
  useEffect(() => {
    let isGone = false
    let destroy: (() => Promise<void>) | null = null
    async function open() {
      try {
        const { pdfjs, task } = await openPdf(url)
        destroy = () => task.destroy()
        if (isGone) return void destroy()
        const document = await task.promise
        if (!isGone) setState({ url, value: { kind: 'open', pdf: { pdfjs, document } } })
      } catch {
        if (!isGone) setState({ url, value: { kind: 'failed' } })
      }
    }
    void open()
    return () => {
      isGone = true
      void destroy?.()
    }
  }, [url])
  return state.url === url ? state.value : { kind: 'opening' }
}
