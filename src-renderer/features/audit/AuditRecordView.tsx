import type { ReactNode } from 'react'
import type { AuditEntry } from '../../../src-shared/domain/audit.ts'
import { count, dayAndTime, duration } from '../../text/amounts.ts'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import { CandidateTable } from './CandidateTable.tsx'

/** The way of one question as a timeline: what was understood, found, read, written and checked, with what and how long. */
export function AuditRecordView({ entry }: { readonly entry: AuditEntry }) {
  const { record } = entry
  const analysis = Object.entries(record.analysis).flatMap(([name, value]): [string, string][] => {
    const words = inWords(value)
    return words === null ? [] : [[spelledOut(name), words]]
  })
  const times = Object.entries(text.audit.timingNames).map(([key, name]) => ({ name, ms: record.answer.timingsMs[key as keyof typeof text.audit.timingNames] }))
  return (
    <ol className="timeline" aria-label={text.audit.timeline}>
      <Step title={text.audit.asked} note={dayAndTime(record.asked)}><p className="timeline__question">{record.question}</p></Step>
      <Step title={text.audit.analysis}>
        {analysis.length === 0 ? <p>{text.audit.noAnalysis}</p> : <Pairs pairs={analysis} />}
        {Object.keys(record.analysis).length > analysis.length && <details className="fold fold--data"><summary>{text.audit.analysisDetails}</summary><pre>{JSON.stringify(record.analysis, null, 2)}</pre></details>}
      </Step>
      <Step title={text.audit.search} note={text.audit.candidates(record.candidates.length)}><CandidateTable candidates={record.candidates} /></Step>
      <Step title={text.audit.context} note={text.audit.contextBody(record.context.length)}>
        {record.context.map((block, index) => (
          <details key={index} className="fold"><summary>{index + 1} · {fileName(block.path)}, {text.library.unit.toLowerCase()} {block.unit}</summary><pre>{block.text}</pre></details>
        ))}
      </Step>
      <Step title={text.audit.prompt}>
        {record.prompt === null ? <p>{text.audit.noPrompt}</p> : record.prompt.map((message, index) => <details key={index} className="fold"><summary>{message.role}</summary><pre>{message.content}</pre></details>)}
        {record.rawOutput !== null && <details className="fold"><summary>{text.audit.rawOutput}</summary><pre>{record.rawOutput}</pre></details>}
      </Step>
      <Step title={text.audit.verdicts}>
        <ul className="verdicts">
          {record.answer.sentences.map((sentence, index) => (
            <li key={index}><span className={sentence.verdict === 'supported' ? 'tag tag--accent' : 'tag tag--warn'}>{text.audit.verdictWords[sentence.verdict]}</span> <span>{sentence.text}{sentence.reason !== undefined && <em> {sentence.reason}</em>}</span></li>
          ))}
        </ul>
      </Step>
      <Step title={text.audit.timings} note={duration(record.answer.timingsMs.total)}>
        <Pairs pairs={times.filter(({ ms }) => ms > 0).map(({ name, ms }) => [name, duration(ms)])} />
      </Step>
      <Step title={text.audit.made} note={text.audit.entry(entry.sequence)}>
        <Pairs
          pairs={[
            [text.audit.embedding, `${record.embedding.model} · ${record.embedding.fingerprint}`],
            [text.audit.model, record.model === null ? text.modes.evidence : `${record.model.name} · ${text.models.context(record.model.contextTokens)} · ${record.model.sha256}`],
            [text.audit.config, record.config.fingerprint], [text.audit.hash, entry.hash], [text.audit.previousHash, entry.previousHash],
          ]}
        />
        <p className="timeline__tokens">{record.answer.usage.promptTokens > 0 ? `${count(record.answer.usage.promptTokens)} + ${count(record.answer.usage.completionTokens)} tokens` : ''}</p>
      </Step>
    </ol>
  )
}

function Step({ title, note, children }: { readonly title: string; readonly note?: string; readonly children: ReactNode }) {
  return (
    <li className="timeline__step">
      <h3>{title}{note !== undefined && <small>{note}</small>}</h3>
      {children}
    </li>
  )
}

function Pairs({ pairs }: { readonly pairs: readonly (readonly [string, string])[] }) {
  return <dl className="pairs">{pairs.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
}

/** A plain value, or a list of them, as a person reads it; null for what only a machine reads. */
function inWords(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : null
  if (typeof value === 'string' || typeof value === 'number') return value === '' ? null : String(value)
  return Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string' || typeof part === 'number') ? value.join(', ') : null
}

/** `documentsInScope` as `documents in scope`. */
function spelledOut(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
