import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditVerification } from '../../../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../../../src-shared/domain/ids.ts'
import type { Command, CommandContext } from '../Command.ts'
import { fromCaller } from '../callerDirectory.ts'
import { EXIT } from '../exitCode.ts'
import { grade, report, sample } from './auditBlind.ts'
import { wholeNumber, wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { limit: { type: 'string' }, output: { type: 'string', short: 'o' }, reason: { type: 'string' }, n: { type: 'string' }, seed: { type: 'string' }, compare: { type: 'string' }, sample: { type: 'string' }, grader: { type: 'string' } },
  async run(context) {
    const [action = 'list', id] = context.positionals
    switch (action) {
      case 'list': return list(context)
      case 'notes': return notes(context)
      case 'show': return show(context, requireId(action, id))
      case 'verify': return verify(context)
      case 'replay': return replay(context, requireId(action, id))
      case 'sample': return sample(context)
      case 'grade': return grade(context, id)
      case 'report': return report(context)
      case 'redact': return redact(context, requireId(action, id))
      case 'export': return exportAll(context)
      default: throw wrongUsage('audit', `There is no “audit ${action}”.`)
    }
  },
}

async function list({ options, output, openEngine }: CommandContext): Promise<undefined> {
  const limit = wholeNumber('audit', '--limit', options['limit'], { min: 1, max: 1_000_000 })
  const entries = (await openEngine({ readOnly: true })).audit.list(limit === undefined ? {} : { limit })
  output.result(entries, () => entries.map((entry) => `${entry.sequence}  ${entry.asked}  ${entry.answerId}  ${entry.grade.padEnd(7)}  ${entry.question}`).join('\n'))
  return undefined
}

async function notes({ output, openEngine }: CommandContext): Promise<undefined> {
  const found = (await openEngine({ readOnly: true })).audit.notes().map(({ sequence, note }) => ({ sequence, ...note }))
  output.result({ notes: found }, () => (found.length === 0 ? 'No decision, redaction or call of another program is in the log.' : found.map(({ sequence, at, event, detail }) => `${sequence}  ${at}  ${event}  ${NOTED.flatMap((key) => (detail[key] === undefined ? [] : [`${key} ${String(detail[key])}`])).join(', ')}`).join('\n')))
  return undefined
}

/** What of a note's detail is short enough for a line; `show` gives all of it. */
const NOTED = ['name', 'model', 'program', 'tool', 'sequence', 'answerId', 'questionSet', 'reason']

async function show({ output, openEngine }: CommandContext, id: AnswerId | number): Promise<undefined> {
  const { audit } = await openEngine({ readOnly: true })
  const entry = (typeof id === 'number' ? audit.note(id) : undefined) ?? audit.entry(id)
  output.result(entry, () => JSON.stringify(entry, null, 2))
  return undefined
}

async function verify({ output, openEngine }: CommandContext): Promise<number> {
  const verification = (await openEngine({ readOnly: true })).audit.verify()
  output.result(verification, () => verification.ok
    ? `${verification.entries} entries, none altered${verification.redacted === undefined ? '' : `, ${verification.redacted} redacted`}. Head: ${verification.head}`
    : describeBreak(verification))
  return verification.ok ? EXIT.done : EXIT.failedCheck
}

function describeBreak({ brokenAt, reason = 'altered' }: AuditVerification): string {
  const what = { altered: 'was altered', missing: 'is missing', unreadable: 'cannot be read, because audit.db is damaged there', truncated: 'is missing, and with it everything that came later' }[reason]
  return `Entry ${brokenAt ?? '?'} ${what}; the entries before it are intact.`
}

async function replay({ output, signal, openEngine }: CommandContext, id: AnswerId | number): Promise<undefined> {
  const engine = await openEngine()
  const answerId = typeof id === 'number' ? engine.audit.entry(id).record.answerId : id
  const result = await engine.audit.replay(answerId, signal)
  output.result(result, () => result.differences.length === 0 ? 'The same retrieval, context and answer.' : result.differences.map(({ stage, message }) => `${stage}: ${message}`).join('\n'))
  return undefined
}

async function redact({ options, output, openEngine }: CommandContext, id: AnswerId | number): Promise<undefined> {
  const reason = options['reason'] as string | undefined
  if (reason === undefined || reason.trim() === '') throw wrongUsage('audit', 'A redaction needs a reason: --reason TEXT.')
  const result = (await openEngine()).audit.redact(id, reason)
  output.result(result, () => `Entry ${result.sequence} is redacted${result.repetitions === 0 ? '' : `, with ${result.repetitions} that repeated it`}: its content is gone from log, thread and question sets, its hash stays, the chain is valid.`)
  return undefined
}

/** With `-o FOLDER`: signed, with the means to check it. Without: all entries as JSON. */
async function exportAll({ options, output, openEngine }: CommandContext): Promise<number> {
  const folder = options['output'] as string | undefined
  const engine = await openEngine({ readOnly: true })
  const verification = engine.audit.verify()
  if (folder === undefined) {
    const entries = [...engine.audit.stored()].map(({ content, ...entry }) => ({ ...entry, record: content === '' ? null : JSON.parse(content) as unknown }))
    output.result({ entries, verification }, () => entries.map((entry) => JSON.stringify(entry)).join('\n'))
    return EXIT.done
  }
  // A broken chain is exported as it is, for whoever has to look into it; the exit code says so.
  const { files, ...made } = engine.audit.exportSigned()
  const path = fromCaller(folder)
  await mkdir(path, { recursive: true })
  for (const { name, text } of files) await writeFile(join(path, name), text)
  output.result({ path, ...made, verification }, () => `${path}: ${made.entries} entries, head ${made.head}\nSigned with the key ${made.keyFingerprint}; tell that to whoever checks it. To check: node ${join(path, 'verify.mjs')}${verification.ok ? '' : `\n${describeBreak(verification)}`}`)
  return verification.ok ? EXIT.done : EXIT.failedCheck
}

/** An answer's id, or the number of its entry. */
function requireId(action: string, id: string | undefined): AnswerId | number {
  if (id === undefined) throw wrongUsage('audit', `Which entry? footnote audit ${action} ID`)
  return /^\d+$/.test(id) ? Number(id) : id as AnswerId
}
