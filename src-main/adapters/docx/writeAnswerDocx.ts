import type { AnswerReport, ReportRun } from '../../core/exports/answerReport.ts'
import { sourceLine, VERDICT_NOTES } from '../../core/exports/answerReport.ts'

/** A Word file whose notes are Word's own footnotes, so that they stay with their marks when the text is edited or copied. */
export async function writeAnswerDocx(report: AnswerReport): Promise<Uint8Array> {
  const { Document, FootnoteReferenceRun, HeadingLevel, Packer, Paragraph, TextRun } = await import('docx')
  const runs = (paragraph: readonly ReportRun[]) => paragraph.map((run) => (run.kind === 'mark'
    ? new FootnoteReferenceRun(run.n)
    : new TextRun({ text: plain(run.text) + VERDICT_NOTES[run.verdict], italics: run.verdict !== 'supported' })))
  const footnotes = Object.fromEntries(report.notes.map((note) => [note.n, {
    children: [new Paragraph({ children: [new TextRun({ text: `${plain(sourceLine(note))}: `, bold: true }), new TextRun(`“${plain(note.quote)}”`)] })],
  }]))
  const document = new Document({
    title: plain(report.question), creator: 'Footnote', footnotes,
    sections: [{
      children: [
        new Paragraph({ text: plain(report.question), heading: HeadingLevel.HEADING_1 }),
        ...report.paragraphs.map((paragraph) => new Paragraph({ children: runs(paragraph), spacing: { after: 160 } })),
        ...report.warnings.map((warning) => new Paragraph({ children: [new TextRun({ text: plain(warning), italics: true })] })),
        ...(report.notes.length === 0 ? [] : [new Paragraph({ text: 'Files', heading: HeadingLevel.HEADING_2 })]),
        ...report.notes.map((note) => new Paragraph({ children: [new TextRun({ text: `${note.n}. ${plain(note.path)} (SHA-256 ${note.sha256})`, size: 16 })] })),
        new Paragraph({ text: 'About this answer', heading: HeadingLevel.HEADING_2 }),
        ...report.facts.map(([label, value]) => new Paragraph({ children: [new TextRun({ text: `${label}: `, bold: true, size: 18 }), new TextRun({ text: plain(value), size: 18 })] })),
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
