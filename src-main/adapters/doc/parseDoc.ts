import WordExtractor from 'word-extractor'
import type { Block } from '../../core/reading/block.ts'
import { composeSections } from '../../core/reading/composeSections.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { openCompound } from '../compound/openCompound.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'

// Bit of the file information block that says "encrypted" ([MS-DOC] 2.5.1, fEncrypted).
const ENCRYPTED = 0x0100

/** Word 97 to 2003: text, tables as rows, notes, comments, text boxes, headers and footers. Styles are not read, so no headings. */
export async function parseDoc({ bytes }: Pick<FormatInput, 'bytes'>): Promise<ParsedContent> {
  const compound = openCompound(bytes)
  const main = compound.stream('WordDocument')
  if (main === undefined || main.length < 32) throw new AppError('DAMAGED_FILE')
  if ((new DataView(main.buffer, main.byteOffset).getUint16(10, true) & ENCRYPTED) !== 0) throw new AppError('PASSWORD_NEEDED')
  const document = await new WordExtractor().extract(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  // A quote is what stands there: curly quotation marks and dashes are not made plain.
  const asWritten = { filterUnicode: false }
  const blocks: Block[] = [
    ...paragraphs(document.getHeaders({ includeFooters: false, ...asWritten }), 'pageHeader'),
    ...bodyBlocks(document.getBody(asWritten)),
    ...paragraphs(document.getTextboxes({ includeHeadersAndFooters: false, ...asWritten }), 'paragraph'),
    ...paragraphs(document.getFootnotes(asWritten), 'note'), ...paragraphs(document.getEndnotes(asWritten), 'note'),
    ...paragraphs(document.getAnnotations(asWritten), 'comment'), ...paragraphs(document.getFooters(asWritten), 'pageFooter'),
  ]
  return { units: composeSections(blocks), warnings: [], metadata: compound.metadata() }
}

function paragraphs(text: string, role: 'paragraph' | 'pageHeader' | 'pageFooter' | 'note' | 'comment'): Block[] {
  return text.split(/\r\n?|\n/).filter((line) => line.trim() !== '').map((line) => ({ kind: 'text', role, text: line }))
}

/** Lines with tabs, two or more in a row with as many cells, are the rows of a table; the rest are paragraphs. */
function bodyBlocks(body: string): Block[] {
  const blocks: Block[] = []
  let rows: string[][] = []
  const flush = (): void => {
    if (rows.length > 1) blocks.push({ kind: 'table', rows, headerRows: 0 })
    else for (const row of rows) blocks.push({ kind: 'text', role: 'paragraph', text: row.join('\t') })
    rows = []
  }
  for (const line of body.split(/\r\n?|\n/)) {
    const cells = line.replace(/\t$/, '').split('\t')
    if (line.trim() !== '' && cells.length > 1) { rows.push(cells); continue }
    flush()
    if (line.trim() !== '') blocks.push({ kind: 'text', role: /^[\u2022\u00b7\uf0b7]\s/.test(line) ? 'list' : 'paragraph', text: line })
  }
  flush()
  return blocks
}
