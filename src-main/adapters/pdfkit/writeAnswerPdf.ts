import { hasHeadings, sourceLine, VERDICT_NOTES, type Report, type ReportRun } from '../../core/exports/answerReport.ts'

/** Font files (TrueType); absent: the standard fonts of PDF, which hold Western European letters only. */
export interface PdfFonts {
  readonly regular: string
  readonly bold: string
}

const SIZE = { title: 18, heading: 13, text: 11, note: 9, fact: 8 } as const

/** A PDF with selectable text: the answer with raised marks, then its notes with quotes. Links lead from each mark to its note. */
export async function writeAnswerPdf(report: Report, options: { readonly fonts?: PdfFonts; readonly created?: Date } = {}): Promise<Uint8Array> {
  const { default: PDFDocument } = await import('pdfkit')
  const document = new PDFDocument({
    size: 'A4', margin: 64, autoFirstPage: true, lang: 'en', pdfVersion: '1.7',
    info: { Title: oneLine(report.title), Producer: 'Footnote', Creator: 'Footnote', ...(options.created === undefined ? {} : { CreationDate: options.created }) },
  })
  const pieces: Uint8Array[] = []
  const finished = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (piece: Uint8Array) => pieces.push(piece))
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))))
    document.on('error', reject)
  })
  const { fonts } = options
  document.registerFont('regular', fonts?.regular ?? 'Helvetica').registerFont('bold', fonts?.bold ?? 'Helvetica-Bold')
  const written = (text: string) => (fonts === undefined ? westernOnly(oneLine(text)) : oneLine(text))

  document.font('bold').fontSize(SIZE.title).text(written(report.title)).moveDown(0.8)
  const isHeaded = hasHeadings(report)
  const notes = report.answers.flatMap((answer) => answer.notes)
  for (const answer of report.answers) {
    if (isHeaded) document.font('bold').fontSize(SIZE.heading).text(written(answer.question)).moveDown(0.4)
    for (const paragraph of answer.paragraphs) {
      writeParagraph(document, paragraph, written)
      document.moveDown(0.7)
    }
    document.font('regular').fontSize(SIZE.note)
    for (const warning of answer.warnings) document.text(written(warning)).moveDown(0.4)
  }
  if (notes.length > 0) document.moveDown(0.6).font('bold').fontSize(SIZE.text).text('Sources').moveDown(0.4)
  for (const note of notes) {
    document.font('bold').fontSize(SIZE.note).text(written(`${note.n}. ${sourceLine(note)}`), { destination: `note-${note.n}` })
    document.font('regular').text(written(`“${note.quote}”`), { indent: 12 })
    document.fontSize(SIZE.fact).fillColor('#5b5b66').text(written(`${note.path} · SHA-256 ${note.sha256}`), { indent: 12 }).fillColor('black').moveDown(0.5)
  }
  for (const answer of report.answers) {
    document.moveDown(0.6).font('bold').fontSize(SIZE.text).text(isHeaded ? written(`About the answer to “${answer.question}”`) : 'About this answer').moveDown(0.3).font('regular').fontSize(SIZE.fact)
    for (const [label, value] of answer.facts) document.text(written(`${label}: ${value}`))
  }
  document.end()
  return finished
}

function writeParagraph(document: PDFKit.PDFDocument, paragraph: readonly ReportRun[], written: (text: string) => string): void {
  for (const [index, run] of paragraph.entries()) {
    const continued = index < paragraph.length - 1
    if (run.kind === 'mark') document.font('bold').fontSize(SIZE.text * 0.65).text(String(run.n), { continued, goTo: `note-${run.n}`, baseline: -1, underline: false })
    else document.font('regular').fontSize(SIZE.text).text(written(run.text) + VERDICT_NOTES[run.verdict] + (run.text.endsWith(' ') ? ' ' : ''), { continued, goTo: null as never, baseline: 'top' })
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** What the standard fonts cannot draw becomes a question mark instead of a wrong letter. */
function westernOnly(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e\u00a0-\u00ff–—‘’“”•…€™]/gu, '?')
}
