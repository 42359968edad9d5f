import type { SegmentRole } from '../../../src-shared/domain/unit.ts'
import type { Block } from '../../core/reading/block.ts'
import { countHeaderRows } from '../../core/reading/findTables.ts'
import { child, children, type XmlElement } from '../xml/readXml.ts'
import type { ListNumbers } from './ListNumbers.ts'
import { paragraphText, type ParagraphParts } from './paragraphText.ts'
import { outlineLevel, readNumbering, type ParagraphStyle } from './styles.ts'

type TextRole = Exclude<SegmentRole, 'table'>

/** What stands in other parts of the package and is read at the place that refers to it. */
export interface DocxReferences {
  readonly styles: ReadonlyMap<string, ParagraphStyle>
  readonly numbers: ListNumbers
  readonly footnotes: ReadonlyMap<string, XmlElement>
  readonly endnotes: ReadonlyMap<string, XmlElement>
  readonly comments: ReadonlyMap<string, XmlElement>
  /** Text of a picture, table of a chart, lines of a diagram, by relationship id. */
  readonly drawings: ReadonlyMap<string, readonly Block[]>
}

const WRAPPERS = new Set(['sdt', 'sdtContent', 'ins', 'moveTo', 'customXml', 'smartTag', 'body', 'Choice', 'AlternateContent', 'hdr', 'ftr', 'txbxContent', 'footnote', 'endnote', 'comment', 'docPartBody', 'docPart', 'docParts', 'glossaryDocument', 'section', 'sect'])

/** Blocks of a body, header, note or text box in reading order; `role` replaces that of plain paragraphs. */
export class DocxBody {
  readonly blocks: Block[] = []
  readonly #references: DocxReferences
  readonly #role: TextRole | undefined
  /** Text of a paragraph whose end mark was deleted: it goes on in the next one. */
  #carried = ''

  constructor(references: DocxReferences, role?: TextRole) {
    this.#references = references
    this.#role = role
  }

  read(container: XmlElement): this {
    for (const element of children(container)) {
      if (element.name === 'p') this.#paragraph(element)
      else if (element.name === 'tbl') this.#table(element)
      else if (WRAPPERS.has(element.name)) this.read(element)
    }
    return this
  }

  #paragraph(element: XmlElement): void {
    const properties = child(element, 'pPr')
    const parts = paragraphText(element)
    const text = this.#carried + parts.text
    this.#carried = ''
    if (child(child(properties, 'rPr'), 'del') !== undefined) this.#carried = text
    else if (text.trim() !== '') this.blocks.push(this.#textBlock(text, properties))
    this.#attached(parts)
  }

  #textBlock(text: string, properties: XmlElement | undefined): Block {
    const style = this.#references.styles.get(child(properties, 'pStyle')?.attributes.val ?? '') ?? {}
    const level = outlineLevel(properties) ?? style.headingLevel
    const direct = readNumbering(properties)
    const numbering = direct ?? style.numbering
    const marker = numbering === undefined ? undefined : this.#references.numbers.next(numbering.numId, numbering.level)
    const marked = marker === undefined || marker === '' ? text : `${marker} ${text.trimStart()}`
    if (this.#role !== undefined) return { kind: 'text', role: this.#role, text: marked }
    // A whole page in a heading style by mistake is not a heading.
    if (level !== undefined && text.length <= 300) return { kind: 'text', role: 'heading', text: marked, level }
    return { kind: 'text', role: marker === undefined ? style.role ?? 'paragraph' : 'list', text: marked }
  }

  /** Notes, comments, text boxes and drawings follow the paragraph that refers to them. */
  #attached(parts: ParagraphParts): void {
    const { footnotes, endnotes, comments, drawings } = this.#references
    if (parts.hidden.trim() !== '') this.blocks.push({ kind: 'text', role: 'hidden', text: parts.hidden })
    for (const box of parts.textBoxes) this.#nested(box, this.#role)
    for (const text of parts.altTexts) this.blocks.push({ kind: 'text', role: 'caption', text })
    for (const { relationship } of parts.drawings) this.blocks.push(...drawings.get(relationship) ?? [])
    for (const id of parts.footnotes) this.#nested(footnotes.get(id), 'note')
    for (const id of parts.endnotes) this.#nested(endnotes.get(id), 'note')
    for (const id of parts.comments) this.#comment(comments.get(id))
  }

  #nested(container: XmlElement | undefined, role: TextRole | undefined): void {
    if (container !== undefined) this.blocks.push(...new DocxBody(this.#references, role).read(container).blocks)
  }

  #comment(comment: XmlElement | undefined): void {
    if (comment === undefined) return
    const text = new DocxBody(this.#references, 'comment').read(comment).blocks.map(blockText).join('\n')
    const author = comment.attributes.author?.trim() ?? ''
    if (text !== '') this.blocks.push({ kind: 'text', role: 'comment', text: author === '' ? text : `${author}: ${text}` })
  }

  #table(element: XmlElement): void {
    const grid = new DocxTable(this.#references)
    for (const row of tableRows(element)) grid.addRow(row)
    if (grid.isLayout) {
      for (const row of tableRows(element)) for (const cell of rowCells(row)) this.#nested(cell, this.#role)
      return
    }
    if (grid.rows.length > 0) this.blocks.push({ kind: 'table', rows: grid.rows, headerRows: grid.countHeaders(element) })
    this.blocks.push(...grid.attached)
  }
}

/** The grid of a table, merged cells resolved, and the notes and boxes that hang in its cells. */
class DocxTable {
  readonly rows: string[][] = []
  readonly attached: Block[] = []
  isLayout = false
  #headerRows = 0
  readonly #references: DocxReferences

  constructor(references: DocxReferences) { this.#references = references }

  addRow(row: XmlElement): void {
    const properties = child(row, 'trPr')
    const cells: string[] = []
    const skipped = Number(child(properties, 'gridBefore')?.attributes.val ?? 0)
    for (let column = 0; column < Math.min(skipped, 100); column++) cells.push('')
    for (const cell of rowCells(row)) {
      const cellProperties = child(cell, 'tcPr')
      const merge = child(cellProperties, 'vMerge')
      const isContinued = merge !== undefined && merge.attributes.val !== 'restart'
      cells.push(isContinued ? '' : this.#cellText(cell))
      const span = Math.min(100, Number(child(cellProperties, 'gridSpan')?.attributes.val ?? 1) || 1)
      for (let column = 1; column < span; column++) cells.push('')
    }
    if (cells.every((cell) => cell.trim() === '')) return
    const isHeader = child(properties, 'tblHeader') !== undefined && this.#headerRows === this.rows.length
    this.rows.push(cells)
    if (isHeader) this.#headerRows++
  }

  countHeaders(table: XmlElement): number {
    this.isLayout ||= false
    if (this.#headerRows > 0 && this.#headerRows < this.rows.length) return this.#headerRows
    const look = child(child(table, 'tblPr'), 'tblLook')?.attributes
    const hasFirstRow = look?.firstRow === undefined ? (Number.parseInt(look?.val ?? '0020', 16) & 0x20) !== 0 : /^(1|true|on)$/.test(look.firstRow)
    return hasFirstRow ? countHeaderRows(this.rows.map((cells, index) => ({ row: index + 1, cells: cells.map((cell) => cell.trim()) }))) : 0
  }

  #cellText(cell: XmlElement): string {
    const body = new DocxBody(this.#references).read(cell)
    const paragraphs: string[] = []
    for (const block of body.blocks) {
      const isInline = block.kind === 'table' || ['paragraph', 'list', 'heading', 'code', 'quoted', 'caption'].includes(block.role)
      if (isInline) paragraphs.push(blockText(block))
      else this.attached.push(block)
      if (block.kind === 'table' && block.rows.length > 1) this.isLayout = true
    }
    // Cells of whole pages of text are a letterhead, a form or two columns, not data.
    if (paragraphs.length > 8) this.isLayout = true
    return paragraphs.join('\n')
  }
}

function tableRows(table: XmlElement): XmlElement[] {
  const rows: XmlElement[] = []
  for (const element of children(table)) {
    if (element.name === 'tr') {
      if (child(child(element, 'trPr'), 'del') === undefined) rows.push(element)
    } else if (WRAPPERS.has(element.name)) rows.push(...tableRows(element))
  }
  return rows
}

function rowCells(row: XmlElement): XmlElement[] {
  return children(row).flatMap((element) => (element.name === 'tc' ? [element] : WRAPPERS.has(element.name) ? rowCells(element) : []))
}

function blockText(block: Block): string {
  return block.kind === 'table' ? block.rows.map((row) => row.filter((cell) => cell !== '').join(' ')).join('\n') : block.text
}
