import type { DocumentMetadata, EmbeddedFile, ParsedDocument, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { composeUnit, HeadingPath } from '../../core/reading/composeUnit.ts'
import type { PageBlock } from '../../core/reading/PageBlock.ts'
import { layoutPage } from '../../core/reading/layoutPage.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'
import { loadPdfjs } from './loadPdfjs.ts'
import { openPdf, type PdfDocument } from './openPdf.ts'
import { readPage } from './readPage.ts'

export interface ParsePdfOptions {
  /** The file's name, for the title when the document has none. */
  readonly name: string
  readonly password?: string
  readonly maxPages: number
  /** `null`: pages without a text layer are reported as empty. */
  readonly ocr: OcrEngine | null
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number | undefined, unit: string) => void
  /** Called with the milliseconds that each OCR took. */
  readonly onOcr?: (elapsedMs: number) => void
}

interface ReadPage {
  readonly blocks: readonly PageBlock[]
  readonly unit: Omit<ParsedUnit, 'text' | 'segments' | 'tables'>
}

/**
 * A PDF as units, one a page, in order; a page that cannot be read is a unit with source `failed` and the reason.
 * Throws AppError: EMPTY_FILE, PASSWORD_NEEDED, DAMAGED_FILE, LIMIT_EXCEEDED (more than `maxPages`); AbortError when aborted.
 */
export async function parsePdf(bytes: Uint8Array, options: ParsePdfOptions): Promise<ParsedDocument> {
  if (bytes.length === 0) throw new AppError('EMPTY_FILE')
  const loaded = await loadPdfjs()
  const document = await openPdf(loaded, bytes, options.password)
  try {
    if (document.numPages > options.maxPages) throw new AppError('LIMIT_EXCEEDED', `This PDF has ${document.numPages} pages; the limit is ${options.maxPages}.`, { action: 'Raise the page limit in the settings, or split the file.' })
    const warnings: ParseWarning[] = []
    const pages: ReadPage[] = []
    for (let number = 1; number <= document.numPages; number += 1) {
      options.signal?.throwIfAborted()
      pages.push(await readOne(document, number, warnings, loaded.pdfjs.OPS))
      options.onProgress?.(number, document.numPages, 'pages')
    }
    const headings = new HeadingPath()
    const units = pages.map(({ blocks, unit }): ParsedUnit => {
      const { text, segments, tables } = composeUnit(blocks, { kind: 'page', headings })
      return { ...unit, text, segments, ...(tables.length > 0 ? { tables } : {}) }
    })
    const metadata: DocumentMetadata = {}
    const embedded: EmbeddedFile[] = []
    return { mediaType: 'application/pdf', metadata, units, warnings, ...(embedded.length > 0 ? { embedded } : {}) }
  } finally {
    await document.loadingTask.destroy()
  }
}

async function readOne(document: PdfDocument, number: number, warnings: ParseWarning[], ops: Readonly<Record<string, number>>): Promise<ReadPage> {
  const base = { unit: number, kind: 'page' as const, label: `page ${number}`, facts: { page: number } }
  try {
    const content = await readPage(document, number, ops)
    const blocks = layoutPage(content)
    return { blocks, unit: { ...base, source: blocks.length > 0 ? 'text' : 'empty', width: content.width, height: content.height, ...(blocks.length > 0 ? {} : { note: 'The page has no text.' }) } }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    warnings.push({ code: 'PAGE_FAILED', unit: number, message: `Page ${number} could not be read: ${message}` })
    return { blocks: [], unit: { ...base, source: 'failed', note: `This page is damaged: ${message}` } }
  }
}
