import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer } from '../../src-shared/domain/answer.ts'
import { DELIVERIES_CSV, makeOrdersWorkbook, makeStaffSheet } from '../integration/tables/makeWorkbooks.ts'

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url))
let folder: string

/** The command line as a person runs it; the JSON lines that it printed. */
function cli<Line>(...args: readonly string[]): Promise<Line[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args, '--json', '--data-dir', join(folder, 'library')], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.on('data', (text) => { out += text })
    child.on('close', (code) => { if (code === 0) resolve(out.trim().split('\n').map((line) => JSON.parse(line) as Line)); else reject(new Error(`exit ${code}: ${out}`)) })
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-'))
  await mkdir(join(folder, 'files'))
  await writeFile(join(folder, 'files', 'orders.xlsx'), makeOrdersWorkbook())
  await writeFile(join(folder, 'files', 'deliveries.csv'), DELIVERIES_CSV)
  await writeFile(join(folder, 'files', 'staff.ods'), makeStaffSheet())
  await cli('add', join(folder, 'files'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const TEN: readonly (readonly [string, string])[] = [
  ['What is the total amount by region?', 'West $20,100.00; North $12,701.00; South $9,500.25'],
  ['How many orders are over 10,000?', 'There are 2 rows'],
  ['What is the average discount in Rome?', 'is 10% (2 rows)'],
  ['How many orders were placed in January 2024?', 'There are 2 rows'],
  ['Which warehouse has the most employees?', 'Limerick (21)'],
  ['What is the total cost per carrier?', 'Blue Line €1,005.80; Hansa €20.20; Nordic -€3.00'],
  ['How many deliveries were made after January 31, 2024?', 'There are 3 rows'],
  ['What is the average salary by department?', 'Design 5,650; Sales 4,400; Support 3,900'],
  ['Which employees earn a salary of at least 4,700?', 'Ada Berg; Cy Moor; Ed Wolf'],
  ['How many different departments are there?', 'There are 3 different values'],
]

it('ten questions over a workbook, a CSV and an ODS are answered exactly, with their query and exact quotes, and replay', async () => {
  const batch = join(folder, 'questions.jsonl')
  await writeFile(batch, TEN.map(([question], id) => JSON.stringify({ id: String(id), question })).join('\n'))
  const answers = await cli<Answer>('ask', '--batch', batch)
  const units = new Map<string, readonly { readonly text: string }[]>()
  for (const { documentId } of answers.flatMap(({ citations }) => citations)) {
    if (!units.has(documentId)) units.set(documentId, (await cli<{ readonly units: readonly { readonly text: string }[] }>('documents', documentId, '--units', '--text'))[0]?.units ?? [])
  }
  for (const [index, [question, expected]] of TEN.entries()) {
    const answer = answers[index]
    expect(answer?.text, question).toContain(expected)
    expect(answer).toMatchObject({ status: 'answered', grade: 'found', mode: 'evidence', model: null, computation: { kind: 'table', engine: expect.stringContaining('DuckDB') as string } })
    expect(new Set([...answer?.text.matchAll(/(?<!\\)\[(\d+)\]/g) ?? []].map((match) => Number(match[1])))).toEqual(new Set(answer?.citations.map(({ n }) => n)))
    for (const { documentId, anchor, quote } of answer?.citations ?? []) {
      expect(units.get(documentId)?.[anchor.unit - 1]?.text.slice(anchor.charStart, anchor.charEnd)).toBe(quote)
    }
  }
  const [replayed] = await cli<{ readonly same: object }>('audit', 'replay', answers[0]?.answerId ?? '')
  expect(replayed?.same).toEqual({ retrieval: true, context: true, answer: true })
}, 180_000)
