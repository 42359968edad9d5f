import type { DocumentMetadata, EmbeddedFile, ParsedDocument, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { composeUnit, HeadingPath } from '../../core/reading/composeUnit.ts'
import { decideOcr } from '../../core/reading/decideOcr.ts'
import { plausibleShare } from '../../core/reading/garbledText.ts'
import type { PageContent } from '../../core/reading/PageContent.ts'
import type { PageBlock } from '../../core/reading/PageBlock.ts'
import { layoutPage } from '../../core/reading/layoutPage.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'
import { loadPdfjs } from './loadPdfjs.ts'
import { openPdf, type PdfDocument } from './openPdf.ts'
import { readByOcr, type OcrReading } from './readByOcr.ts'
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
}

interface PageSource {
  readonly document: PdfDocument
  readonly ops: Readonly<Record<string, number>>
  readonly ocr: OcrEngine | null
  readonly signal: AbortSignal | undefined
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
    const source: PageSource = { document, ops: loaded.pdfjs.OPS, ocr: options.ocr, signal: options.signal }
    for (let number = 1; number <= document.numPages; number += 1) {
      options.signal?.throwIfAborted()
      pages.push(await readOne(source, number, warnings))
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

/** One page; what goes wrong stays on it. */
async function readOne(source: PageSource, number: number, warnings: ParseWarning[]): Promise<ReadPage> {
  const base = { unit: number, kind: 'page' as const, label: `page ${number}`, facts: { page: number } }
  try {
    const content = await readPage(source.document, number, source.ops)
    const size = { width: round(content.width), height: round(content.height) }
    const decision = decideOcr(content)
    const read = decision.kind === 'none' || source.ocr === null
      ? undefined
      : await readByOcr({ document: source.document, page: number, engine: source.ocr, signal: source.signal }, decision)
    const text = layoutPage(content)
    if (read === undefined || read.blocks.length === 0 || decision.kind === 'none') return textPage(base, size, text, source.ocr === null && decision.kind === 'page' ? `${decision.reason} It was not read.` : 'The page has no text.')
    const confidence = Math.round(read.confidence * 1000) / 1000
    if (decision.kind === 'pictures') return { blocks: [...text, ...read.blocks], unit: { ...base, ...size, source: 'mixed', confidence } }
    if (text.length > 0 && !isBetter(read, content)) return textPage(base, size, text, '')
    return { blocks: read.blocks, unit: { ...base, ...size, source: 'ocr', confidence } }
  } catch (error) {
    source.signal?.throwIfAborted()
    const message = error instanceof Error ? error.message : String(error)
    warnings.push({ code: 'PAGE_FAILED', unit: number, message: `Page ${number} could not be read: ${message}` })
    return { blocks: [], unit: { ...base, source: 'failed', note: `This page could not be read: ${message}` } }
  }
}

function textPage(base: Pick<ParsedUnit, 'unit' | 'kind' | 'label' | 'facts'>, size: { readonly width: number; readonly height: number }, blocks: readonly PageBlock[], emptyNote: string): ReadPage {
  return { blocks, unit: blocks.length > 0 ? { ...base, ...size, source: 'text' } : { ...base, ...size, source: 'empty', note: emptyNote } }
}

/** A doubtful text layer is replaced only by a reading that has more text, or reads more like writing. */
function isBetter(read: OcrReading, content: PageContent): boolean {
  const layer = content.words.filter((word) => !word.hidden).map((word) => word.text)
  const layerShare = plausibleShare(layer)
  const readShare = plausibleShare(read.words) * read.confidence
  return readShare * read.words.join('').length > layerShare * layer.join('').length || readShare > layerShare + 0.2
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
