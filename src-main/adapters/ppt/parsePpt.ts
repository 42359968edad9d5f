import type { Block } from '../../core/reading/block.ts'
import { composeSlide, type SlideShape } from '../../core/reading/composeSlide.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { openCompound } from '../compound/openCompound.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { pptAtoms, pptRecords, RECORD } from './pptRecords.ts'

interface TextRun { readonly kind: number; readonly text: string }

/** Kinds of text by which a title is known ([MS-PPT] 2.13.33). */
const TITLE_KINDS = new Set([0, 6])

/** PowerPoint 97 to 2003 ([MS-PPT]): the text of each slide in the order of the show, its notes and comments. */
export async function parsePpt({ bytes }: Pick<FormatInput, 'bytes'>): Promise<ParsedContent> {
  const compound = openCompound(bytes)
  const stream = compound.stream('PowerPoint Document')
  if (stream === undefined) throw new AppError('DAMAGED_FILE')
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  const offsets = persistOffsets(stream, view, compound.stream('Current User'))
  const top = [...pptRecords(stream, 0, stream.length)]
  if (top.some((record) => record.type === RECORD.encryption)) throw new AppError('PASSWORD_NEEDED')
  const documents = top.filter((record) => record.type === RECORD.document)
  // Saved quickly, a file keeps its earlier versions; the last document is the current one.
  const document = documents.at(-1)
  if (document === undefined) throw new AppError('DAMAGED_FILE')
  const lists = [...pptRecords(stream, document.start, document.end)].filter((record) => record.type === RECORD.slideList)
  const slides = readList(stream, view, lists.find((list) => list.instance === 0))
  const notes = notesBySlide(stream, view, readList(stream, view, lists.find((list) => list.instance === 2)), offsets)
  const units = slides.map((slide, index) => {
    const shapes = slideShapes(stream, view, offsets.get(slide.persistId), slide.outline)
    const note = notes.get(slide.slideId) ?? []
    return composeSlide({ number: index + 1, isHidden: false, shapes: note.length === 0 ? shapes : [...shapes, { name: 'notes', blocks: note }] })
  })
  if (units.length === 0) units.push({ unit: 1, kind: 'slide', label: 'slide 1', source: 'empty', text: '', segments: [], note: 'This presentation has no slides.' })
  return { units, warnings: [], metadata: compound.metadata() }
}

/** Where each persisted object lies: the newest of the chained directories wins ([MS-PPT] 2.3.4). */
function persistOffsets(stream: Uint8Array, view: DataView, currentUser: Uint8Array | undefined): ReadonlyMap<number, number> {
  const offsets = new Map<number, number>()
  const visited = new Set<number>()
  let edit = currentUser === undefined || currentUser.length < 20 ? -1 : new DataView(currentUser.buffer, currentUser.byteOffset).getUint32(16, true)
  while (edit > 0 && edit + 28 <= stream.length && !visited.has(edit) && view.getUint16(edit + 2, true) === RECORD.userEdit) {
    visited.add(edit)
    const directory = view.getUint32(edit + 20, true)
    for (const record of directory + 8 <= stream.length ? pptRecords(stream, directory, stream.length) : []) {
      if (record.type !== RECORD.persistDirectory) break
      for (let at = record.start; at + 4 <= record.end;) {
        const word = view.getUint32(at, true)
        const first = word & 0xfffff
        const count = word >>> 20
        at += 4
        for (let index = 0; index < count && at + 4 <= record.end; index++, at += 4) if (!offsets.has(first + index)) offsets.set(first + index, view.getUint32(at, true))
      }
      break
    }
    edit = view.getUint32(edit + 16, true)
  }
  return offsets
}

interface ListedSlide { readonly persistId: number; readonly slideId: number; readonly outline: TextRun[] }

/** Slides of a list with the text of their placeholders, which is kept here and not on the slide. */
function readList(stream: Uint8Array, view: DataView, list: { readonly start: number; readonly end: number } | undefined): ListedSlide[] {
  const slides: ListedSlide[] = []
  let kind = 4
  for (const atom of list === undefined ? [] : pptRecords(stream, list.start, list.end)) {
    if (atom.type === RECORD.slidePersist && atom.end - atom.start >= 16) slides.push({ persistId: view.getUint32(atom.start, true), slideId: view.getUint32(atom.start + 12, true), outline: [] })
    else if (atom.type === RECORD.textHeader) { kind = view.getUint32(atom.start, true); slides.at(-1)?.outline.push({ kind, text: '' }) }
    else {
      const text = atomText(stream, atom)
      const outline = slides.at(-1)?.outline
      if (text !== null && outline !== undefined) outline[Math.max(0, outline.length - 1)] = { kind, text }
    }
  }
  return slides
}

function slideShapes(stream: Uint8Array, view: DataView, offset: number | undefined, outline: readonly TextRun[]): SlideShape[] {
  const runs: TextRun[] = []
  const used = new Set<number>()
  const slide = offset === undefined ? undefined : pptRecords(stream, offset, stream.length).next().value
  if (slide?.isContainer === true) {
    let kind = 4
    for (const atom of pptAtoms(stream, slide.start, slide.end)) {
      if (atom.type === RECORD.textHeader && atom.end - atom.start >= 4) kind = view.getUint32(atom.start, true)
      else if (atom.type === RECORD.outlineReference && atom.end - atom.start >= 4) {
        const index = view.getUint32(atom.start, true)
        const run = outline[index]
        if (run !== undefined && !used.has(index)) runs.push(run)
        used.add(index)
      } else {
        const text = atomText(stream, atom)
        if (text !== null) runs.push({ kind, text })
      }
    }
  }
  for (const [index, run] of outline.entries()) if (!used.has(index)) runs.push(run)
  const shapes = runs.filter((run) => run.text.trim() !== '').map((run) => ({ isTitle: TITLE_KINDS.has(run.kind), blocks: runBlocks(run) }))
  return [...shapes.filter((shape) => shape.isTitle), ...shapes.filter((shape) => !shape.isTitle)].map(({ blocks }) => ({ blocks }))
}

function runBlocks(run: TextRun): Block[] {
  const lines = run.text.split('\r').filter((line) => line.trim() !== '')
  if (TITLE_KINDS.has(run.kind)) return [{ kind: 'text', role: 'heading', level: 1, text: lines.join(' ') }]
  return lines.map((text) => ({ kind: 'text', role: lines.length > 1 ? 'list' : 'paragraph', text }))
}

function notesBySlide(stream: Uint8Array, view: DataView, notes: readonly ListedSlide[], offsets: ReadonlyMap<number, number>): ReadonlyMap<number, Block[]> {
  const found = new Map<number, Block[]>()
  for (const { persistId } of notes) {
    const offset = offsets.get(persistId)
    const record = offset === undefined ? undefined : pptRecords(stream, offset, stream.length).next().value
    if (record === undefined || record.type !== RECORD.notes) continue
    const atoms = [...pptAtoms(stream, record.start, record.end)]
    const owner = atoms.find((atom) => atom.type === RECORD.notesAtom)
    if (owner === undefined) continue
    let kind = 4
    const blocks: Block[] = []
    for (const atom of atoms) {
      if (atom.type === RECORD.textHeader && atom.end - atom.start >= 4) kind = view.getUint32(atom.start, true)
      // Kind 2 is the speaker's text; the page's header, date and number are others.
      const text = kind === 2 ? atomText(stream, atom) : null
      for (const line of text?.split('\r') ?? []) if (line.trim() !== '') blocks.push({ kind: 'text', role: 'note', text: line })
    }
    found.set(view.getUint32(owner.start, true), blocks)
  }
  return found
}

/** Text of an atom with soft line breaks as line ends; `null` for atoms without text. A lone `*` stands for a field. */
function atomText(stream: Uint8Array, atom: { readonly type: number; readonly start: number; readonly end: number }): string | null {
  if (atom.type !== RECORD.textChars && atom.type !== RECORD.textBytes) return null
  const content = Buffer.from(stream.buffer, stream.byteOffset + atom.start, atom.end - atom.start)
  const text = content.toString(atom.type === RECORD.textChars ? 'utf16le' : 'latin1').replaceAll('\v', '\n')
  return text.trim() === '*' ? '' : text
}
