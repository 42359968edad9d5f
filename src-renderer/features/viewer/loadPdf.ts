import type * as Pdfjs from 'pdfjs-dist'

/** pdf.js with its worker, loaded when the first PDF is opened; everything it needs lies beside the page. */
export async function loadPdfjs(): Promise<typeof Pdfjs> {
  const [pdfjs, { default: workerUrl }] = await Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')])
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl
  return pdfjs
}

/** Opens a PDF from its own URL, in ranges where the host serves them. Ending the task frees its worker. */
export async function openPdf(url: string, password?: string): Promise<{ readonly pdfjs: typeof Pdfjs; readonly task: Pdfjs.PDFDocumentLoadingTask }> {
  const pdfjs = await loadPdfjs()
  const asset = (folder: string) => new URL(`pdfjs/${folder}/`, document.baseURI).href
  const task = pdfjs.getDocument({
    url, cMapUrl: asset('cmaps'), standardFontDataUrl: asset('standard_fonts'), wasmUrl: asset('wasm'), iccUrl: asset('iccs'),
    cMapPacked: true, enableXfa: false, disableAutoFetch: true, stopAtErrors: false, ...(password === undefined ? {} : { password }),
  })
  return { pdfjs, task }
}

export interface OpenPdf {
  readonly pdfjs: typeof Pdfjs
  readonly document: Pdfjs.PDFDocumentProxy
}
