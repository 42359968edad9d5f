import type * as Pdfjs from 'pdfjs-dist'

export interface OpenPdf {
  readonly pdfjs: typeof Pdfjs
  readonly document: Pdfjs.PDFDocumentProxy
}

export interface PdfFile {
  readonly url: string
  readonly sizeBytes: number
  /** Asked when it is locked; null: nobody knows its password. */
  readonly findPassword: () => Promise<string | null>
}

/** Up to here a file is streamed whole while its page is drawn; of a larger one only the parts that a page needs are fetched and held. */
const STREAMED_BYTES = 16 * 1024 * 1024

let spare: Pdfjs.PDFWorker | null = null

/** pdf.js, loaded when the first PDF is opened; everything it needs lies beside the page. */
async function loadPdfjs(): Promise<typeof Pdfjs> {
  const [pdfjs, { default: workerUrl }] = await Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')])
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl
  return pdfjs
}

/** Has a worker of pdf.js wait, started and compiled, so that the next file to be opened waits for its own bytes alone. */
export async function warmPdfjs(): Promise<void> {
  const pdfjs = await loadPdfjs()
  spare ??= pdfjs.PDFWorker.create({})
  await spare.promise
}

/** Opens a PDF from its own URL, in a worker of its own. `close` ends both. `opened` rejects when the file cannot be read. */
export function openPdf({ url, sizeBytes, findPassword }: PdfFile): { readonly opened: Promise<OpenPdf>; readonly close: () => void } {
  const isStreamed = sizeBytes <= STREAMED_BYTES
  const started = loadPdfjs().then((pdfjs) => {
    const worker = spare ?? pdfjs.PDFWorker.create({})
    spare = null
    const asset = (folder: string) => new URL(`pdfjs/${folder}/`, document.baseURI).href
    const task = pdfjs.getDocument({
      url, worker, cMapUrl: asset('cmaps'), standardFontDataUrl: asset('standard_fonts'), wasmUrl: asset('wasm'), iccUrl: asset('iccs'),
      cMapPacked: true, enableXfa: false, disableAutoFetch: true, disableStream: !isStreamed, stopAtErrors: false,
    })
    let isAsked = false
    task.onPassword = (answer: (password: string | Error) => void) => {
      if (isAsked) answer(new Error('Its password is another one.'))
      else findPassword().then((password) => answer(password ?? new Error('It is locked.')), answer)
      isAsked = true
    }
    return { pdfjs, task, worker }
  })
  return {
    opened: started.then(async ({ pdfjs, task }) => ({ pdfjs, document: await task.promise })),
    close() {
      started.then(async ({ task, worker }) => {
        await task.destroy()
        worker.destroy()
      }).catch(() => {})
    },
  }
}
