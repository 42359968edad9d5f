export interface Dialect {
  readonly delimiter: string
  /** What stands before a quote inside a quoted value: another quote, or a backslash as some exports write. */
  readonly escape: '"' | '\\'
  /** UTF-16 offset of the first record: after a `sep=;` line of Excel. */
  readonly start: number
}

const DELIMITERS = [',', ';', '\t', '|', ':'] as const
const SAMPLE_CHARS = 65_536
const SAMPLE_RECORDS = 200

/**
 * The dialect of a delimited text, chosen by how evenly each delimiter cuts the first records: the share of records with the
 * most common number of cells, times that number's logarithm (after G. van den Burg et al., "Wrangling messy CSV files", 2019).
 */
export function detectDialect(text: string): Dialect {
  const declared = /^sep=(.)\n/i.exec(text)
  const start = declared === null ? 0 : declared[0].length
  const sample = text.slice(start, start + SAMPLE_CHARS)
  // A backslash before a quote that does not end its cell is an escape; before a delimiter it is the cell's own last character.
  const escaped = sample.match(/\\"(?![,;\t|]|\n|$)/g)?.length ?? 0
  const doubled = sample.match(/[^,;\t|\n]""(?=[^,;\t|\n])/g)?.length ?? 0
  const escape = escaped > 0 && escaped >= doubled ? '\\' : '"'
  if (declared?.[1] !== undefined) return { delimiter: declared[1], escape, start }
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const score = evenness(sample, delimiter, escape)
    if (score > best.score + 1e-9) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, escape, start }
}

function evenness(sample: string, delimiter: string, escape: string): number {
  const widths = new Map<number, number>()
  let records = 0
  let width = 1
  let isQuoted = false
  let isEmpty = true
  for (let at = 0; at < sample.length && records < SAMPLE_RECORDS; at++) {
    const char = sample.charAt(at)
    if (isQuoted && escape === '\\' && char === '\\') { at++; continue }
    if (char === '"') {
      // Quotes open a value only at its start; elsewhere (inches, names) they are text.
      if (isQuoted) isQuoted = false
      else if (at === 0 || sample[at - 1] === delimiter || sample[at - 1] === '\n' || sample[at - 1] === '"') isQuoted = true
    } else if (!isQuoted && char === delimiter) width++
    else if (!isQuoted && char === '\n') {
      if (!isEmpty) { widths.set(width, (widths.get(width) ?? 0) + 1); records++ }
      width = 1
      isEmpty = true
      continue
    }
    isEmpty = false
  }
  if (!isEmpty && records === 0) { widths.set(width, 1); records = 1 }
  let best = 0
  for (const [cells, count] of widths) if (cells > 1) best = Math.max(best, (count / records) * Math.log(cells + 1) * (delimiter === ':' ? 0.5 : 1))
  return best
}
