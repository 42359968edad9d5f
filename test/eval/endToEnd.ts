/**
 * `npm run eval:endtoend [SET…]`: the product as an outside program sees it. Adds the documents of a development set through the command line,
 * asks every question of its `qa.jsonl` with `ask --batch`, and reads nothing but the JSON that comes back. Sets lie in `../shared/data`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../../src-shared/domain/answer.ts'
import type { AddResult, DocumentReport } from '../../src-shared/domain/document.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const data = process.env['FOOTNOTE_DATA'] ?? path.join(root, '..', 'shared', 'data')

interface Question {
  readonly id: string
  readonly docs: readonly string[]
  readonly question: string
  readonly answer: string
  readonly evidence: readonly { readonly doc: string; readonly page: number | null }[]
}

function cli(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '-s', 'cli', '--', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
    child.on('close', (code) => { if (code === 0) resolve(out); else reject(new Error(`footnote ${args[0] ?? ''} ended with ${code}`)) })
  })
}

/** Lower case, without punctuation and articles: the normalisation of SQuAD's own evaluation script. */
function normalise(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}. ]+/gu, ' ').replace(/\b(a|an|the)\b/g, ' ').replace(/\s+/g, ' ').trim()
}

/** Share of the reference's content words that stand in the answer: long references are never contained word for word. */
function wordRecall(answer: string, reference: string): number {
  const words = new Set(normalise(answer).split(' '))
  const wanted = normalise(reference.replace(/SOURCE(\(S\))?:.*$/gms, '')).split(' ').filter((word) => word.length > 3 || /\d/.test(word))
  return wanted.length === 0 ? 1 : wanted.filter((word) => words.has(word)).length / wanted.length
}

const mean = (values: readonly number[]) => (values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length)

async function measure(set: string): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), `footnote-${set}-`))
  try {
    const questions = readFileSync(path.join(data, set, 'qa.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Question)
    const added = JSON.parse(await cli(['add', path.join(data, set, 'docs'), '--data-dir', dataDir, '--json'])) as AddResult
    const batch = path.join(dataDir, 'batch.jsonl')
    writeFileSync(batch, questions.map(({ id, question }) => JSON.stringify({ id, question })).join('\n'))
    const answers = new Map((await cli(['ask', '--batch', batch, '--data-dir', dataDir, '--json'])).trim().split('\n').map((line) => { const answer = JSON.parse(line) as Answer & { id: string }; return [answer.id, answer] }))
    const found = JSON.parse(`[${(await cli(['search', '--batch', batch, '--k', '10', '--data-dir', dataDir, '--json'])).trim().split('\n').join(',')}]`) as readonly (Pick<Answer, 'passages'> & { id: string })[]
    const passagesOf = new Map(found.map((line) => [line.id, line.passages]))

    const units = new Map<string, DocumentReport>()
    for (const id of new Set([...answers.values()].flatMap((answer) => answer.citations.map(({ documentId }) => documentId)))) units.set(id, JSON.parse(await cli(['documents', id, '--units', '--text', '--data-dir', dataDir, '--json'])) as DocumentReport)

    const at = (k: number, isPage: boolean) => mean(questions.filter(({ evidence }) => !isPage || evidence.some(({ page }) => page !== null)).map(({ id, evidence }) => (
      (passagesOf.get(id) ?? []).slice(0, k).some((passage) => evidence.some(({ doc, page }) => path.basename(passage.path) === doc && (!isPage || page === passage.anchor.unit))) ? 1 : 0)))
    const cited = questions.flatMap(({ id, evidence }) => (answers.get(id)?.citations ?? []).map((citation) => ({ citation, evidence })))
    const answered = questions.filter(({ id }) => answers.get(id)?.status === 'answered')
    const hasPages = questions.some(({ evidence }) => evidence.some(({ page }) => page !== null))
    return {
      files: added.summary.files, chunks: added.summary.chunks, 'ingestion, s': added.summary.elapsedMs / 1000, questions: questions.length,
      'document@1': at(1, false), 'document@5': at(5, false), 'document@10': at(10, false),
      ...(hasPages ? { 'page@1': at(1, true), 'page@5': at(5, true), 'page@10': at(10, true) } : {}),
      answered: answered.length / questions.length,
      'answers containing the reference': mean(answered.map(({ id, answer }) => (normalise(answers.get(id)?.text ?? '').includes(normalise(answer)) ? 1 : 0))),
      'reference words in the answer': mean(answered.map(({ id, answer }) => wordRecall(answers.get(id)?.text ?? '', answer))),
      'citations in the right document': mean(cited.map(({ citation, evidence }) => (evidence.some(({ doc }) => doc === path.basename(citation.path)) ? 1 : 0))),
      ...(hasPages ? { 'citations on the right page': mean(cited.map(({ citation, evidence }) => (evidence.some(({ doc, page }) => doc === path.basename(citation.path) && page === citation.anchor.unit) ? 1 : 0))) } : {}),
      citations: cited.length,
      'quotes equal to the stored text': mean(cited.map(({ citation }) => (units.get(citation.documentId)?.units[citation.anchor.unit - 1]?.text?.slice(citation.anchor.charStart, citation.anchor.charEnd) === citation.quote ? 1 : 0))),
      'marks without citation': [...answers.values()].reduce((sum, { text, citations }) => sum + [...text.matchAll(/(?<!\\)\[(\d+)\]/g)].filter(([, n]) => !citations.some((citation) => citation.n === Number(n))).length, 0),
      'median answer, ms': [...answers.values()].map(({ timingsMs }) => timingsMs.total).sort((a, b) => a - b)[Math.floor(answers.size / 2)] ?? Number.NaN,
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const sets = process.argv.length > 2 ? process.argv.slice(2) : ['contoso_hr', 'docugami_sec10q']
const columns: [string, Record<string, number>][] = []
for (const set of sets) columns.push([set, await measure(set)])
const names = [...new Set(columns.flatMap(([, figures]) => Object.keys(figures)))]
console.log(`| measure | ${columns.map(([set]) => set).join(' | ')} |\n|---|${columns.map(() => '---').join('|')}|`)
for (const name of names) console.log(`| ${name} | ${columns.map(([, figures]) => { const value = figures[name]; return value === undefined ? '–' : Number.isInteger(value) ? value : value.toFixed(3) }).join(' | ')} |`)
