import { strFromU8, unzipSync } from 'fflate'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { columnName, columnNumber, narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParsedDocument } from '../../../src-shared/domain/document.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { documentText, readPlain } from './readPlain.ts'
import { mean } from './textScores.ts'

interface Cell {
  readonly sheet: string
  readonly reference: string
  readonly value: string
  readonly isNumber: boolean
}

/**
 * Cells found, and found at their own place. The reference is the workbook's XML, read here by plain string search: a text cell
 * counts when its text is in the document (and, for its place, at its own cell); a number when the text at its own cell shows it
 * (formats round it and write it as a date or share, so any number or date there counts). CSV tables count cell by cell as text.
 */
export async function measure(): Promise<MeasureRow[]> {
  let found = 0, placed = 0, total = 0
  const complete: number[] = []
  const files = [dataFolder('xlsx_files'), join(dataFolder('docling_office'), 'xlsx', 'sources')].flatMap((folder) => readdirSync(folder).filter((name) => /\.xls[xm]$/.test(name)).map((name) => join(folder, name)))
  for (const path of files) {
    const cells = referenceCells(new Uint8Array(readFileSync(path)))
    if (cells === null) continue
    const document = await readPlain(path).catch(() => null)
    const places = document === null ? new Map<string, string>() : cellTexts(document)
    const text = fold(document === null ? '' : documentText(document))
    let foundHere = 0
    for (const cell of cells) {
      const own = places.get(`${cell.sheet}!${cell.reference}`)
      const isPlaced = own !== undefined && (cell.isNumber ? /\d/.test(own) || own !== '' : own === cell.value || own.startsWith(cell.value.slice(0, 100)))
      const isFound = isPlaced || (!cell.isNumber && text.includes(cell.value))
      if (!isFound && process.env['VERBOSE'] !== undefined) console.error(path.replace(/^.*\//, ''), cell.sheet, cell.reference, JSON.stringify(cell.value.slice(0, 60)), JSON.stringify(own))
      foundHere += Number(isFound)
      placed += Number(isPlaced)
    }
    found += foundHere
    total += cells.length
    if (cells.length > 0) complete.push(Number(foundHere === cells.length))
  }
  return [
    { measure: 'workbooks: cells found', value: found / total, best: 0.978, n: total },
    { measure: 'workbooks: cells found at their own sheet and cell', value: placed / total, best: 0.972, n: total },
    { measure: 'workbooks: files complete', value: mean(complete), best: 61 / 73, n: complete.length },
    ...await measureDelimited(),
  ]
}

/** The text at each cell, taken through anchors as a citation would be. */
function cellTexts(document: ParsedDocument): Map<string, string> {
  const texts = new Map<string, string>()
  for (const unit of document.units) {
    for (const segment of unit.segments) {
      if (segment.place.kind !== 'cells' || segment.role === 'comment') continue
      const starts = segment.place.columnStarts ?? [0]
      for (const [index, start] of starts.entries()) {
        const end = (starts[index + 1] ?? segment.charEnd - segment.charStart + 3) - 3
        if (end <= start) continue
        const anchor = narrowAnchor(unit, segment.charStart + start, segment.charStart + end)
        if (anchor.kind === 'cells') texts.set(`${anchor.sheet}!${anchor.range}`, fold(unit.text.slice(anchor.charStart, anchor.charEnd)))
      }
    }
  }
  return texts
}

function referenceCells(bytes: Uint8Array): Cell[] | null {
  let files: Record<string, Uint8Array>
  try { files = unzipSync(bytes) } catch { return null }
  const part = (name: string): string => { const content = files[name]; return content === undefined ? '' : strFromU8(content).replace(/<(\/?)\w+:/g, '<$1') }
  const workbook = part('xl/workbook.xml')
  if (workbook === '') return null
  const targets = new Map([...part('xl/_rels/workbook.xml.rels').matchAll(/<Relationship\b[^>]*>/g)].map(([tag]) => [/\bId="([^"]*)"/.exec(tag)?.[1] ?? '', (/\bTarget="([^"]*)"/.exec(tag)?.[1] ?? '').replace(/^\/?(xl\/)?/, 'xl/')]))
  const shared = [...part('xl/sharedStrings.xml').matchAll(/<si>([^]*?)<\/si>|<si\/>/g)].map(([, body]) => texts((body ?? '').replace(/<rPh[^]*?<\/rPh>/g, '')))
  const cells: Cell[] = []
  for (const [tag] of workbook.matchAll(/<sheet\b[^>]*>/g)) {
    const sheet = unescapeXml(/\bname="([^"]*)"/.exec(tag)?.[1] ?? '')
    const xml = part(targets.get(/\b(?:r:)?id="([^"]*)"/.exec(tag)?.[1] ?? '') ?? '')
    for (const [, attributes = '', body = ''] of xml.matchAll(/<c\b([^>]*?)(?:\/>|>([^]*?)<\/c>)/g)) {
      const reference = /\br="([A-Z]+\d+)"/.exec(attributes)?.[1]
      const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n'
      const raw = /<v(?: [^>]*)?>([^<]*)<\/v>/.exec(body)?.[1]
      const value = fold(type === 's' ? shared[Number(raw)] ?? '' : type === 'inlineStr' ? texts(body) : unescapeXml(raw ?? ''))
      if (reference === undefined || value === '') continue
      cells.push({ sheet, reference: `${columnName(columnNumber(reference.replace(/\d+/, '')))}${reference.replace(/[A-Z]+/, '')}`, value, isNumber: type === 'n' || type === 'b' || type === 'd' })
    }
  }
  return cells
}

function texts(xml: string): string {
  return [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map(([, text]) => unescapeXml(text ?? '')).join('')
}

function unescapeXml(text: string): string {
  return text.replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))).replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&')
    .replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** As stored text is: NFC, one line, no control characters. */
function fold(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are dropped by the reader too
  return text.normalize('NFC').replace(/[\u200B\uFEFF\u00AD\u2060]/g, '').replace(/\s+/g, ' ').replace(/[\u0000-\u001F\u007F-\u009F]/g, '').trim()
}

async function measureDelimited(): Promise<MeasureRow[]> {
  const folder = join(dataFolder('wikitablequestions'), 'csv')
  let found = 0, total = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.csv'))) {
    const text = new Set([...cellTexts(await readPlain(join(folder, name))).values()])
    for (const [, quoted, plain] of readFileSync(join(folder, name), 'utf8').matchAll(/"((?:\\.|[^"\\])*)"|([^,\n"]+)/g)) {
      const value = fold((quoted ?? plain ?? '').replace(/\\(["\\])/g, '$1'))
      if (value === '') continue
      total++
      const isFound = text.has(value)
      found += Number(isFound)
      if (!isFound && process.env['VERBOSE'] !== undefined) console.error(name, JSON.stringify(value))
    }
  }
  return [{ measure: 'CSV with backslash-escaped quotes: cells found', value: found / total, best: null, n: total }]
}
