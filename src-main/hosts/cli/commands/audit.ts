import type { AuditVerification } from '../../../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../../../src-shared/domain/ids.ts'
import type { Engine } from '../../../core/Engine.ts'
import type { Command, CommandContext } from '../Command.ts'
import { EXIT } from '../exitCode.ts'
import { grade, report, sample } from './auditBlind.ts'
import { wholeNumber, wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { limit: { type: 'string' }, reason: { type: 'string' }, n: { type: 'string' }, seed: { type: 'string' }, compare: { type: 'string' }, sample: { type: 'string' }, grader: { type: 'string' } },
  async run(context) {
    const [action = 'list', id] = context.positionals
    switch (action) {
      case 'list': return list(context)
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

async function show({ output, openEngine }: CommandContext, id: AnswerId | number): Promise<undefined> {
  const entry = (await openEngine({ readOnly: true })).audit.entry(id)
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
  const what = { altered: 'was altered', missing: 'is missing', truncated: 'is missing, and with it everything that came later' }[reason]
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
  output.result(result, () => `Entry ${result.sequence} is redacted: its content is gone, its hash stays, the chain is valid.`)
  return undefined
}

async function exportAll({ output, openEngine }: CommandContext): Promise<undefined> {
  const engine = await openEngine({ readOnly: true })
  const entries = allEntries(engine)
  output.result({ entries, verification: engine.audit.verify() }, () => entries.map((entry) => JSON.stringify(entry)).join('\n'))
  return undefined
}

/** Oldest first. */
function allEntries(engine: Engine) {
  return engine.audit.list({ limit: Number.MAX_SAFE_INTEGER }).map((summary) => engine.audit.entry(summary.sequence)).sort((left, right) => left.sequence - right.sequence)
}

/** An answer's id, or the number of its entry. */
function requireId(action: string, id: string | undefined): AnswerId | number {
  if (id === undefined) throw wrongUsage('audit', `Which entry? footnote audit ${action} ID`)
  return /^\d+$/.test(id) ? Number(id) : id as AnswerId
}
