import type { ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'
import { decideOcr, type OcrDecision } from '../../core/reading/decideOcr.ts'
import { plausibleShare } from '../../core/reading/garbledText.ts'
import { layoutPage } from '../../core/reading/layoutPage.ts'
import type { PageBlock } from '../../core/reading/PageBlock.ts'
import type { ReadPage } from '../../core/reading/PageComposer.ts'
import type { PageContent } from '../../core/reading/PageContent.ts'
import type { PdfDocument } from './openPdf.ts'
import { readAnnotations, type AnnotationsByPage } from './readAnnotations.ts'
import { readByOcr, type OcrReading } from './readByOcr.ts'
import { readPage } from './readPage.ts'

export interface PageSource {
  readonly document: PdfDocument
  readonly ops: Readonly<Record<string, number>>
  /** What the document calls its pages, where it says so. */
  readonly labels: readonly string[] | null
  readonly annotations: AnnotationsByPage
  readonly ocr: OcrEngine | null
  readonly signal: AbortSignal | undefined
}

/** What a page says by itself, before OCR. */
export interface PageLayer {
  readonly content: PageContent
  readonly blocks: readonly PageBlock[]
  readonly comments: readonly PageBlock[]
  readonly decision: OcrDecision
}

type UnitBase = Pick<ParsedUnit, 'unit' | 'kind' | 'label' | 'facts'>

/** The text layer of a page (1-based) with what people have written onto it, laid out. Throws what pdf.js throws. */
export async function readPageLayer(source: PageSource, number: number): Promise<PageLayer> {
  const annotations = await readAnnotations(source.document, number, source.annotations)
  const content = await readPage(source.document, number, source.ops)
  const written: PageContent = annotations.words.length === 0 ? content : { ...content, words: [...content.words, ...annotations.words] }
  return { content, blocks: [...layoutPage(written), ...annotations.comments], comments: annotations.comments, decision: decideOcr(content) }
}

/** One page (1-based) from its text layer, its annotations and, where these do not suffice, OCR. What goes wrong stays on the page. */
export async function readPageBlocks(source: PageSource, number: number, warnings: ParseWarning[], known?: PageLayer): Promise<ReadPage> {
  const base: UnitBase = { unit: number, kind: 'page', label: pageLabel(source.labels?.[number - 1], number), facts: { page: number } }
  try {
    const { content, blocks, comments, decision } = known ?? await readPageLayer(source, number)
    const size = { width: round(content.width), height: round(content.height) }
    if (decision.kind === 'none') return textPage({ ...base, ...size }, blocks, 'The page has no text.')
    if (source.ocr === null) return textPage({ ...base, ...size }, blocks, decision.kind === 'page' ? `${decision.reason} Pictures were not read.` : 'The page has no text.')
    const read = await readByOcr({ document: source.document, page: number, engine: source.ocr, signal: source.signal }, decision)
    if (read.blocks.length === 0) return textPage({ ...base, ...size }, blocks, 'No text was found in the picture of this page.')
    const confidence = Math.round(read.confidence * 1000) / 1000
    if (decision.kind === 'pictures') return { blocks: [...blocks, ...read.blocks], unit: { ...base, ...size, source: 'mixed', confidence } }
    if (blocks.length > 0 && !isBetter(read, content)) return textPage({ ...base, ...size }, blocks, '')
    return { blocks: [...read.blocks, ...comments], unit: { ...base, ...size, source: 'ocr', confidence } }
  } catch (error) {
    source.signal?.throwIfAborted()
    const message = error instanceof Error ? error.message : String(error)
    warnings.push({ code: 'PAGE_FAILED', unit: number, message: `Page ${number} could not be read: ${message}` })
    return { blocks: [], unit: { ...base, source: 'failed', note: `This page could not be read: ${message}` } }
  }
}

/** `page iv (4)` where the document numbers its pages otherwise than they are counted. */
function pageLabel(label: string | undefined, number: number): string {
  const clean = label?.trim() ?? ''
  return clean === '' || clean === String(number) ? `page ${number}` : `page ${clean} (${number})`
}

function textPage(unit: Omit<ReadPage['unit'], 'source'>, blocks: readonly PageBlock[], emptyNote: string): ReadPage {
  return { blocks, unit: blocks.length > 0 ? { ...unit, source: 'text' } : { ...unit, source: 'empty', note: emptyNote } }
}

/** A doubtful text layer is replaced only by a reading that has more sound text, or reads much more like writing. */
function isBetter(read: OcrReading, layer: PageContent): boolean {
  const words = layer.words.filter((word) => !word.hidden).map((word) => word.text)
  const layerShare = plausibleShare(words)
  const readShare = plausibleShare(read.words) * read.confidence
  return readShare * read.words.join('').length > layerShare * words.join('').length || readShare > layerShare + 0.2
}

// Hundredths of a point are finer than any screen.
function round(value: number): number {
  return Math.round(value * 100) / 100
}
