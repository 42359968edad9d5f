import type { EmbeddedFile, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { UnitStream } from '../../core/ports/DocumentParser.ts'
import type { Block } from '../../core/reading/block.ts'
import { composeSlide, type SlideShape } from '../../core/reading/composeSlide.ts'
import { openPackage, type OfficePackage, type Relationship } from '../ooxml/openPackage.ts'
import { readDrawings, type Drawings } from '../ooxml/readDrawings.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { child, children, descendants, textContent, type XmlElement } from '../xml/readXml.ts'
import { bodyParagraphs, slideShapes } from './slideShapes.ts'

/** Presentations (ECMA-376): one unit a slide in the order of the show, hidden ones too, with notes and comments. */
export async function parsePptx(input: FormatInput): Promise<ParsedContent> {
  const file = await openPackage(input.bytes)
  const presentation = await file.xml(file.mainPart)
  if (presentation === undefined) throw new AppError('DAMAGED_FILE')
  const parts = await file.relationships(file.mainPart)
  const order = children(child(presentation, 'sldIdLst'), 'sldId').map((slide) => parts.get(slide.attributes['r:id'] ?? '')?.target)
  if (order.length > input.maxPages) throw new AppError('LIMIT_EXCEEDED', `This presentation has ${order.length} slides; the limit is ${input.maxPages}.`)
  const authors = await commentAuthors(file, parts)
  const units: ParsedUnit[] = []
  const stream: UnitStream = input.stream ?? { onUnit: (unit) => { units.push(unit) } }
  const warnings: ParseWarning[] = []
  const embedded: EmbeddedFile[] = []
  const take = ({ warnings: found, embedded: inside }: Drawings, unit: number): void => {
    warnings.push(...found.map((warning) => ({ ...warning, unit })))
    embedded.push(...inside)
  }
  for (const [index, path] of order.entries()) {
    input.signal?.throwIfAborted()
    const number = index + 1
    const relationships = path === undefined ? undefined : await file.relationships(path).catch(() => undefined)
    if (number < (stream.from?.nextUnit ?? 1)) {
      // The text of this slide is kept from before; files in it were not, and its pictures need not be read again.
      if (relationships !== undefined) take(await readDrawings(file, relationships, { ...input, ocr: null }), number)
      continue
    }
    const slide = path === undefined ? undefined : await file.xml(path).catch(() => undefined)
    if (relationships === undefined || slide === undefined) {
      const note = 'This slide is missing from the file or damaged.'
      warnings.push({ code: 'PAGE_FAILED', unit: number, message: note })
      await stream.onUnit({ unit: number, kind: 'slide', label: `slide ${number}`, source: 'failed', text: '', segments: [], facts: { slide: number }, note }, { nextUnit: number + 1, state: null })
    } else {
      const drawings = await readDrawings(file, relationships, input)
      take(drawings, number)
      const shapes = [...slideShapes(slide, drawings.blocks), ...await notesAndComments(file, relationships, authors)]
      await stream.onUnit(composeSlide({ number, isHidden: slide.attributes.show === '0' || slide.attributes.show === 'false', shapes }), { nextUnit: number + 1, state: null })
    }
    input.onProgress?.(number, order.length, 'slides')
  }
  if (order.length === 0) units.push({ unit: 1, kind: 'slide', label: 'slide 1', source: 'empty', text: '', segments: [], note: 'This presentation has no slides.' })
  return { units, warnings, metadata: await file.metadata(), ...(embedded.length === 0 ? {} : { embedded }) }
}

async function notesAndComments(file: OfficePackage, relationships: ReadonlyMap<string, Relationship>, authors: ReadonlyMap<string, string>): Promise<SlideShape[]> {
  const shapes: SlideShape[] = []
  for (const { type, target, isExternal } of relationships.values()) {
    if (isExternal) continue
    if (type === 'notesSlide') {
      const notes = await file.xml(target)
      const blocks = (notes === undefined ? [] : descendants(notes, 'sp')).filter(isNotesBody).flatMap((shape) => bodyParagraphs(child(shape, 'txBody')))
        .map((text): Block => ({ kind: 'text', role: 'note', text }))
      if (blocks.length > 0) shapes.push({ name: 'notes', blocks })
    } else if (type === 'comments') {
      const root = await file.xml(target)
      for (const comment of root === undefined ? [] : descendants(root, 'cm')) shapes.push({ name: 'comment', blocks: commentBlocks(comment, authors) })
    }
  }
  return shapes
}

/** The page of notes repeats a picture of the slide, its number and the date; only its body is the speaker's. */
function isNotesBody(shape: XmlElement): boolean {
  const type = child(child(child(shape, 'nvSpPr'), 'nvPr'), 'ph')?.attributes.type
  return type === undefined || type === 'body' || type === 'obj'
}

/** Old comments hold plain text, threaded ones a text body and replies. */
function commentBlocks(comment: XmlElement, authors: ReadonlyMap<string, string>): Block[] {
  const text = [...children(comment, 'text').map(textContent), ...bodyParagraphs(child(comment, 'txBody')), ...descendants(comment, 'reply').flatMap((reply) => bodyParagraphs(child(reply, 'txBody')))].join('\n')
  const author = authors.get(comment.attributes.authorId ?? '')
  return text.trim() === '' ? [] : [{ kind: 'text', role: 'comment', text: author === undefined ? text : `${author}: ${text}` }]
}

async function commentAuthors(file: OfficePackage, parts: ReadonlyMap<string, Relationship>): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const { type, target } of parts.values()) {
    if (type !== 'commentAuthors' && type !== 'authors') continue
    for (const author of children(await file.xml(target))) names.set(author.attributes.id ?? '', author.attributes.name ?? '')
  }
  return names
}
