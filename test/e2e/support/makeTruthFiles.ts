import { utils, write } from '@e965/xlsx'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import { Document, Packer, Paragraph } from 'docx'
import PDFDocument from 'pdfkit'
import { fileURLToPath } from 'node:url'
import { makePackage, relationships, shape } from '../../integration/reading/makeFiles.ts'
import type { MadeFile } from './makeDocuments.ts'

/** A word of the scan and where it was drawn, as shares of its page. */
export interface DrawnWord {
  readonly text: string
  readonly page: number
  readonly x: number
  readonly y: number
}

export interface TruthFiles {
  readonly files: readonly MadeFile[]
  /** Names of the documents that hold the facts: files, and one that is attached to a mail. */
  readonly sources: readonly string[]
  /** One question a fact; every fact has names of its own. */
  readonly questions: readonly string[]
  /** Paragraphs as they were written, by file name: what a text view must show under its marks. */
  readonly paragraphs: Readonly<Record<string, readonly string[]>>
  /** Cells as they were written: `A2` and its text. */
  readonly cells: ReadonlyMap<string, string>
  readonly drawn: readonly DrawnWord[]
}

const TOWNS = ['Arnhem', 'Bergen', 'Cardiff', 'Delft', 'Evora', 'Florence', 'Ghent', 'Haarlem', 'Innsbruck', 'Jena', 'Krakow', 'Lisbon', 'Malmo', 'Nantes', 'Oporto', 'Parma', 'Quimper', 'Rennes', 'Siena', 'Tartu', 'Uppsala', 'Verona', 'Warsaw', 'Ypres', 'Zadar', 'Aarhus', 'Bruges', 'Coimbra', 'Dresden', 'Espoo', 'Faro', 'Graz', 'Hamar', 'Imola', 'Jihlava', 'Kiel', 'Lucca', 'Mainz', 'Narvik', 'Olomouc', 'Pisa', 'Quedlinburg', 'Ravenna', 'Salzburg', 'Trento', 'Ulm', 'Viseu', 'Worms', 'Xanthi', 'Yverdon', 'Zwolle', 'Aveiro', 'Brno', 'Chartres', 'Deventer', 'Esslingen', 'Fulda', 'Gouda', 'Hasselt', 'Ieper']
const THINGS = ['bell', 'crane', 'organ', 'bridge', 'fountain', 'press'] as const
const FACTS_A_FILE = 9
const weight = (index: number) => 1200 + index * 37

/** Seven files, nine facts each: text PDF, scanned PDF, Word, workbook, slides, mail, and six in a Word file attached to a mail. Small, made here, the same every time. */
export async function makeTruthFiles(): Promise<TruthFiles> {
  const facts = TOWNS.map((town, index) => ({ town, thing: THINGS[index % THINGS.length] ?? 'bell', kilograms: weight(index), kind: Math.floor(index / FACTS_A_FILE) }))
  const sentences = facts.map(({ town, thing, kilograms }) => `The great ${thing} of ${town} was weighed in the spring of that year, and it weighs exactly ${kilograms} kilograms without its wooden frame and its ropes.`)
  const of = (kind: number) => sentences.filter((_, index) => facts[index]?.kind === kind)
  const padding = (index: number) => `Paragraph ${index + 1} of this report describes the route of the inspectors, the weather on that day and the people whom they met.`
  const withPadding = (kind: number) => of(kind).flatMap((sentence, index) => [padding(index), sentence])

  const cells = new Map<string, string>([['A1', 'Object'], ['B1', 'Town'], ['C1', 'Kilograms']])
  facts.filter(({ kind }) => kind === 3).forEach(({ thing, town, kilograms }, index) => {
    cells.set(`A${index + 2}`, `great ${thing}`).set(`B${index + 2}`, town).set(`C${index + 2}`, String(kilograms))
  })
  const scan = await drawScan(of(1))
  const file = (name: string, mimeType: string, bytes: Uint8Array): MadeFile => ({ name, mimeType, buffer: Buffer.from(bytes) })
  return {
    questions: facts.map(({ thing, town }) => `How many kilograms does the great ${thing} of ${town} weigh?`), cells, drawn: scan.drawn,
    paragraphs: { 'inspection.docx': withPadding(2), 'slides.pptx': withPadding(4), 'letter.eml': withPadding(5), 'enclosure.docx': withPadding(6) },
    sources: ['report.pdf', 'scan.pdf', 'inspection.docx', 'weights.xlsx', 'slides.pptx', 'letter.eml', 'enclosure.docx'],
    files: [
      file('report.pdf', 'application/pdf', await makeTextPdf(withPadding(0))),
      file('scan.pdf', 'application/pdf', scan.bytes),
      file('inspection.docx', WORD, await makeWord(withPadding(2))),
      file('weights.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', makeWorkbook(cells)),
      file('slides.pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', makeSlides(withPadding(4))),
      file('letter.eml', 'message/rfc822', Buffer.from([...MAIL_HEADER, 'Subject: Weights', 'Content-Type: text/plain; charset=utf-8', '', ...withPadding(5).flatMap((text) => [text, '']), ''].join('\r\n'))),
      file('cover.eml', 'message/rfc822', makeMail('enclosure.docx', await makeWord(withPadding(6)))),
    ],
  }
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const MAIL_HEADER = ['From: Ada <ada@example.org>', 'To: Ben <ben@example.org>', 'Date: Tue, 9 Jan 2024 08:12:00 +0000', 'MIME-Version: 1.0']

async function makeWord(paragraphs: readonly string[]): Promise<Uint8Array> {
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children: paragraphs.map((text) => new Paragraph(text)) }] })))
}

/** A mail that says nothing itself; what is asked for stands in its attachment. */
function makeMail(name: string, attachment: Uint8Array): Uint8Array {
  const encoded = Buffer.from(attachment).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  return Buffer.from([
    ...MAIL_HEADER, 'Subject: As promised', 'Content-Type: multipart/mixed; boundary="part"', '', '--part', 'Content-Type: text/plain; charset=utf-8', '', 'Please see the enclosure.', '',
    '--part', `Content-Type: ${WORD}; name="${name}"`, 'Content-Transfer-Encoding: base64', `Content-Disposition: attachment; filename="${name}"`, '', encoded, '--part--', '',
  ].join('\r\n'))
}

async function makeTextPdf(paragraphs: readonly string[]): Promise<Uint8Array> {
  const pdf = new PDFDocument({ size: 'A4', margin: 84 })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve))
  pdf.font('Times-Roman').fontSize(12)
  for (const [index, paragraph] of paragraphs.entries()) {
    if (index === 6) pdf.addPage()
    pdf.text(paragraph, { lineGap: 3 }).moveDown(0.8)
  }
  pdf.end()
  await ended
  return new Uint8Array(Buffer.concat(parts))
}

const SCAN = { width: 1240, height: 1754, margin: 150, size: 34, line: 58 } as const

/** Pictures of printed pages in a PDF without any text; where each word was drawn is kept. */
async function drawScan(paragraphs: readonly string[]): Promise<{ bytes: Uint8Array; drawn: DrawnWord[] }> {
  GlobalFonts.registerFromPath(fileURLToPath(new URL('../../../node_modules/pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf', import.meta.url)), 'Liberation Sans')
  const drawn: DrawnWord[] = []
  const pdf = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve))
  for (const [page, lines] of [paragraphs.slice(0, 5), paragraphs.slice(5)].entries()) {
    const canvas = createCanvas(SCAN.width, SCAN.height)
    const context = canvas.getContext('2d')
    context.fillStyle = 'white'
    context.fillRect(0, 0, SCAN.width, SCAN.height)
    context.fillStyle = 'black'
    context.font = `${SCAN.size}px Liberation Sans`
    const space = context.measureText(' ').width
    let y = SCAN.margin
    for (const paragraph of lines) {
      let x: number = SCAN.margin
      for (const word of paragraph.split(' ')) {
        const { width } = context.measureText(word)
        if (x + width > SCAN.width - SCAN.margin) {
          x = SCAN.margin
          y += SCAN.line
        }
        context.fillText(word, x, y)
        drawn.push({ text: word, page: page + 1, x: (x + width / 2) / SCAN.width, y: (y - SCAN.size * 0.3) / SCAN.height })
        x += width + space
      }
      y += SCAN.line * 2
    }
    pdf.addPage({ size: 'A4', margin: 0 }).image(await canvas.encode('png'), 0, 0, { width: 595.28, height: 841.89 })
  }
  pdf.end()
  await ended
  return { bytes: new Uint8Array(Buffer.concat(parts)), drawn }
}

function makeWorkbook(cells: ReadonlyMap<string, string>): Uint8Array {
  const sheet = utils.aoa_to_sheet([])
  utils.sheet_add_aoa(sheet, [], { origin: 'A1' })
  for (const [place, text] of cells) sheet[place] = /^\d+$/.test(text) ? { t: 'n', v: Number(text) } : { t: 's', v: text }
  sheet['!ref'] = `A1:C${FACTS_A_FILE + 1}`
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, 'Weights')
  return new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
}

function makeSlides(paragraphs: readonly string[]): Uint8Array {
  const slides = paragraphs.map((text, index) => [`slides/slide${index + 1}.xml`, `<p:sld><p:cSld><p:spTree>${shape(`Slide ${index + 1}`, 'title', 'Title')}${shape(text)}</p:spTree></p:cSld></p:sld>`] as const)
  return makePackage('ppt/presentation.xml', {
    'ppt/presentation.xml': `<p:presentation><p:sldIdLst>${slides.map((_, index) => `<p:sldId id="${index + 1}" r:id="r${index + 1}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(slides.map(([name], index) => [`r${index + 1}`, 'slide', name] as const)),
    ...Object.fromEntries(slides.map(([name, xml]) => [`ppt/${name}`, xml])),
  })
}
