import type { ParsedDocument, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'
import type { UnitStream } from '../../core/ports/DocumentParser.ts'
import { PageComposer, type ComposerState } from '../../core/reading/PageComposer.ts'
import { loadPdfjs } from './loadPdfjs.ts'
import { openPdf, type PdfDocument } from './openPdf.ts'
import { attachedFiles, listAnnotations } from './readAnnotations.ts'
import { readAttachments, readMetadata, readOutline } from './readMetadata.ts'
import { readPageBlocks, readPageLayer, type PageLayer, type PageSource } from './readPageBlocks.ts'

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
  /** Pages one by one as they become final, from a checkpoint on; the result's `units` is then empty. */
  readonly stream?: UnitStream
}

// Enough to meet every size of heading that a document uses more than once or twice; their text layers are kept until their turn comes.
const SAMPLE_PAGES = 40

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
    const units: ParsedUnit[] = []
    await readUnits(source, { ...options, stream: options.stream ?? { onUnit: (unit) => { units.push(unit) } } }, warnings)
    const embedded = await readAttachments(document, attachedFiles(source.annotations), warnings)
    return { mediaType: 'application/pdf', metadata: await readMetadata(document), units, warnings, ...(embedded.length > 0 ? { embedded } : {}) }
  } finally {
    await document.loadingTask.destroy()
  }
}

async function readUnits(source: PageSource, options: ParsePdfOptions & { readonly stream: UnitStream }, warnings: ParseWarning[]): Promise<void> {
  const { document } = source
  const { stream, signal } = options
  const state = stream.from?.state as ComposerState | undefined
  const composer = new PageComposer(await readOutline(document), state)
  const sample = state === undefined ? await readSample(source) : new Map<number, PageLayer>()
  for (const layer of sample.values()) if (layer.decision.kind !== 'page') composer.sample(layer.blocks)
  const give = async (unit: ParsedUnit | undefined): Promise<void> => {
    if (unit !== undefined) await stream.onUnit(unit, { nextUnit: unit.unit + 1, state: composer.state })
  }
  for (let number = state?.nextPage ?? 1; number <= document.numPages; number += 1) {
    signal?.throwIfAborted()
    await give(composer.push(await readPageBlocks(source, number, warnings, sample.get(number))))
    sample.delete(number)
    options.onProgress?.(number, document.numPages, 'pages')
  }
  for (let unit = composer.finish(); unit !== undefined; unit = composer.finish()) await give(unit)
}

/** The text layers of pages all over the document, by page. One that cannot be read is tried again, and reported, when its turn comes. */
async function readSample(source: PageSource): Promise<Map<number, PageLayer>> {
  const total = source.document.numPages
  const count = Math.min(total, SAMPLE_PAGES)
  const layers = new Map<number, PageLayer>()
  for (let index = 0; index < count; index += 1) {
    source.signal?.throwIfAborted()
    const number = Math.floor((index * total) / count) + 1
    const layer = await readPageLayer(source, number).catch(() => undefined)
    if (layer !== undefined) layers.set(number, layer)
  }
  return layers
}

async function pageLabels(document: PdfDocument): Promise<readonly string[] | null> {
  return await document.getPageLabels().catch(() => null)
}
