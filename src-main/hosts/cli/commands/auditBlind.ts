import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline'
import type { AuditGrade, BlindItem, BlindReport } from '../../../../src-shared/domain/blindAudit.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../../core/Engine.ts'
import { parseGrades } from '../../../core/audit/blind/parseGrades.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { CommandContext } from '../Command.ts'
import { describeAnchor } from '../describeAnchor.ts'
import { oneLine } from '../describeAnswer.ts'
import { wholeNumber, wrongUsage } from '../wrongUsage.ts'

export async function sample({ options, output, signal, openEngine }: CommandContext): Promise<undefined> {
  const size = wholeNumber('audit', '--n', options['n'] ?? '50', { min: 1, max: 100_000 }) ?? 50
  const seed = wholeNumber('audit', '--seed', options['seed'], { min: 0, max: 2 ** 31 })
  const compare = options['compare'] as string | undefined
  const drawn = await (await openEngine()).blindAudit.sample({ size, ...(seed === undefined ? {} : { seed }), ...(compare === undefined ? {} : { compare }) }, { signal, onNote: output.note })
  output.result(drawn, () => [...drawn.items.map(describeItem), `Sample ${drawn.sampleId}: ${drawn.items.length} answers. Grade them with: audit grade`].join('\n\n'))
  return undefined
}

export async function grade(context: CommandContext, file: string | undefined): Promise<undefined> {
  const { options, output, openEngine } = context
  const grader = options['grader'] as string | undefined ?? userInfo().username
  const sampleId = options['sample'] as string | undefined
  const engine = await openEngine()
  const grades = file === undefined ? undefined : parseGrades(await readGrades(file))
  const result = grades === undefined ? await gradeByHand(context, engine, grader, sampleId) : engine.blindAudit.grade(grader, grades, sampleId)
  output.result({ ...result, grader }, () => `${result.graded} graded by ${grader}, ${result.remaining} left.`)
  return undefined
}

export async function report({ options, output, openEngine }: CommandContext): Promise<undefined> {
  const made = (await openEngine({ readOnly: true })).blindAudit.report(options['sample'] as string | undefined)
  output.result(made, () => describeReport(made))
  return undefined
}

async function readGrades(file: string): Promise<string> {
  try {
    return await readFile(fromCaller(file), 'utf8')
  } catch (cause) {
    throw new AppError('NOT_FOUND', `The grades ${fromCaller(file)} could not be read.`, { cause })
  }
}

const KEYS: Readonly<Record<string, AuditGrade>> = { 1: 'useful', 2: 'partly', 3: 'wrong' }

/** One answer after another: 1, 2 or 3, then a reason if there is one; an empty line leaves it for later, q ends. Each grade is kept at once. */
async function gradeByHand({ output, signal }: CommandContext, engine: Engine, grader: string, sampleId: string | undefined) {
  if (!process.stdin.isTTY || output.isJson) throw wrongUsage('audit', 'Grading by hand needs a terminal; or name a file of grades, one {"itemId", "grade"} a line.')
  const pending = engine.blindAudit.pending(grader, sampleId)
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const ask = (question: string) => new Promise<string>((resolve) => { lines.question(question, { signal }, (answer) => resolve(answer.trim())) })
  let graded = 0
  try {
    for (const [index, item] of pending.items.entries()) {
      output.note(`\n${index + 1} of ${pending.items.length}\n${describeItem(item)}`)
      const [key = '', ...words] = (await ask('1 useful, 2 partly, 3 wrong, then a reason; empty: later; q: end > ')).split(/\s+/)
      if (key === 'q') break
      const given = KEYS[key]
      if (given === undefined) continue
      engine.blindAudit.grade(grader, [{ itemId: item.itemId, grade: given, ...(words.length === 0 ? {} : { reason: words.join(' ') }) }], pending.sampleId)
      graded++
    }
  } finally {
    lines.close()
  }
  return { sampleId: pending.sampleId, graded, remaining: pending.items.length - graded }
}

function describeItem({ itemId, question, text, sources }: BlindItem): string {
  return [`${itemId}  ${question}`, text, ...sources.map(({ n, path, anchor, quote }) => `  [${n}] ${path}, ${describeAnchor(anchor)}: “${oneLine(quote)}”`)].join('\n')
}

const CAUSES: Readonly<Record<BlindReport['failures'][number]['cause'], string>> = {
  fileNotRead: 'file not read', staleIndex: 'stale index', chunkCutBadly: 'chunk cut badly', metadataMissing: 'metadata missing', notRetrieved: 'not retrieved', contextCut: 'context cut',
  notSelected: 'read but not chosen', unsupportedSentence: 'unsupported sentence', wronglyRefused: 'wrongly refused', wronglyAnswered: 'should have been refused',
}

function describeReport({ sampleId, items, arms, agreement, failures, questionSet }: BlindReport): string {
  const percent = (value: number) => `${Math.round(value * 100)} %`
  return [
    `Sample ${sampleId}, ${items} answers`,
    ...arms.map(({ arm, configuration, graded, grades }) => `${arm} (${configuration}), ${graded} graded: ${Object.entries(grades).map(([name, { count, share, low, high }]) => `${name} ${count} = ${percent(share)} (${percent(low)} to ${percent(high)})`).join(', ')}`),
    ...(agreement === undefined ? [] : [`${agreement.graders.join(' and ')} agree on ${agreement.same} of ${agreement.items}; kappa ${agreement.kappa.toFixed(2)}`]),
    ...failures.flatMap(({ cause, items: failed }) => [`${CAUSES[cause]}: ${failed.length}`, ...failed.map(({ question, grade: given, evidence }) => `  ${given}: ${question}\n    ${evidence}`)]),
    `What is known to be right is kept as the question set “${questionSet}”.`,
  ].join('\n')
}

