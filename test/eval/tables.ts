/**
 * Questions over tables by computation alone: `node test/eval/tables.ts [--verbose] [--all]`, or `npm run eval -- --sets wikitablequestions`.
 * Each question is asked of its own table (`--all`: of all tables of the set). Answered: a computation spoke. Right: every reference answer stands in the
 * computed result (numbers by value), and a reference of one figure is a figure of the result.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { ParsedUnit } from '../../src-shared/domain/unit.ts'
import type { DocumentId } from '../../src-shared/domain/ids.ts'
import { parseFile } from '../../src-main/adapters/parsing/parseFile.ts'
import { openTableDatabase } from '../../src-main/adapters/duckdb/openTableDatabase.ts'
import { createTableQuestions } from '../../src-main/core/tabular/createTableQuestions.ts'
import type { ComputedAnswer, TableSource } from '../../src-main/core/ports/TableQuestions.ts'

interface Question { readonly id: string; readonly docs: readonly string[]; readonly question: string; readonly answer: readonly string[] }

export interface TableMeasure {
  readonly questions: number
  readonly answered: number
  readonly right: number
}

/** Asks every question of the set in that folder; `report` is told of each that was answered. */
export async function measureTables(folder: string, options: { readonly all?: boolean; readonly report?: (line: string) => void } = {}): Promise<TableMeasure> {
  const questions = readFileSync(path.join(folder, 'qa.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Question)
  const units = new Map<string, readonly ParsedUnit[]>()
  for (const name of new Set(questions.flatMap(({ docs }) => docs))) {
    const file = path.join(folder, 'csv', name)
    units.set(name, (await parseFile({ path: file, name, maxFileBytes: 1e9, maxPages: 1, ocr: null })).units)
  }
  const sourceOf = (name: string): TableSource => ({ documentId: name as DocumentId, sha256: '', path: name })
  const tables = createTableQuestions({ unitsOf: ({ documentId }) => units.get(documentId), openDatabase: openTableDatabase })
  let answered = 0
  let right = 0
  for (const { question, docs, answer } of questions) {
    const computed = await tables.compute(question, options.all === true ? [...units.keys()].map(sourceOf) : docs.map(sourceOf))
    if (computed === null) continue
    answered++
    const isRight = holds(computed, answer)
    if (isRight) right++
    options.report?.(`${isRight ? 'right' : 'WRONG'}  ${question}\n       ${computed.sentences[0]?.text ?? ''}\n       ${computed.computation.sql} ${JSON.stringify(computed.computation.parameters)}\n       reference: ${answer.join(' ; ')}`)
  }
  await tables.close()
  return { questions: questions.length, answered, right }
}

function holds({ computation, sentences }: ComputedAnswer, references: readonly string[]): boolean {
  const shown = sentences.map(({ text }) => text).join(' ')
  const cells = computation.result.flatMap((row) => row.map((cell) => plain(cell ?? '')))
  const isList = references.length > 1
  // A list must be whole: neither less nor more than the reference.
  if (isList && computation.result.length !== references.length) return false
  if (!isList && computation.result.length > 1 && !/ by |^The /.test(shown)) return new Set(computation.result.map((row) => plain(row[0] ?? ''))).size === 1 && cells.includes(plain(references[0] ?? ''))
  return references.every((reference) => cells.includes(plain(reference)) || (!/\d/.test(reference) && plain(shown).includes(plain(reference))))
}

function plain(text: string): string {
  const folded = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[*†"“”]/g, '').trim()
  const number = Number(folded.replaceAll(/[,$%]/g, '').replace(/ years?$/, ''))
  return folded !== '' && Number.isFinite(number) ? String(Math.round(Math.abs(number) * 1e6) / 1e6) : folded.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { verbose: { type: 'boolean' }, all: { type: 'boolean' }, folder: { type: 'string', default: '../shared/data/wikitablequestions' } } })
  const measure = await measureTables(values.folder, { all: values.all === true, ...(values.verbose === true ? { report: (line: string) => { console.log(line) } } : {}) })
  console.log(`questions ${measure.questions}, answered by computation ${(measure.answered / measure.questions).toFixed(3)}, right when answered ${(measure.right / Math.max(1, measure.answered)).toFixed(3)} (${measure.right} of ${measure.answered})`)
}
