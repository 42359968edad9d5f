import type { ParsedUnit, SegmentRole, Table, UnitFacts } from '../../../src-shared/domain/unit.ts'
import type { Block } from './block.ts'
import { normaliseLine, normaliseText } from './normaliseText.ts'
import { normaliseRow, rowText, tableHeaderText } from './tableText.ts'
import { UnitText } from './UnitText.ts'

export interface Message {
  readonly subject: string
  /** ISO 8601 where the date could be read, else as written. */
  readonly date?: string
  readonly from?: string
  /** Name and value of what a reader sees above a mail, in order. */
  readonly header: readonly (readonly [name: string, value: string])[]
  readonly body: readonly Block[]
}

export interface MessageUnits {
  readonly firstUnit: number
  /** Messages of a mailbox are one unit each; a single mail has one for its header and one for its body. */
  readonly isOneOfMany?: { readonly number: number }
}

/** A mail as units of kind `message`; every anchor in it carries the mail's date and sender. */
export function composeMessage(message: Message, { firstUnit, isOneOfMany }: MessageUnits): ParsedUnit[] {
  const subject = normaliseLine(message.subject)
  const facts: UnitFacts = { ...(message.date === undefined ? {} : { date: message.date }), ...(message.from === undefined ? {} : { from: normaliseLine(message.from) }) }
  const headings = subject === '' ? {} : { headings: [subject] }
  if (isOneOfMany !== undefined) {
    const text = new UnitText()
    writeHeader(text, message, headings)
    const tables = writeBody(text, message.body, headings, 1)
    const label = `message ${isOneOfMany.number}${subject === '' ? '' : `: ${subject.slice(0, 80)}`}`
    return [unitOf(firstUnit, label, text, tables, facts, 'This message is empty.')]
  }
  const header = new UnitText()
  writeHeader(header, message, headings)
  const body = new UnitText()
  const tables = writeBody(body, message.body, headings, 0)
  return [
    unitOf(firstUnit, 'header', header, [], facts, 'This mail has no header.'),
    unitOf(firstUnit + 1, 'body', body, tables, facts, 'There is no text in its body.'),
  ]
}

function unitOf(unit: number, label: string, text: UnitText, tables: readonly Table[], facts: UnitFacts, note: string): ParsedUnit {
  const isEmpty = text.length === 0
  return {
    unit, kind: 'message', label, source: isEmpty ? 'empty' : 'text', text: text.toString(), segments: text.segments, facts,
    ...(tables.length === 0 ? {} : { tables }), ...(isEmpty ? { note } : {}),
  }
}

function writeHeader(text: UnitText, message: Message, headings: { headings?: readonly string[] }): void {
  for (const [name, value] of message.header) {
    const line = normaliseLine(value)
    if (line !== '') text.add(`${name}: ${line}`, { role: 'metadata', block: 1, place: { kind: 'message', part: 'header' }, ...headings })
  }
}

function writeBody(text: UnitText, blocks: readonly Block[], headings: { headings?: readonly string[] }, blocksBefore: number): Table[] {
  const tables: Table[] = []
  const place = { kind: 'message', part: 'body' } as const
  let number = blocksBefore
  for (const block of blocks) {
    number++
    if (block.kind === 'table') {
      const rows = block.rows.map(normaliseRow)
      const tableHeader = tableHeaderText(rows, block.headerRows)
      tables.push({ rows, headerRows: block.headerRows })
      for (const [index, row] of rows.entries()) {
        text.add(rowText(row), { role: 'table', block: number, place, ...headings, ...(tableHeader === undefined ? {} : { tableHeader }) }, index === 0 ? '\n\n' : '\n')
      }
    } else {
      const role: SegmentRole = block.role
      text.add(normaliseText(block.text).split('\n').map((line) => line.trimEnd()).join('\n').trim(), { role, block: number, place, ...headings }, '\n\n')
    }
  }
  return tables
}

const QUOTE = /^\s*>/
const FORWARDED = /^\s*(-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale)\s*-{2,}|_{20,})\s*$/i
const ATTRIBUTION = /^(on|am|le|el|il|op)\b.{5,200}(wrote|schrieb|a écrit|escribió|ha scritto|schreef)\s*:\s*$/i

/** The paragraphs of a plain mail body; quoted lines, and all that follows a forwarding rule, have role `quoted`. */
export function plainBodyBlocks(body: string): Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  let role: 'paragraph' | 'quoted' = 'paragraph'
  let isForwarded = false
  const flush = (): void => {
    if (lines.some((line) => line.trim() !== '')) blocks.push({ kind: 'text', role, text: lines.join('\n') })
    lines = []
  }
  for (const line of normaliseText(body).split('\n')) {
    if (FORWARDED.test(line)) isForwarded = true
    const next = isForwarded || QUOTE.test(line) || ATTRIBUTION.test(line) ? 'quoted' : 'paragraph'
    if (line.trim() === '') { flush(); continue }
    if (next !== role) { flush(); role = next }
    lines.push(line)
  }
  flush()
  return blocks
}
