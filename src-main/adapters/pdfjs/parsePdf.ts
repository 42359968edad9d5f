import type { ParsedDocument, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'
import { composeUnit, HeadingPath } from '../../core/reading/composeUnit.ts'
import { continueTables } from '../../core/reading/continueTables.ts'
import { recogniseHeadings } from '../../core/reading/recogniseHeadings.ts'
import { recogniseMargins } from '../../core/reading/recogniseMargins.ts'
import { loadPdfjs } from './loadPdfjs.ts'
import { openPdf, type PdfDocument } from './openPdf.ts'
import { listAnnotations } from './readAnnotations.ts'
import { readAttachments, readMetadata, readOutline } from './readMetadata.ts'
import { readPageBlocks, type PageSource, type ReadPage } from './readPageBlocks.ts'

export interface ParsePdfOptions {
  /** The file's name, for messages. */
  readonly name: string
  /** In memory only. */
  readonly password?: string
  readonly maxPages: number
  /** `null`: pages without a text layer are reported as empty. */
  readonly ocr: OcrEngine | null
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number | undefined, unit: string) => void
}

/**
 * A PDF as units, one a page, in order; a page that cannot be read is a unit with source `failed` and the reason, an empty one has a
 * note. Boxes are points of the page as displayed, origin at the top left. The title is absent when the document states none.
 * Throws AppError: EMPTY_FILE, PASSWORD_NEEDED, DAMAGED_FILE, LIMIT_EXCEEDED (more than `maxPages`); AbortError when aborted.
 */
export async function parsePdf(bytes: Uint8Array, options: ParsePdfOptions): Promise<ParsedDocument> {
  if (bytes.length === 0) throw new AppError('EMPTY_FILE')
  options.signal?.throwIfAborted()
  const loaded = await loadPdfjs()
  const document = await openPdf(loaded, bytes, options.password)
  try {
    if (document.numPages > options.maxPages) throw new AppError('LIMIT_EXCEEDED', `This PDF has ${document.numPages} pages; the limit is ${options.maxPages}.`, { action: 'Raise the page limit in the settings, or split the file.' })
    const warnings: ParseWarning[] = []
    const source: PageSource = { document, ops: loaded.pdfjs.OPS, labels: await pageLabels(document), annotations: await listAnnotations(document), ocr: options.ocr, signal: options.signal }
    const pages: ReadPage[] = []
    for (let number = 1; number <= document.numPages; number += 1) {
      options.signal?.throwIfAborted()
      pages.push(await readPageBlocks(source, number, warnings))
      options.onProgress?.(number, document.numPages, 'pages')
    }
    const units = composeUnits(pages, await readOutline(document))
    const embedded = await readAttachments(document, warnings)
    return { mediaType: 'application/pdf', metadata: await readMetadata(document), units, warnings, ...(embedded.length > 0 ? { embedded } : {}) }
  } finally {
    await document.loadingTask.destroy()
  }
}

/** Text and segments of all pages; headings and running headers are known only from the document as a whole. */
function composeUnits(pages: readonly ReadPage[], outline: Awaited<ReturnType<typeof readOutline>>): ParsedUnit[] {
  const parted = recogniseMargins(pages.map(({ blocks, unit }) => ({ blocks, height: unit.height ?? 0 })))
  const blocks = continueTables(recogniseHeadings(parted, outline))
  const headings = new HeadingPath()
  return pages.map(({ unit }, index): ParsedUnit => {
    const { text, segments, tables } = composeUnit(blocks[index] ?? [], { kind: 'page', headings })
    return { ...unit, text, segments, ...(tables.length > 0 ? { tables } : {}) }
  })
}

async function pageLabels(document: PdfDocument): Promise<readonly string[] | null> {
  return await document.getPageLabels().catch(() => null)
}
