import type { Block } from '../../core/reading/block.ts'
import { child, children, descendants, textContent, type XmlElement } from '../xml/readXml.ts'

/** A chart as its title and the table of its cached values: one row a category, one column a series. */
export function chartBlocks(root: XmlElement): Block[] {
  const blocks: Block[] = []
  const title = descendants(root, 'title').map((element) => descendants(element, 't').map(textContent).join('')).filter((text) => text.trim() !== '')
  for (const text of title) blocks.push({ kind: 'text', role: 'caption', text })
  const series = descendants(root, 'ser')
  const categories = new Map<number, string>()
  const columns = series.map((one) => {
    for (const [index, value] of points(child(one, 'cat') ?? child(one, 'xVal'))) if (!categories.has(index)) categories.set(index, value)
    return { name: points(child(one, 'tx')).get(0) ?? textContent(child(child(one, 'tx'), 'v')), values: points(child(one, 'val') ?? child(one, 'yVal')) }
  })
  const indices = [...new Set([...categories.keys(), ...columns.flatMap((column) => [...column.values.keys()])])].sort((a, b) => a - b)
  if (indices.length === 0) return blocks
  const header = ['', ...columns.map((column) => column.name)]
  const rows = indices.map((index) => [categories.get(index) ?? String(index + 1), ...columns.map((column) => column.values.get(index) ?? '')])
  blocks.push({ kind: 'table', rows: [header, ...rows], headerRows: 1 })
  return blocks
}

/** Cached points of a reference or literal, by index. */
function points(holder: XmlElement | undefined): Map<number, string> {
  if (holder === undefined) return new Map()
  const found = new Map<number, string>()
  for (const cache of [...descendants(holder, 'strCache'), ...descendants(holder, 'numCache'), ...descendants(holder, 'strLit'), ...descendants(holder, 'numLit'), ...descendants(holder, 'lvl')]) {
    for (const point of children(cache, 'pt')) {
      const index = Number(point.attributes.idx ?? 0)
      const value = tidyNumber(textContent(child(point, 'v')))
      const before = found.get(index)
      found.set(index, before === undefined ? value : `${value} ${before}`)
    }
  }
  return found
}

/** Cached values carry binary noise ("4.2999999999999998"): 15 digits are what the sheet shows. */
function tidyNumber(text: string): string {
  return /^-?\d+\.\d{12,}$/.test(text) ? String(Number(Number(text).toPrecision(15))) : text
}
