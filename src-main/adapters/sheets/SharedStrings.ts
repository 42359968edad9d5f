import { AppError } from '../../../src-shared/errors/AppError.ts'
import { MAX_TEXT_CHARS } from './readCells.ts'

const ITEM = /<(?:\w+:)?si(?:\s[^<>]*?)?(?:\/>|>([^]*?)<\/(?:\w+:)?si>)/g
// A cell with a shared string, up to the next cell or the end; `[^<]*` and its kin make it linear.
const SHARED_CELL = /<(?:\w+:)?c\s[^<>]*?\bt=["']s["'][^<>]*>[^<]*(?:<(?!(?:\w+:)?c[\s/>])[^<]*)*/g
const VALUE = /<(?:\w+:)?v\b[^<>]*>\s*(\d+)\s*<\/(?:\w+:)?v>/

/** The strings that the cells of a workbook share: the part's XML and where each string stands in it, no string of its own each. */
export class SharedStrings {
  readonly #xml: string
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  /** The part as bytes, one character each (Latin 1). */
  constructor(xml: string) {
    this.#xml = xml
    for (const item of xml.matchAll(ITEM)) {
      const start = item.index + item[0].indexOf('>') + 1
      this.#starts.push(start)
      this.#ends.push(start + (item[1]?.length ?? 0))
    }
  }

  /** Rows in which every shared string stands in its cell, so that they can be read without the others. A string that does not exist is an empty cell. */
  inline(rows: string): string {
    let chars = rows.length
    return rows.replace(SHARED_CELL, (cell) => {
      const text = this.#at(Number(VALUE.exec(cell)?.[1] ?? -1))
      if (text === undefined) return cell.replace(/\bt=["']s["']/, '').replace(VALUE, '')
      chars += text.length
      if (chars > MAX_TEXT_CHARS) throw new AppError('LIMIT_EXCEEDED')
      return cell.replace(/\bt=["']s["']/, 't="inlineStr"').replace(VALUE, () => `<is>${text}</is>`)
    })
  }

  #at(index: number): string | undefined {
    const start = this.#starts[index]
    const text = start === undefined ? undefined : this.#xml.slice(start, this.#ends[index])
    // The library looks for the cell's reference in all of it: a text must not look like one.
    return text?.includes('r=') === true ? text.replaceAll('"', '&quot;').replaceAll("'", '&apos;') : text
  }
}
