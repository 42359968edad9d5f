import type { AnswerReport, Report, ReportRun } from '../../core/exports/answerReport.ts'
import { hasHeadings, sourceLine, VERDICT_NOTES } from '../../core/exports/answerReport.ts'

/** A Word file whose notes are Word's own footnotes, so that they stay with their marks when the text is edited or copied. */
export async function writeAnswerDocx(report: Report): Promise<Uint8Array> {
  const { Document, FootnoteReferenceRun, HeadingLevel, Packer, Paragraph, TextRun } = await import('docx')
  const runs = (paragraph: readonly ReportRun[]) => paragraph.map((run) => (run.kind === 'mark'
    ? new FootnoteReferenceRun(run.n)
    : new TextRun({ text: plain(run.text) + VERDICT_NOTES[run.verdict], italics: run.verdict !== 'supported' })))
  const notes = report.answers.flatMap((answer) => answer.notes)
  const isHeaded = hasHeadings(report)
  const heading = (text: string) => new Paragraph({ text: plain(text), heading: HeadingLevel.HEADING_2 })
  const body = ({ question, paragraphs, warnings }: AnswerReport) => [
    ...(isHeaded ? [heading(question)] : []),
    ...paragraphs.map((paragraph) => new Paragraph({ children: runs(paragraph), spacing: { after: 160 } })),
    ...warnings.map((warning) => new Paragraph({ children: [new TextRun({ text: plain(warning), italics: true })] })),
  ]
  const about = ({ question, facts }: AnswerReport) => [
    heading(isHeaded ? `About the answer to “${question}”` : 'About this answer'),
    ...facts.map(([label, value]) => new Paragraph({ children: [new TextRun({ text: `${label}: `, bold: true, size: 18 }), new TextRun({ text: plain(value), size: 18 })] })),
  ]
  const footnotes = Object.fromEntries(notes.map((note) => [note.n, {
    children: [new Paragraph({ children: [new TextRun({ text: `${plain(sourceLine(note))}: `, bold: true }), new TextRun(`“${plain(note.quote)}”`)] })],
  }]))
  const document = new Document({
    title: plain(report.title), creator: 'Footnote', footnotes,
    sections: [{
      children: [
        new Paragraph({ text: plain(report.title), heading: HeadingLevel.HEADING_1 }),
        ...report.answers.flatMap(body),
        ...(notes.length === 0 ? [] : [heading('Files')]),
        ...notes.map((note) => new Paragraph({ children: [new TextRun({ text: `${note.n}. ${plain(note.path)} (SHA-256 ${note.sha256})`, size: 16 })] })),
        ...report.answers.flatMap(about),
      ],
    }],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}

/** XML 1.0 holds no control characters; a Word file with one does not open. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '').replaceAll(/\s+/g, ' ')
}
