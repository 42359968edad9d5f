import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { Anchor } from '../../../src-shared/domain/anchor.ts'
import type { Answer, Verdict } from '../../../src-shared/domain/answer.ts'
import { describeMasked } from '../../../src-shared/domain/privacy.ts'
import { parseMarks, unescapeMarks } from '../answering/marks.ts'

/** A piece of a paragraph: words, or the mark of a note. */
export type ReportRun =
  | { readonly kind: 'text'; readonly text: string; readonly verdict: Verdict }
  | { readonly kind: 'mark'; readonly n: number }

export interface ReportNote {
  readonly n: number
  readonly quote: string
  /** File name. */
  readonly name: string
  readonly path: string
  /** What a person would call the place: `page 3`, `Sheet1 B4:D9`. */
  readonly place: string
  readonly sha256: string
  /** Set when the file is no longer what was read. */
  readonly staleness?: string
}

/** An answer as every export shows it: plain data without markup. */
export interface AnswerReport {
  readonly question: string
  readonly paragraphs: readonly (readonly ReportRun[])[]
  readonly notes: readonly ReportNote[]
  readonly warnings: readonly string[]
  /** Label and value of what is needed to trace the answer. */
  readonly facts: readonly (readonly [label: string, value: string])[]
}

/** What one export holds: an answer, or a thread of them whose notes are numbered through. */
export interface Report {
  readonly title: string
  readonly answers: readonly AnswerReport[]
}

/** Said beside a sentence that its sources do not carry, so that it cannot pass as supported on paper either. */
export const VERDICT_NOTES: Readonly<Record<Verdict, string>> = { supported: '', weak: ' (weakly supported)', unsupported: ' (not supported by a source)' }

export function answerReport(answer: Answer): AnswerReport {
  return {
    question: answer.question,
    paragraphs: paragraphsOf(answer),
    notes: answer.citations.map(({ n, quote, path, anchor, sha256, stale }) => ({
      n, quote, path, name: fileName(path), place: describePlace(anchor), sha256,
      ...(stale === false ? {} : { staleness: stale === 'missing' ? 'The file is no longer there.' : 'The file changed after it was read.' }),
    })),
    warnings: answer.warnings.map(({ message }) => message),
    facts: [
      ...(answer.asked === undefined ? [] : [['Asked', answer.asked] as const]),
      ...(answer.rewritten === undefined ? [] : [['Searched for', answer.rewritten] as const]),
      ['Answered', answer.mode === 'generated' ? `by ${answer.model?.name ?? 'a chat model'}, each sentence checked against its source` : 'by quotes, word for word'],
      ['Grade', `${answer.grade}, confidence ${Math.round(answer.confidence * 100)} %`],
      ...(answer.masked === undefined ? [] : [['Personal data', describeMasked(answer.masked) === '' ? 'masked; none was found' : `masked: ${describeMasked(answer.masked)}`] as const]),
      ['Audit entry', `${answer.audit.sequence}, ${answer.audit.hash}`],
      ['Configuration', answer.config.fingerprint],
    ],
  }
}

/** Each answer under its question; one answer alone has its question as the title. Notes are numbered through, or two answers would both have a note 1. */
export function reportOf(answers: readonly Answer[], title = answers[0]?.question ?? ''): Report {
  let before = 0
  return {
    title,
    answers: answers.map((answer) => {
      const shifted = shiftNotes(answerReport(answer), before)
      before = Math.max(before, ...shifted.notes.map(({ n }) => n))
      return shifted
    }),
  }
}

/** Whether the answers need their questions as headings below the title. */
export function hasHeadings({ title, answers }: Report): boolean {
  return answers.length !== 1 || answers[0]?.question !== title
}

function shiftNotes(report: AnswerReport, by: number): AnswerReport {
  return {
    ...report, notes: report.notes.map((note) => ({ ...note, n: note.n + by })),
    paragraphs: report.paragraphs.map((runs) => runs.map((run) => (run.kind === 'mark' ? { ...run, n: run.n + by } : run))),
  }
}

/** Paragraphs of the text; each sentence keeps its verdict. A text without sentences (nothing found) is one run. */
function paragraphsOf(answer: Answer): ReportRun[][] {
  if (answer.sentences.length === 0) return answer.text === '' ? [] : answer.text.split(/\n{2,}/).map((text) => runsOf(text, 'supported'))
  const begins = answer.text.indexOf(answer.sentences[0]?.text ?? '')
  // What stands before the first sentence says that nothing was found.
  const paragraphs: ReportRun[][] = begins > 0 ? [runsOf(answer.text.slice(0, begins).trim(), 'supported')] : []
  let from = Math.max(0, begins)
  if (begins > 0) paragraphs.push([])
  for (const sentence of answer.sentences) {
    const at = answer.text.indexOf(sentence.text, from)
    const gap = answer.text.slice(from, Math.max(from, at))
    if (paragraphs.length === 0 || gap.includes('\n\n')) paragraphs.push([])
    const paragraph = paragraphs.at(-1) ?? []
    if (paragraph.length > 0) paragraph.push({ kind: 'text', text: ' ', verdict: 'supported' })
    paragraph.push({ kind: 'text', text: unescapeMarks(sentence.text), verdict: sentence.verdict }, ...marksOf(sentence.citations))
    if (at >= 0) from = at + sentence.text.length
  }
  return paragraphs
}

/** A space between neighbouring marks, or 1 and 2 read as 12. */
function marksOf(citations: readonly number[]): ReportRun[] {
  return citations.flatMap((n, index): ReportRun[] => [...(index === 0 ? [] : [{ kind: 'text' as const, text: ' ', verdict: 'supported' as const }]), { kind: 'mark', n }])
}

function runsOf(text: string, verdict: Verdict): ReportRun[] {
  const runs: ReportRun[] = []
  let from = 0
  for (const mark of parseMarks(text)) {
    if (mark.start > from) runs.push({ kind: 'text', text: unescapeMarks(text.slice(from, mark.start)), verdict })
    runs.push({ kind: 'mark', n: mark.n })
    from = mark.end
  }
  if (from < text.length) runs.push({ kind: 'text', text: unescapeMarks(text.slice(from)), verdict })
  return runs
}

/** The place of a quote in the words of its kind of file. */
export function describePlace(anchor: Anchor): string {
  switch (anchor.kind) {
    case 'page': return `page ${anchor.page}`
    case 'image': return 'picture'
    case 'cells': return `${anchor.sheet} ${anchor.range}`
    case 'slide': return `slide ${anchor.slide}`
    case 'section': return [...anchor.headings, `paragraph ${anchor.paragraph}`].join(' › ')
    case 'lines': return anchor.startLine === anchor.endLine ? `line ${anchor.startLine}` : `lines ${anchor.startLine} to ${anchor.endLine}`
    case 'message': return [anchor.part, anchor.from, anchor.date].filter((part) => part !== undefined).join(', ')
    default: return anchor satisfies never
  }
}

/** The source line of a note. */
export function sourceLine({ name, place, staleness }: ReportNote): string {
  return [`${name}, ${place}`, staleness].filter((part) => part !== undefined).join('. ')
}
