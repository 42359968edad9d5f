import { sourceLine, VERDICT_NOTES, type AnswerReport } from './answerReport.ts'

/** CommonMark with footnotes (`[^1]`, as Pandoc and GitHub read them). Nothing of a document can become markup. */
export function reportToMarkdown(report: AnswerReport): string {
  const paragraphs = report.paragraphs.map((runs) => runs.map((run) => (run.kind === 'mark' ? `[^${run.n}]` : escapeMarkdown(run.text) + VERDICT_NOTES[run.verdict])).join(''))
  const notes = report.notes.map((note) => `[^${note.n}]: ${escapeMarkdown(sourceLine(note))}: “${escapeMarkdown(note.quote)}”`)
  const facts = report.facts.map(([label, value]) => `- ${label}: ${escapeMarkdown(value)}`)
  const files = report.notes.map((note) => `- ${note.n}: ${escapeMarkdown(note.path)} (SHA-256 ${note.sha256})`)
  return [
    `# ${escapeMarkdown(report.question)}`, ...paragraphs, ...report.warnings.map((warning) => `> ${escapeMarkdown(warning)}`), ...notes,
    ...(files.length === 0 ? [] : ['## Files', files.join('\n')]), '## About this answer', facts.join('\n'),
  ].join('\n\n') + '\n'
}

/** One line without active characters. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~!&]/g, '\\$&').replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2')
}
