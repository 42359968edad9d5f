import type { Block } from '../../core/reading/block.ts'
import { composeSections } from '../../core/reading/composeSections.ts'
import { openPackage, type OfficePackage, type Relationship } from '../ooxml/openPackage.ts'
import { readDrawings } from '../ooxml/readDrawings.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { child, children, type XmlElement } from '../xml/readXml.ts'
import { DocxBody, type DocxReferences } from './DocxBody.ts'
import { ListNumbers } from './ListNumbers.ts'
import { readStyles } from './styles.ts'

/**
 * Word documents (ECMA-376, transitional and strict), read from their XML in one pass: headings, lists with the numbers that
 * Word draws, tables, foot- and endnotes, comments, text boxes, headers and footers, alternative texts, charts; tracked
 * changes as they read when accepted. Notes, comments and boxes follow the paragraph that refers to them.
 */
export async function parseDocx(input: FormatInput): Promise<ParsedContent> {
  const file = await openPackage(input.bytes)
  const document = await file.xml(file.mainPart)
  const body = child(document, 'body')
  if (body === undefined) throw new AppError('DAMAGED_FILE')
  const relationships = await file.relationships(file.mainPart)
  const drawings = await readDrawings(file, relationships, input)
  const references: DocxReferences = {
    styles: readStyles(await partOf(file, relationships, 'styles')),
    numbers: new ListNumbers(await partOf(file, relationships, 'numbering')),
    footnotes: byId(await partOf(file, relationships, 'footnotes')),
    endnotes: byId(await partOf(file, relationships, 'endnotes')),
    comments: byId(await partOf(file, relationships, 'comments')),
    drawings: drawings.blocks,
  }
  const blocks: Block[] = [
    ...await marginBlocks(file, relationships, references, 'header'),
    ...new DocxBody(references).read(body).blocks,
    ...await marginBlocks(file, relationships, references, 'footer'),
  ]
  const damaged = file.damagedParts.map((part) => ({ code: 'PART_DAMAGED', message: `Its part ${part} is damaged and was read as far as possible.` }))
  return {
    units: composeSections(blocks), metadata: await file.metadata(), warnings: [...damaged, ...drawings.warnings],
    ...(drawings.embedded.length === 0 ? {} : { embedded: drawings.embedded }),
  }
}

async function partOf(file: OfficePackage, relationships: ReadonlyMap<string, Relationship>, type: string): Promise<XmlElement | undefined> {
  const part = [...relationships.values()].find((relationship) => relationship.type === type && !relationship.isExternal)
  return part === undefined ? undefined : file.xml(part.target)
}

function byId(root: XmlElement | undefined): ReadonlyMap<string, XmlElement> {
  // Separators between text and notes are stored as notes of a type.
  return new Map(children(root).filter((note) => note.attributes.type === undefined || note.attributes.type === 'normal').map((note) => [note.attributes.id ?? '', note]))
}

/** Headers or footers, each text once: first, even and usual pages mostly repeat each other. */
async function marginBlocks(file: OfficePackage, relationships: ReadonlyMap<string, Relationship>, references: DocxReferences, type: 'header' | 'footer'): Promise<Block[]> {
  const seen = new Set<string>()
  const blocks: Block[] = []
  for (const relationship of relationships.values()) {
    if (relationship.type !== type || relationship.isExternal) continue
    const root = await file.xml(relationship.target)
    if (root === undefined) continue
    for (const block of new DocxBody(references, type === 'header' ? 'pageHeader' : 'pageFooter').read(root).blocks) {
      const key = JSON.stringify(block)
      if (!seen.has(key)) blocks.push(block)
      seen.add(key)
    }
  }
  return blocks
}
