import { hasHeadings, sourceLine, VERDICT_NOTES, type AnswerReport, type Report } from './answerReport.ts'

/** CommonMark with footnotes (`[^1]`, as Pandoc and GitHub read them). Nothing of a document can become markup. */
export function reportToMarkdown(report: Report): string {
  const isHeaded = hasHeadings(report)
  const allNotes = report.answers.flatMap((answer) => answer.notes)
  const notes = allNotes.map((note) => `[^${note.n}]: ${escapeMarkdown(sourceLine(note))}: “${escapeMarkdown(note.quote)}”`)
  const files = allNotes.map((note) => `- ${note.n}: ${escapeMarkdown(note.path)} (SHA-256 ${note.sha256})`)
  return [
    `# ${escapeMarkdown(report.title)}`, ...report.answers.flatMap((answer) => [...(isHeaded ? [`## ${escapeMarkdown(answer.question)}`] : []), ...bodyOf(answer)]), ...notes,
    ...(files.length === 0 ? [] : ['## Files', files.join('\n')]),
    ...report.answers.flatMap((answer) => [isHeaded ? `## About the answer to “${escapeMarkdown(answer.question)}”` : '## About this answer', answer.facts.map(([label, value]) => `- ${label}: ${escapeMarkdown(value)}`).join('\n')]),
  ].join('\n\n') + '\n'
}

function bodyOf({ paragraphs, warnings }: AnswerReport): string[] {
  return [
    ...paragraphs.map((runs) => runs.map((run) => (run.kind === 'mark' ? `[^${run.n}]` : escapeMarkdown(run.text) + VERDICT_NOTES[run.verdict])).join('')),
    ...warnings.map((warning) => `> ${escapeMarkdown(warning)}`),
  ]
}

/** One line without active characters. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~!&]/g, '\\$&').replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2')
}
