import { hasHeadings, sourceLine, VERDICT_NOTES, type AnswerReport, type Report } from './answerReport.ts'

/** No script, no request: the page also opens from a mail or a stick. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"
const STYLE = 'body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1b1f;background:#fff}h1{font-size:1.4rem}h2{font-size:1rem;margin-top:2.5rem}'
  + 'sup a{text-decoration:none}blockquote{margin:.25rem 0 1rem;padding-left:.75rem;border-left:3px solid #c9c9d2;white-space:pre-wrap}.source{font-weight:600}.hash,.facts{font-size:.8rem;color:#5b5b66;overflow-wrap:anywhere}'
  + '.weak,.unsupported{text-decoration:underline dotted}.warning{padding:.5rem .75rem;border-left:3px solid #b8860b}@media(prefers-color-scheme:dark){body{color:#e8e8ee;background:#17171b}.hash,.facts{color:#a0a0ac}a{color:#9db8ff}}'

/** One HTML file that stands alone. All text is escaped; marks and notes link to each other. */
export function reportToHtml(report: Report): string {
  const firstUse = new Set<number>()
  const mark = (n: number) => {
    const id = firstUse.has(n) ? '' : ` id="mark-${n}"`
    firstUse.add(n)
    return `<sup${id}><a href="#note-${n}" aria-label="Note ${n}">${n}</a></sup>`
  }
  const isHeaded = hasHeadings(report)
  const heading = (level: string, text: string) => `<${level}>${escapeHtml(text)}</${level}>`
  const paragraphsOf = ({ paragraphs }: AnswerReport) => paragraphs.map((runs) => `<p>${runs.map((run) => (run.kind === 'mark' ? mark(run.n) : run.verdict === 'supported' ? escapeHtml(run.text) : `<span class="${run.verdict}">${escapeHtml(run.text)}</span>${VERDICT_NOTES[run.verdict]}`)).join('')}</p>`)
  const notes = report.answers.flatMap((answer) => answer.notes).map((note) => `<li id="note-${note.n}" value="${note.n}"><span class="source">${escapeHtml(sourceLine(note))}</span> <a href="#mark-${note.n}" aria-label="Back to the text">↩</a><blockquote>${escapeHtml(note.quote)}</blockquote><div class="hash">${escapeHtml(note.path)} · SHA-256 ${note.sha256}</div></li>`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>${escapeHtml(report.title)}</title><style>${STYLE}</style></head>
<body>${heading('h1', report.title)}
${report.answers.map((answer) => [
  ...(isHeaded ? [heading('h2', answer.question)] : []), ...paragraphsOf(answer), ...answer.warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`),
].join('\n')).join('\n')}
${notes.length === 0 ? '' : `<h2>Sources</h2><ol>${notes.join('\n')}</ol>`}
${report.answers.map((answer) => `${heading('h2', isHeaded ? `About the answer to “${answer.question}”` : 'About this answer')}<dl class="facts">${answer.facts.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`).join('\n')}
</body></html>
`
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}
