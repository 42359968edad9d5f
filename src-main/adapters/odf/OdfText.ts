import type { Block, TextBlock } from '../../core/reading/block.ts'
import { countHeaderRows } from '../../core/reading/findTables.ts'
import { child, children, descendants, textContent, type XmlElement } from '../xml/readXml.ts'
import type { ListPlace } from './OdfNumbers.ts'
import type { OdfStyles } from './openDocument.ts'

type Role = TextBlock['role']

// Deleted text is kept aside by the format; fields of sequence and rulers are no text.
const SKIPPED = new Set(['tracked-changes', 'sequence-decls', 'variable-decls', 'user-field-decls', 'forms', 'scripts', 'table-of-content-source', 'alphabetical-index-source', 'bibliography-source', 'illustration-index-source', 'shapes'])
// Repeats are numbers in the file: a blank grid may claim a million.
const MAX_REPEAT = 1_000

/** Blocks of OpenDocument text content in reading order; notes, comments, frames and boxes follow their paragraph. */
export class OdfText {
  readonly blocks: Block[] = []
  readonly #styles: OdfStyles
  readonly #role: Role | undefined
  #asides: Block[] = []

  constructor(styles: OdfStyles, role?: Role) {
    this.#styles = styles
    this.#role = role
  }

  read(container: XmlElement, list?: ListPlace): this {
    for (const element of children(container)) {
      if (SKIPPED.has(element.name)) continue
      switch (element.name) {
        case 'h': this.#paragraph(element, 'heading', Number(element.attributes['outline-level'] ?? 1)); break
        case 'p': this.#paragraph(element, list === undefined ? 'paragraph' : 'list'); break
        case 'list': this.#list(element, list); break
        case 'table': this.#table(element); break
        case 'frame': case 'custom-shape': case 'rect': case 'ellipse': case 'line': case 'connector': case 'g': this.#aside(element); this.#flushAsides(); break
        case 'annotation': this.#comment(element); this.#flushAsides(); break
        default: this.read(element, list)
      }
    }
    return this
  }

  #paragraph(element: XmlElement, role: Role, level?: number): void {
    const plain = this.#inline(element)
    const number = role === 'heading' && plain.trim() !== '' && element.attributes['is-list-header'] !== 'true' ? this.#styles.numbers.heading(level ?? 1) : ''
    const text = number === '' ? plain : `${number} ${plain}`
    if (text.trim() !== '') {
      const style = this.#styles.paragraphs.get(element.attributes['style-name'] ?? '')
      const name = style?.parent !== undefined && style.parent !== '' ? style.parent : element.attributes['style-name'] ?? ''
      const isTitle = role === 'paragraph' && /^Title$/.test(name)
      const actual: Role = this.#role ?? (style?.isHidden === true ? 'hidden' : isTitle ? 'heading' : /^Quotations$/.test(name) ? 'quoted' : /^(Caption|Illustration|Figure)$/.test(name) ? 'caption' : /^Preformatted/.test(name) ? 'code' : role)
      this.blocks.push({ kind: 'text', role: actual, text, ...(actual === 'heading' ? { level: isTitle ? 0 : level ?? 1 } : {}) })
    }
    this.#flushAsides()
  }

  #inline(element: XmlElement): string {
    let text = ''
    for (const node of element.children) {
      if (typeof node === 'string') { text += node.replace(/[ \t\r\n]+/g, ' '); continue }
      switch (node.name) {
        case 's': text += ' '.repeat(Math.min(MAX_REPEAT, Number(node.attributes.c ?? 1) || 1)); break
        case 'tab': text += '\t'; break
        case 'line-break': text += '\n'; break
        case 'note': this.#asides.push(...new OdfText(this.#styles, 'note').read(child(node, 'note-body') ?? node).blocks); break
        case 'annotation': this.#comment(node); break
        case 'annotation-end': case 'bookmark': case 'bookmark-start': case 'bookmark-end': case 'change': case 'change-start': case 'change-end': break
        case 'frame': case 'custom-shape': case 'rect': case 'ellipse': case 'g': case 'line': this.#aside(node); break
        case 'ruby': text += this.#inline(child(node, 'ruby-base') ?? node); break
        default: text += this.#inline(node)
      }
    }
    return text
  }

  #list(element: XmlElement, outer: ListPlace | undefined): void {
    const place: ListPlace = { style: element.attributes['style-name'] ?? outer?.style ?? '', level: (outer?.level ?? 0) + 1 }
    this.#styles.numbers.begin(place, element.attributes['continue-numbering'] === 'true' || element.attributes['continue-list'] !== undefined)
    for (const item of children(element)) {
      if (item.name !== 'list-item' && item.name !== 'list-header') continue
      // An item that only holds a list of the next level has no number of its own.
      const isNumbered = item.name === 'list-item' && children(item).some(({ name }) => name === 'p' || name === 'h')
      const start = item.attributes['start-value']
      const marker = isNumbered ? this.#styles.numbers.next(place, start === undefined ? undefined : Number(start)) : ''
      const before = this.blocks.length
      this.read(item, place)
      const first = this.blocks[before]
      if (marker !== '' && first?.kind === 'text' && (first.role === 'list' || first.role === 'heading')) this.blocks[before] = { ...first, text: `${marker} ${first.text}` }
    }
  }

  #aside(element: XmlElement): void {
    const role = this.#role
    const texts = element.name === 'frame' || element.name === 'g' ? [...descendants(element, 'text-box'), ...descendants(element, 'custom-shape')] : [element]
    for (const box of texts) this.#asides.push(...new OdfText(this.#styles, role).read(box).blocks)
    for (const table of element.name === 'frame' ? children(element, 'table') : []) this.#asides.push(...new OdfText(this.#styles, role).read({ ...element, children: [table] }).blocks)
    for (const name of ['title', 'desc']) {
      const text = textContent(child(element, name)).trim()
      if (text !== '') this.#asides.push({ kind: 'text', role: 'caption', text })
    }
  }

  #comment(element: XmlElement): void {
    const author = textContent(child(element, 'creator')).trim()
    const text = new OdfText(this.#styles, 'comment').read({ ...element, children: children(element).filter((node) => node.name === 'p' || node.name === 'list') }).blocks
      .map((block) => (block.kind === 'text' ? block.text : '')).join('\n')
    if (text.trim() !== '') this.#asides.push({ kind: 'text', role: 'comment', text: author === '' ? text : `${author}: ${text}` })
  }

  #flushAsides(): void {
    this.blocks.push(...this.#asides.splice(0))
  }

  #table(element: XmlElement): void {
    const rows: string[][] = []
    let headerRows = 0
    const attached: Block[] = []
    const addRows = (container: XmlElement, isHeader: boolean): void => {
      for (const node of children(container)) {
        if (node.name === 'table-header-rows') addRows(node, true)
        else if (node.name === 'table-rows' || node.name === 'table-row-group') addRows(node, isHeader)
        else if (node.name === 'table-row') {
          const cells = this.#cells(node, attached)
          if (cells.every((cell) => cell === '')) continue
          rows.push(cells)
          if (isHeader) headerRows++
        }
      }
    }
    addRows(element, false)
    const header = headerRows > 0 && headerRows < rows.length ? headerRows : countHeaderRows(rows.map((cells, index) => ({ row: index + 1, cells })))
    if (rows.length > 0) this.blocks.push({ kind: 'table', rows, headerRows: header })
    this.blocks.push(...attached)
  }

  #cells(row: XmlElement, attached: Block[]): string[] {
    const cells: string[] = []
    for (const cell of children(row)) {
      if (cell.name !== 'table-cell' && cell.name !== 'covered-table-cell') continue
      const body = new OdfText(this.#styles).read(cell).blocks
      const text = cell.name === 'covered-table-cell' ? '' : body.filter((block) => block.kind === 'table' || !['note', 'comment'].includes(block.role))
        // The bullet of a list of one item is how presentations store any cell.
        .map((block, _, all) => (block.kind === 'text' ? all.length === 1 ? block.text.replace(/^• /, '') : block.text : block.rows.map((line) => line.join(' ')).join('\n'))).join('\n').trim()
      attached.push(...body.filter((block) => block.kind === 'text' && ['note', 'comment'].includes(block.role)))
      const repeat = Math.min(MAX_REPEAT, Number(cell.attributes['number-columns-repeated'] ?? 1) || 1)
      for (let copy = 0; copy < repeat; copy++) cells.push(text)
    }
    return cells
  }
}
