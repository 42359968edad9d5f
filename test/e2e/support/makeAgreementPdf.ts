import PDFDocument from 'pdfkit'

const CLAUSES: readonly (readonly [title: string, paragraphs: readonly string[]])[] = [
  ['21.1   Financial definitions', [
    'In this Clause, Net Debt means, at any time, the aggregate amount of all obligations of members of the Group for or in respect of borrowings at that time, less cash held by any member of the Group.',
    'Consolidated EBITDA means, in respect of any Relevant Period, the consolidated operating profit of the Group before taxation, interest, depreciation and amortisation.',
  ]],
  ['21.2   Financial condition', [
    'The Parent shall ensure that, on each Test Date falling after the Closing Date, the ratio of Net Debt to Consolidated EBITDA shall not exceed 3.50 to 1.00 in respect of the Relevant Period ending on that Test Date.',
    'The financial covenant set out above shall be tested by reference to each of the financial statements delivered pursuant to Clause 20.1 and each Compliance Certificate delivered pursuant to Clause 20.2.',
  ]],
  ['21.3   Equity cure', [
    'If the requirement of Clause 21.2 is not met, the Parent may, no later than fifteen Business Days after the due date of the relevant Compliance Certificate, procure that New Shareholder Injections are received by the Parent in an amount sufficient to ensure that the requirement would have been met.',
  ]],
]

/** A facility agreement of `pages` pages, made up; the covenant stands on page `covenantPage`. Times is one of PDF's standard fonts, so nothing is embedded. */
export async function makeAgreementPdf({ pages = 12, covenantPage = 5, password }: { readonly pages?: number; readonly covenantPage?: number; /** Opens it; absent: it is not locked. */ readonly password?: string } = {}): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4', margins: { top: 84, bottom: 72, left: 84, right: 84 }, autoFirstPage: false, ...(password === undefined ? {} : { userPassword: password, ownerPassword: password, pdfVersion: '1.7' as const }), info: { Title: 'Facility Agreement', CreationDate: new Date('2021-06-14T09:00:00Z') } })
  const parts: Uint8Array[] = []
  document.on('data', (part: Uint8Array) => parts.push(part))
  const ended = new Promise<void>((resolve) => document.on('end', resolve))
  for (let page = 1; page <= pages; page += 1) {
    document.addPage()
    const clauses = page === covenantPage ? CLAUSES : [[`${page}.1   Undertaking number ${page}`, Array.from({ length: 4 }, (_, index) => `Each Obligor shall, for the purposes of section ${page}.${index + 1}, maintain all authorisations that are required to perform its obligations under the Finance Documents and shall supply certified copies to the Agent upon its reasonable request.`)] as const]
    for (const [title, paragraphs] of clauses) {
      document.font('Times-Bold').fontSize(13.5).text(title).moveDown(0.5)
      for (const paragraph of paragraphs) document.font('Times-Roman').fontSize(11.5).text(paragraph, { lineGap: 4, align: 'left' }).moveDown(0.7)
    }
  }
  document.end()
  await ended
  return new Uint8Array(Buffer.concat(parts))
}
