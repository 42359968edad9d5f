import { use, useCallback, useEffect, useState } from 'react'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import type { OpenPdf } from './loadPdf.ts'
import { PdfShelfContext } from './PdfShelf.ts'

export type PdfState = { readonly kind: 'opening' } | { readonly kind: 'open'; readonly pdf: OpenPdf } | { readonly kind: 'failed' }

type PdfReport = Pick<DocumentReport, 'documentId' | 'sha256' | 'sizeBytes'>

function useShelf(): (document: PdfReport) => Promise<OpenPdf> {
  const { client, library } = useWindow()
  const shelf = use(PdfShelfContext)
  if (shelf === null) throw new Error('a PDF is opened outside of a shelf')
  return useCallback(({ documentId, sha256, sizeBytes }) => shelf.open({ url: client.files.contentUrl(documentId), sizeBytes, findPassword: () => library.passwordOf(documentId) }, sha256), [client, library, shelf])
}

/** The PDF of a document, from the shelf. */
export function useOpenPdf({ documentId, sha256, sizeBytes }: PdfReport): PdfState {
  const open = useShelf()
  const key = `${sha256} ${documentId}`
  const [state, setState] = useState<{ readonly key: string; readonly value: PdfState }>({ key, value: { kind: 'opening' } })
  useEffect(() => {
    let isGone = false
    const settle = (value: PdfState) => { if (!isGone) setState({ key, value }) }
    open({ documentId, sha256, sizeBytes }).then((pdf) => settle({ kind: 'open', pdf }), () => settle({ kind: 'failed' }))
    return () => { isGone = true }
  }, [open, key, documentId, sha256, sizeBytes])
  return state.key === key ? state.value : { kind: 'opening' }
}

/** Has the document that is likely to be looked at next wait on the shelf, and the one that was just asked for. Other kinds than PDF are there at once anyway. */
export function useOpenAhead(): void {
  const { library, source } = useWindow()
  const expected = useStore(source.expected)
  const wanted = useStore(source.store, (state) => state.place?.documentId ?? null)
  const open = useShelf()
  useEffect(() => {
    for (const documentId of new Set([expected, wanted])) {
      const document = documentId === null ? undefined : library.store.get().byId.get(documentId)
      // A file that cannot be opened says so when a person opens it.
      if (document?.mediaType === 'application/pdf' && document.state !== 'failed') open(document).catch(() => {})
    }
  }, [library, open, expected, wanted])
}
