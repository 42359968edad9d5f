import PDFDocument from 'pdfkit'

type Options = ConstructorParameters<typeof PDFDocument>[0]

/** A PDF drawn by `draw`, as bytes. */
export function makePdf(draw: (pdf: PDFKit.PDFDocument) => void, options: Options = {}): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({ size: 'A4', margin: 50, ...options })
    const parts: Buffer[] = []
    pdf.on('data', (part: Buffer) => parts.push(part))
    pdf.on('end', () => { resolve(new Uint8Array(Buffer.concat(parts))) })
    pdf.on('error', reject)
    draw(pdf)
    pdf.end()
  })
}
