import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../../src-shared/domain/answer.ts'
import type { AddResult, DocumentReport } from '../../src-shared/domain/document.ts'
import type { EvaluationSet } from './EvaluationSet.ts'
import { EVALUATION_CACHE } from './openCachedEmbedder.ts'
import { developmentSets } from './sets/developmentSets.ts'

/**
 * `node test/eval/batch.ts [SET…] [--questions 300] [--model NAME]`: whether `ask --batch` answers every question of the development sets: lines that came back, errors among them, quotes that equal
 * the stored text, marks that resolve and citations that are used. Sets of files are added as they are; others as one text file a document. Ends with 1 when a line is missing, an error, or not exact.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const data = process.env['FOOTNOTE_DATA'] ?? path.join(root, '..', 'shared', 'data')
const FILE_SETS: Readonly<Record<string, string>> = { contoso_hr: 'docs', docugami_sec10q: 'docs', wikitablequestions: 'csv', squad2: 'docs', chunking_evaluation: 'docs' }
const DEFAULT_SETS = ['contoso_hr', 'docugami_sec10q', 'squad2', 'chunking_evaluation', 'clapnq', 'ir_cranfield', 'xquad_en', 'wikitablequestions']
const MARK = /(?<!\\)\[(\d+)\]/g

const option = (name: string) => { const at = process.argv.indexOf(name); return at < 0 ? undefined : process.argv[at + 1] }
const limit = Number(option('--questions') ?? 300)
const model = option('--model')
const named = process.argv.slice(2).filter((argument, index, all) => !argument.startsWith('--') && !(all[index - 1] ?? '').startsWith('--'))

type Line = Answer & { readonly id: string; readonly error?: { readonly code: string; readonly message: string } }

function cli(args: readonly string[]): Promise<{ readonly out: string; readonly code: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'src-main/hosts/cli/main.ts'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
    child.on('close', (code) => resolve({ out, code }))
  })
}

/** Documents of a set without files, one text file each. */
function writeDocuments(set: EvaluationSet, folder: string): string {
  mkdirSync(folder)
  for (const { name, title, units } of set.documents) {
    const text = [title ?? '', ...units.map((unit) => unit.text)].filter((part) => part !== '').join('\n\n')
    writeFileSync(path.join(folder, `${name.replaceAll(/[^\w.-]+/g, '_')}.txt`), text)
  }
  return folder
}

async function measure(name: string): Promise<{ readonly row: readonly (string | number)[]; readonly isRight: boolean }> {
  const set = await developmentSets({ data, cache: EVALUATION_CACHE, fixtures: path.join(root, 'test/fixtures/eval') }).get(name)?.()
  if (set === undefined) throw new Error(`There is no set “${name}” here.`)
  const work = mkdtempSync(path.join(os.tmpdir(), `footnote-batch-${name}-`))
  const library = ['--data-dir', path.join(work, 'library'), '--json']
  try {
    const folder = FILE_SETS[name]
    const added = JSON.parse((await cli(['add', folder === undefined ? writeDocuments(set, path.join(work, 'texts')) : path.join(data, name, folder), ...library])).out) as AddResult
    const step = Math.max(1, Math.floor(set.questions.length / limit))
    const questions = set.questions.filter((_, index) => index % step === 0).slice(0, limit)
    const batch = path.join(work, 'batch.jsonl')
    writeFileSync(batch, questions.map(({ id, question }) => JSON.stringify({ id, question })).join('\n'))
    const { out, code } = await cli(['ask', '--batch', batch, ...(model === undefined ? [] : ['--model', model]), ...library])
    const lines = out.trim().split('\n').map((line) => JSON.parse(line) as Line)
    const errors = lines.filter(({ error, status }) => error !== undefined || status === 'failed')
    const answers = lines.filter(({ error }) => error === undefined)
    const isInOrder = lines.length === questions.length && lines.every(({ id }, index) => id === questions[index]?.id)

    const units = new Map<string, DocumentReport['units']>()
    for (const id of new Set(answers.flatMap(({ citations }) => citations.map(({ documentId }) => documentId)))) units.set(id, (JSON.parse((await cli(['documents', id, '--units', '--text', ...library])).out) as DocumentReport).units)
    const citations = answers.flatMap((answer) => answer.citations)
    const exact = citations.filter(({ documentId, anchor, quote }) => units.get(documentId)?.find(({ unit }) => unit === anchor.unit)?.text?.slice(anchor.charStart, anchor.charEnd) === quote).length
    const marks = answers.flatMap(({ text, citations: known }) => [...text.matchAll(MARK)].map(([, n]) => known.some((citation) => citation.n === Number(n))))
    const unused = answers.flatMap(({ text, citations: known }) => known.filter(({ n }) => !text.includes(`[${n}]`))).length
    for (const { id, error } of errors) console.error(name, id, error?.code, error?.message)
    const share = (part: number, whole: number) => (whole === 0 ? '–' : (part / whole).toFixed(3))
    return {
      row: [
        name, added.summary.files, questions.length, lines.length, errors.length, code ?? 'killed', share(answers.filter(({ status }) => status === 'answered').length, answers.length), answers.filter(({ mode }) => mode === 'generated').length,
        citations.length, share(exact, citations.length), share(marks.filter(Boolean).length, marks.length), unused,
        [...answers].map(({ timingsMs }) => timingsMs.total).sort((a, b) => a - b)[Math.floor(answers.length / 2)]?.toFixed(0) ?? '–',
      ],
      isRight: isInOrder && code === 0 && errors.length === 0 && exact === citations.length && marks.every(Boolean) && unused === 0,
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const columns = ['set', 'files', 'questions', 'lines', 'errors', 'exit code', 'answered', 'generated', 'citations', 'quotes exact', 'marks resolved', 'citations without mark', 'median, ms']
console.log(`| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|`)
for (const name of named.length > 0 ? named : DEFAULT_SETS) {
  const { row, isRight } = await measure(name)
  console.log(`| ${row.join(' | ')} |`)
  if (!isRight) process.exitCode = 1
}
