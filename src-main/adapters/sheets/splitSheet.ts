import { AppError } from '../../../src-shared/errors/AppError.ts'

/** `head` and `tail` are what stands around the rows; `rows` are whole rows. As bytes: one character each (Latin 1), whatever the encoding says. */
export interface SheetPart {
  readonly kind: 'head' | 'rows' | 'tail'
  readonly xml: string
}

export const PIECE_BYTES = 4_000_000
// A row of 16,384 cells with some kilobytes each; beyond it this is no sheet.
const MAX_ROW_BYTES = 64_000_000
// `</prefix:sheetData>`
const MAX_TAG_CHARS = 100

/** The XML of one worksheet, part by part, so that it never stands in memory as a whole. Throws LIMIT_EXCEEDED where no row ends for too long. */
export async function* splitSheet(content: AsyncIterable<Uint8Array>, pieceBytes = PIECE_BYTES): AsyncGenerator<SheetPart> {
  let rest = ''
  let tags: { readonly rowEnd: string; readonly dataEnd: string } | undefined
  let isTail = false
  for await (const block of blocksOf(content, pieceBytes)) {
    if (rest.length > MAX_ROW_BYTES) throw new AppError('LIMIT_EXCEEDED')
    let xml = rest + block
    // No row ends in what was left over, but for one that the block completes.
    let from = Math.max(0, rest.length - MAX_TAG_CHARS)
    rest = ''
    if (!isTail && tags === undefined) {
      const open = /<((?:\w+:)?)sheetData(?:\s[^<>]*?)?(\/?)>/.exec(xml)
      if (open === null) { rest = xml; continue }
      yield { kind: 'head', xml: xml.slice(0, open.index) }
      xml = xml.slice(open.index + open[0].length)
      from = 0
      tags = { rowEnd: `</${open[1] ?? ''}row>`, dataEnd: `</${open[1] ?? ''}sheetData>` }
      isTail = open[2] === '/'
    }
    if (isTail || tags === undefined) { yield { kind: 'tail', xml }; continue }
    const dataEnd = xml.indexOf(tags.dataEnd, from)
    const lastRow = dataEnd < 0 ? xml.slice(from).lastIndexOf(tags.rowEnd) : 0
    if (lastRow < 0) { rest = xml; continue }
    const rowsEnd = dataEnd < 0 ? from + lastRow + tags.rowEnd.length : dataEnd
    yield { kind: 'rows', xml: xml.slice(0, rowsEnd) }
    isTail = dataEnd >= 0
    if (isTail) yield { kind: 'tail', xml: xml.slice(dataEnd + tags.dataEnd.length) }
    else rest = xml.slice(rowsEnd)
  }
  if (tags === undefined) yield { kind: 'head', xml: rest }
}

async function* blocksOf(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<string> {
  let held: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; at += size) {
      const part = chunk.subarray(at, at + size)
      held.push(part)
      bytes += part.length
      if (bytes < size) continue
      yield Buffer.concat(held).toString('latin1')
      held = []
      bytes = 0
    }
  }
  if (bytes > 0) yield Buffer.concat(held).toString('latin1')
}
