import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { find, read } from 'cfb'
import { parseHtml } from '../../../src-main/adapters/html/parseHtml.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { readPlain } from './readPlain.ts'
import { mean, wordScore, wordsOf } from './textScores.ts'

interface Reference {
  readonly path: string
  readonly subject: string
  readonly from: string
  /** ISO 8601, any offset; '' when the mail has none. */
  readonly date: string
  readonly body: string
  readonly isHtml: boolean
  readonly attachments: readonly string[]
}

/**
 * Mails against an independent reading: EML by Python's email package (`python3` must be there), MSG by the raw property streams
 * of the compound file. Subject and names must be equal up to white space; body is word recall; a date must be the same instant.
 */
export async function measure(): Promise<MeasureRow[]> {
  const folders = [dataFolder('mail_files'), join(dataFolder('docling_office'), 'email', 'sources')]
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  const references = [...byPython(files.filter((path) => path.endsWith('.eml'))), ...files.filter((path) => path.endsWith('.msg')).map(byStreams)]
  const scores = { subject: [] as number[], sender: [] as number[], date: [] as number[], body: [] as number[], attachments: [] as number[] }
  for (const reference of references) {
    const document = await readPlain(reference.path)
    const text = document.units.map((unit) => unit.text).join('\n')
    const names = [...document.embedded?.map((file) => file.name) ?? [], .../^Attachments: (.*)$/m.exec(text)?.[1]?.split(', ') ?? []]
    const facts = document.units[0]?.facts
    if (reference.subject !== '') note(scores.subject, Number(fold(document.metadata.title ?? '') === fold(reference.subject)), reference, 'subject', document.metadata.title)
    if (reference.from !== '') note(scores.sender, Number(wordScore(wordsOf(facts?.from ?? ''), wordsOf(reference.from)).recall === 1), reference, 'sender', facts?.from)
    if (reference.date !== '') note(scores.date, Number(Date.parse(facts?.date ?? '') === Date.parse(reference.date)), reference, 'date', facts?.date)
    const expected = wordsOf(reference.isHtml ? parseHtml(reference.body).units.map((unit) => unit.text).join('\n') : reference.body)
    if (expected.length > 0) note(scores.body, wordScore(wordsOf(text), expected).recall, reference, 'body', text.slice(0, 80))
    for (const name of reference.attachments) note(scores.attachments, Number(names.some((found) => fold(found) === fold(name))), reference, `attachment ${name}`, names.join(', '))
  }
  const best = { subject: 0.947, sender: 0.994, date: 0.993, body: 0.924, attachments: 0.75 }
  return Object.entries(scores).map(([kind, values]) => ({ measure: `mail: ${kind}`, value: mean(values), best: best[kind as keyof typeof best], n: values.length }))
}

function note(values: number[], value: number, reference: Reference, kind: string, found: string | undefined): void {
  values.push(value)
  if (value < 1 && process.env['VERBOSE'] !== undefined) console.error(reference.path.replace(/^.*\//, ''), kind, value.toFixed(3), JSON.stringify(found))
}

function byPython(paths: readonly string[]): Reference[] {
  const output = execFileSync('python3', [join(import.meta.dirname, 'readMail.py'), ...paths], { encoding: 'utf8', maxBuffer: 1e9 })
  return output.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Reference)
}

/** Unicode string properties of a message ([MS-OXMSG] 2.1.3): subject 0037, sender's name 0C1A, body 1000, long file name 3707. */
function byStreams(path: string): Reference {
  const container = read(readFileSync(path), { type: 'buffer' })
  const property = (storage: string, tag: string): string => {
    const entry = find(container, `${storage}__substg1.0_${tag}001F`)
    return entry?.content === undefined ? '' : Buffer.from(entry.content).toString('utf16le').replace(/\0+$/, '')
  }
  const attachments = [...new Set(container.FullPaths.flatMap((name) => /^Root Entry\/(__attach_version1\.0_#[0-9A-F]{8})\/$/i.exec(name)?.[1] ?? []))]
  return {
    path, subject: property('/', '0037'), from: property('/', '0C1A'), date: '', body: property('/', '1000'), isHtml: false,
    attachments: attachments.map((storage) => property(`/${storage}/`, '3707')).filter((name) => name !== ''),
  }
}

function fold(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}
