import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { LoadedPdfjs } from './loadPdfjs.ts'
import { LocalPort } from './LocalPort.ts'

export type PdfDocument = Awaited<ReturnType<LoadedPdfjs['pdfjs']['getDocument']>['promise']>

const ports = new WeakMap<PdfDocument, LocalPort>()

/** Runs something that only reads the document's operator lists; nothing may be drawn meanwhile. */
export async function whileReading<T>(document: PdfDocument, read: () => Promise<T>): Promise<T> {
  const port = ports.get(document)
  if (port !== undefined) port.isReading = true
  try {
    return await read()
  } finally {
    if (port !== undefined) port.isReading = false
  }
}

/** Opens a PDF in memory. pdf.js takes the bytes over, so the caller gives a copy that it does not need again. */
export async function openPdf(loaded: LoadedPdfjs, bytes: Uint8Array, password: string | undefined): Promise<PdfDocument> {
  const { pdfjs, localOptions } = loaded
  const port = new LocalPort()
  const worker = pdfjs.PDFWorker.create({ port: port as never, verbosity: localOptions.verbosity })
  loaded.worker.WorkerMessageHandler.initializeFromPort(port)
  const task = pdfjs.getDocument({ data: bytes, worker, ...localOptions, ...(password === undefined ? {} : { password }) })
  try {
    const document = await task.promise
    ports.set(document, port)
    if (document.numPages < 1) throw new AppError('DAMAGED_FILE', 'This PDF has no pages.')
    return document
  } catch (error) {
    await task.destroy()
    throw toOpenError(error, password !== undefined)
  }
}

function toOpenError(error: unknown, hadPassword: boolean): unknown {
  if (error instanceof AppError) return error
  // Names, not classes: errors may come from another copy of the library.
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException') {
    return new AppError('PASSWORD_NEEDED', hadPassword ? 'The password does not open this file.' : undefined, { cause: error })
  }
  return new AppError('DAMAGED_FILE', undefined, { cause: error })
}
