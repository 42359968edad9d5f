/** Writes the sample library of a made-up company into `resources/sample/`; run once, its output is kept in the repository. */
import { createWriteStream, writeFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow } from 'docx'
import PDFDocument from 'pdfkit'
import { utils, write } from '@e965/xlsx'

const folder = new URL('../sample/', import.meta.url)

interface Section { readonly heading: string; readonly paragraphs: readonly string[]; readonly table?: readonly (readonly string[])[] }

const agreement: readonly (readonly Section[])[] = [
  [
    { heading: '1. Definitions', paragraphs: [
      'In this Agreement the following words have the meanings given here. “Borrower” means Lindqvist Marine Holding B.V., a company registered in Rotterdam. “Lender” means Noordzee Bank N.V. “Facility” means the term loan of EUR 48,000,000 made available under Clause 2.',
      '“Consolidated EBITDA” means the operating profit of the Group before interest, tax, depreciation and amortisation, adjusted for exceptional items. “Net Debt” means all financial indebtedness of the Group less cash and cash equivalents. “Test Date” means the last day of each financial quarter.',
    ] },
    { heading: '2. The Facility', paragraphs: [
      'The Lender makes available to the Borrower a term loan facility in an aggregate amount of EUR 48,000,000. The Facility is repaid in eight equal semi-annual instalments, the first of them on 30 June 2022. The final repayment date is 31 December 2025.',
      'The rate of interest is three-month EURIBOR plus a margin of 2.75 per cent a year. The margin falls to 2.25 per cent when Net Leverage has been below 2.50 to 1.00 on two consecutive Test Dates.',
    ] },
  ],
  [
    { heading: '21. Financial covenants', paragraphs: [] },
    { heading: '21.1 Financial definitions', paragraphs: ['“Net Leverage” means, on any Test Date, the ratio of Net Debt to Consolidated EBITDA for the Relevant Period. “Interest Cover” means the ratio of Consolidated EBITDA to net finance charges for the Relevant Period.'] },
    { heading: '21.2 Financial condition', paragraphs: [
      'The Borrower shall ensure that, on each Test Date falling after the Closing Date, the ratio of Net Debt to Consolidated EBITDA shall not exceed 3.50 to 1.00 in respect of the Relevant Period ending on that Test Date.',
      'The financial covenant set out above shall be tested by reference to each of the financial statements delivered under Clause 20.1 and each Compliance Certificate delivered under Clause 20.2.',
    ], table: [['Relevant Period ending', 'Net Leverage limit', 'Interest Cover floor'], ['31 December 2021', '4.25', '3.00'], ['31 December 2022', '3.75', '3.50'], ['31 December 2023 and after', '3.50', '4.00']] },
    { heading: '21.3 Equity cure', paragraphs: ['If the requirement of Clause 21.2 is not met, the Borrower may, no later than fifteen Business Days after the due date of the relevant Compliance Certificate, procure that New Shareholder Injections are received in an amount sufficient to ensure that the requirement would have been met. This right may be used twice during the life of the Facility.'] },
  ],
  [
    { heading: '24. Notices', paragraphs: ['Any notice under this Agreement is given in writing, in English, by courier or registered mail. A notice sent by e-mail alone is not valid. Notices to the Lender go to Noordzee Bank N.V., Loan Administration, Coolsingel 12, Rotterdam.'] },
    { heading: '25. Governing law', paragraphs: ['This Agreement is governed by the laws of the Netherlands. The courts of Rotterdam have exclusive jurisdiction over any dispute that arises from it.', 'Signed in Rotterdam on 14 June 2021 by Astrid Lindqvist for the Borrower and Pieter Vermeer for the Lender.'] },
  ],
]

async function writeAgreement(): Promise<void> {
  const pdf = new PDFDocument({ size: 'A4', margins: { top: 72, bottom: 60, left: 64, right: 64 }, info: { Title: 'Facility Agreement', Author: 'Noordzee Bank N.V.', CreationDate: new Date('2021-06-14T09:00:00Z') } })
  const out = createWriteStream(new URL('Facility Agreement.pdf', folder))
  pdf.pipe(out)
  agreement.forEach((sections, index) => {
    if (index > 0) pdf.addPage()
    for (const section of sections) {
      pdf.font('Helvetica-Bold').fontSize(13).text(section.heading).moveDown(0.5)
      for (const paragraph of section.paragraphs) pdf.font('Times-Roman').fontSize(11.5).text(paragraph, { align: 'left', lineGap: 3 }).moveDown(0.7)
      for (const [row, cells] of (section.table ?? []).entries()) {
        const y = pdf.y
        cells.forEach((cell, column) => { pdf.font(row === 0 ? 'Times-Bold' : 'Times-Roman').fontSize(11).text(cell, 64 + [0, 210, 340][column]!, y, { width: 130 + (column === 0 ? 70 : 0), align: column === 0 ? 'left' : 'right' }) })
        pdf.moveTo(64, pdf.y + 3).lineTo(531, pdf.y + 3).lineWidth(0.5).stroke('#999999')
        pdf.x = 64
        pdf.y += 8
      }
      pdf.moveDown(0.6)
    }
  })
  pdf.end()
  await finished(out)
}

async function writeMinutes(): Promise<void> {
  const row = (cells: readonly string[]) => new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) })
  const document = new Document({ title: 'Board minutes, 23 January 2024', creator: 'Astrid Lindqvist', sections: [{ children: [
    new Paragraph({ text: 'Board minutes, 23 January 2024', heading: HeadingLevel.TITLE }),
    new Paragraph({ text: 'Present', heading: HeadingLevel.HEADING_1 }),
    new Paragraph('Astrid Lindqvist (chair), Jonas Eriksen (finance), Maryam Haddad (operations), Tom de Wit (secretary).'),
    new Paragraph({ text: 'Financing', heading: HeadingLevel.HEADING_1 }),
    new Paragraph('Jonas Eriksen reported that Net Leverage stood at 3.12 on 31 December 2023, against a limit of 3.50. The board noted that the headroom was narrow and asked for a monthly forecast.'),
    new Paragraph('The board decided to ask Noordzee Bank for a covenant holiday for the first quarter of 2024. No answer had been received by the day of the meeting.'),
    new Paragraph({ text: 'Fleet', heading: HeadingLevel.HEADING_1 }),
    new Paragraph('Maryam Haddad presented the dry-dock plan. The order for the second tug was postponed to 2025.'),
    new Table({ rows: [row(['Vessel', 'Dry dock', 'Budget (EUR)']), row(['Maas', 'March 2024', '410,000']), row(['Waal', 'September 2024', '385,000'])] }),
    new Paragraph({ text: 'Next meeting', heading: HeadingLevel.HEADING_1 }),
    new Paragraph('The next meeting takes place on 20 February 2024 in Rotterdam.'),
  ] }] })
  writeFileSync(new URL('Board minutes 2024-01.docx', folder), await Packer.toBuffer(document))
}

function writeCertificate(): void {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet([
    ['Quarter', 'Net debt (EUR m)', 'EBITDA, 12 months (EUR m)', 'Net leverage', 'Interest cover'],
    ['Q1 2023', 61.4, 17.9, 3.43, 4.6], ['Q2 2023', 60.2, 18.1, 3.33, 4.7], ['Q3 2023', 59.0, 18.4, 3.21, 4.8], ['Q4 2023', 58.3, 18.7, 3.12, 4.9],
  ]), 'Covenants')
  utils.book_append_sheet(book, utils.aoa_to_sheet([['Signed by', 'Date'], ['Jonas Eriksen', '2024-01-31']]), 'Signature')
  writeFileSync(new URL('Compliance Certificate Q4 2023.xlsx', folder), write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array)
}

writeFileSync(new URL('RE covenant holiday.eml', folder), [
  'From: Pieter Vermeer <p.vermeer@noordzeebank.example>', 'To: Jonas Eriksen <j.eriksen@lindqvist.example>', 'Date: Fri, 26 Jan 2024 10:42:00 +0100',
  'Subject: RE: covenant holiday', 'Message-ID: <sample-1@noordzeebank.example>', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '',
  'Dear Jonas,', '', 'Thank you for your letter. Subject to credit committee approval we would be minded to consider a covenant holiday for the first quarter of 2024.',
  'Please send us the January management accounts by 9 February.', '', 'Kind regards,', 'Pieter Vermeer', '', '> On 24 January 2024 Jonas Eriksen wrote:', '> Would the bank agree to waive the leverage test for the first quarter?', '',
].join('\r\n'))
writeFileSync(new URL('Data room notes.md', folder), `# Data room notes

## Leases

The office in Rotterdam is let until 30 April 2027. Notice must be given twelve months before the end of the term, by registered mail.
The yard in Schiedam is owned, not leased.

## People

Astrid Lindqvist founded the company in 1998 and holds 62 per cent of the shares. Jonas Eriksen joined as finance director in 2019.

## Open points

- The insurance certificate of the tug *Waal* is missing.
- No environmental report for the yard in Schiedam was found.
`)
await writeAgreement()
await writeMinutes()
writeCertificate()
