import type { Box } from '../../../src-shared/domain/anchor.ts'
import { toLine } from '../../core/reading/groupLines.ts'
import type { PageBlock } from '../../core/reading/PageBlock.ts'
import type { PageWord } from '../../core/reading/PageContent.ts'
import { mapBox } from './interpretOperators.ts'
import { IDENTITY, toMatrix } from './Matrix.ts'
import type { PdfDocument } from './openPdf.ts'

export interface PageAnnotations {
  /** Values of form fields and text typed onto the page: they stand in the page's text where they are shown. */
  readonly words: readonly PageWord[]
  /** Notes and comments, which are not printed: they stand after the page's text. */
  readonly comments: readonly PageBlock[]
}

interface Annotation {
  readonly subtype?: string
  readonly rect?: readonly number[]
  readonly fieldType?: string
  readonly fieldValue?: unknown
  readonly checkBox?: boolean
  readonly radioButton?: boolean
  readonly exportValue?: string
  readonly buttonValue?: string
  readonly password?: boolean
  readonly annotationFlags?: number
  /** 0-based. */
  readonly pageIndex?: number
  /** File attachments: what pdf.js knows the content by. */
  readonly fileId?: string
  readonly file?: { readonly filename?: string }
  readonly contentsObj?: { readonly str?: string }
  readonly titleObj?: { readonly str?: string }
}

const NOTES = new Set(['Text', 'Highlight', 'Underline', 'Squiggly', 'StrikeOut', 'Caret', 'Ink', 'Square', 'Circle', 'Line', 'Polygon', 'PolyLine', 'Stamp', 'FileAttachment'])
// Form text is set in about this share of its field's height, up to an ordinary letter size.
const FIELD_TEXT = 0.7
const LARGEST_FIELD_TEXT = 12

// pdf.js's AnnotationType of all that can hold words: everything but links (2) and the pop-up windows (16) of other annotations.
const TYPES = new Set([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 20])
const HIDDEN_FLAG = 2

/** Annotations of a whole document by page (1-based). */
export type AnnotationsByPage = ReadonlyMap<number, readonly Annotation[]>

/**
 * All annotations but links, in one request: asked for page by page, pdf.js would read the text of every page with a link once more.
 * None where the document is too broken to list them.
 */
export async function listAnnotations(document: PdfDocument): Promise<AnnotationsByPage> {
  const all = await document.getAnnotationsByType(TYPES, new Set()).catch(() => null) as readonly Annotation[] | null
  const pages = new Map<number, Annotation[]>()
  for (const annotation of all ?? []) {
    if (((annotation.annotationFlags ?? 0) & HIDDEN_FLAG) !== 0) continue
    const number = (annotation.pageIndex ?? -1) + 1
    pages.set(number, [...(pages.get(number) ?? []), annotation])
  }
  return pages
}

/** Files pinned to a page, in the order of the pages. */
export function attachedFiles(annotations: AnnotationsByPage): { readonly id: string; readonly name: string }[] {
  return [...annotations.values()].flat().flatMap(({ subtype, fileId, file }) => (subtype === 'FileAttachment' && fileId !== undefined ? [{ id: fileId, name: file?.filename ?? '' }] : []))
}

/** What people have written onto a page (1-based): form values, typed text, comments. */
export async function readAnnotations(document: PdfDocument, number: number, annotations: AnnotationsByPage): Promise<PageAnnotations> {
  const list = annotations.get(number) ?? []
  if (list.length === 0) return { words: [], comments: [] }
  const page = await document.getPage(number)
  const base = toMatrix(page.getViewport({ scale: 1 }).transform) ?? IDENTITY
  const words: PageWord[] = []
  const comments: PageBlock[] = []
  for (const annotation of list) {
    const [left = 0, bottom = 0, right = 0, top = 0] = annotation.rect ?? []
    const box = mapBox(base, [left, bottom, right, top])
    const value = shownValue(annotation)
    if (value !== '') words.push(...wordsIn(box, value))
    const comment = NOTES.has(annotation.subtype ?? '') ? annotation.contentsObj?.str?.trim() ?? '' : ''
    if (comment === '') continue
    const author = annotation.titleObj?.str?.trim() ?? ''
    const line = toLine(wordsIn(box, author === '' ? comment : `${author}: ${comment}`))
    comments.push({ role: 'comment', lines: [line], box: line.box, toPage: (inner) => inner })
  }
  return { words, comments }
}

function shownValue(annotation: Annotation): string {
  if (annotation.subtype === 'FreeText') return annotation.contentsObj?.str?.trim() ?? ''
  if (annotation.subtype !== 'Widget' || annotation.password === true) return ''
  if (annotation.checkBox === true) return annotation.fieldValue !== undefined && annotation.fieldValue !== 'Off' && annotation.fieldValue === annotation.exportValue ? '☒' : ''
  if (annotation.radioButton === true) return annotation.fieldValue !== undefined && annotation.fieldValue === annotation.buttonValue ? '☒' : ''
  if (annotation.fieldType !== 'Tx' && annotation.fieldType !== 'Ch') return ''
  const { fieldValue } = annotation
  return typeof fieldValue === 'string' ? fieldValue.trim() : Array.isArray(fieldValue) ? fieldValue.filter((item) => typeof item === 'string').join(', ') : ''
}

/** Words spread over their field in proportion to their length; lines from top to bottom. */
function wordsIn(box: Box, text: string): PageWord[] {
  const lines = text.split(/\r\n|\r|\n/u).map((line) => line.split(/\s+/u).filter((word) => word !== '')).filter((line) => line.length > 0)
  const height = (box[3] - box[1]) / Math.max(1, lines.length)
  const size = Math.max(4, Math.min(LARGEST_FIELD_TEXT, height * FIELD_TEXT))
  return lines.flatMap((line, row) => {
    const characters = line.reduce((sum, word) => sum + word.length + 1, 0)
    const advance = Math.min((box[2] - box[0]) / Math.max(1, characters), size * 0.5)
    const top = box[1] + row * height
    let x = box[0]
    return line.map((word): PageWord => {
      const left = x
      x += (word.length + 1) * advance
      return {
        text: word, box: [left, top, left + word.length * advance, top + height], turn: 0, slanted: false, size, baseline: top + height / 2 + size * 0.35,
        font: -1, bold: false, italic: false, hidden: false, spaceAfter: true, artifact: false,
      }
    })
  })
}
