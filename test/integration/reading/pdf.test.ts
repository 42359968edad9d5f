import { describe, expect, test } from 'vitest'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ReadingCheckpoint } from '../../../src-main/core/ports/DocumentParser.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { parsePdf } from '../../../src-main/adapters/pdfjs/parsePdf.ts'
import { makePdf } from './makePdf.ts'

const OPTIONS = { name: 'test.pdf', maxPages: 100, ocr: null }

function boxOf(unit: ParsedUnit, text: string): readonly number[] {
  const at = unit.text.indexOf(text)
  expect(at).toBeGreaterThanOrEqual(0)
  const anchor = narrowAnchor(unit, at, at + text.length)
  return anchor.kind === 'page' ? anchor.boxes[0] ?? [] : []
}

describe('PDFs', () => {
  test('give one unit a page, with text, size and a box for each word where it is drawn', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.fontSize(12).text('Alpha beta gamma.', 100, 200, { lineBreak: false })
      pdf.addPage().text('Second page.', 100, 100)
    }, { info: { Title: 'A fine title', Author: 'A. Writer', CreationDate: new Date('2023-05-04T10:00:00Z') } })
    const { units, metadata } = await parsePdf(bytes, OPTIONS)
    expect(units.map((unit) => [unit.unit, unit.kind, unit.label, unit.source, unit.text])).toEqual([[1, 'page', 'page 1', 'text', 'Alpha beta gamma.'], [2, 'page', 'page 2', 'text', 'Second page.']])
    expect(metadata).toMatchObject({ title: 'A fine title', author: 'A. Writer', created: '2023-05-04T10:00:00.000Z' })
    const [first] = units
    if (first === undefined) throw new Error('no unit')
    expect([first.width, first.height]).toEqual([595.28, 841.89])
    const [left = 0, top = 0, right = 0, bottom = 0] = boxOf(first, 'Alpha')
    expect(left).toBeCloseTo(100, 0)
    expect(right - left).toBeGreaterThan(25)
    expect(top).toBeGreaterThan(196)
    expect(bottom).toBeLessThan(218)
  })

  test('a rotated page is read upright, with boxes of the page as displayed', async () => {
    // The page is stored upright and displayed turned by 90 degrees: its text runs downwards along the right edge.
    const bytes = await makePdf((pdf) => {
      pdf.fontSize(12).text('Sideways text here', 100, 50, { lineBreak: false })
      Object.assign(pdf.page.dictionary.data, { Rotate: 90 })
    })
    const { units: [unit] } = await parsePdf(bytes, OPTIONS)
    expect(unit?.text).toBe('Sideways text here')
    expect([unit?.width, unit?.height]).toEqual([841.89, 595.28])
    const [left = 0, top = 0, right = 0, bottom = 0] = unit === undefined ? [] : boxOf(unit, 'Sideways')
    expect(left).toBeGreaterThan(770)
    expect(top).toBeCloseTo(100, 0)
    expect(bottom - top).toBeGreaterThan(right - left)
  })

  test('a table keeps its cells and gives each row its header', async () => {
    const rows = [['Region', '2022', '2023'], ['North', '1,200', '1,350'], ['South', '900', '870'], ['Total', '2,100', '2,220']]
    const bytes = await makePdf((pdf) => { rows.forEach((row, index) => { row.forEach((text, column) => { pdf.text(text, 60 + column * 120, 100 + index * 20, { lineBreak: false }) }) }) })
    const { units: [unit] } = await parsePdf(bytes, OPTIONS)
    expect(unit?.tables).toMatchObject([{ rows, headerRows: 1 }])
    const south = unit?.segments.find((segment) => unit.text.slice(segment.charStart, segment.charEnd).startsWith('South'))
    expect(south).toMatchObject({ role: 'table', tableHeader: 'Region | 2022 | 2023' })
  })

  test('form values stand in the text, comments after it, attached files beside it', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.text('Name of applicant', 60, 100, { lineBreak: false })
      pdf.initForm()
      pdf.formText('name', 200, 95, 150, 20, { value: 'Grace Hopper' })
      pdf.note(300, 300, 20, 20, 'please check this')
      pdf.file(Buffer.from('attached text'), { name: '../evil/notes.txt' })
    })
    const { units: [unit], embedded } = await parsePdf(bytes, OPTIONS)
    expect(unit?.text.replace(/\s+/g, ' ')).toContain('Name of applicant Grace Hopper')
    expect(unit?.segments.find((segment) => segment.role === 'comment')).toBeDefined()
    expect(unit?.text).toContain('please check this')
    expect(embedded?.map((file) => [file.name, Buffer.from(file.bytes).toString()])).toEqual([['notes.txt', 'attached text']])
  })

  test('a file pinned to a page is an attachment like one of the document; the same file in both places is read once', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.text('See the papers pinned here', 60, 100, { lineBreak: false })
      pdf.file(Buffer.from('in both places'), { name: 'both.txt' })
      // pdfkit's types leave this method out.
      const pins = pdf as unknown as { fileAnnotation(x: number, y: number, width: number, height: number, file: object, options: object): void }
      pins.fileAnnotation(300, 300, 20, 20, { src: Buffer.from('pinned text'), name: 'pinned.txt' }, { Contents: new String('the signed copy') })
      pins.fileAnnotation(330, 300, 20, 20, { src: Buffer.from('in both places'), name: 'both.txt' }, {})
    })
    const { units: [unit], embedded, warnings } = await parsePdf(bytes, OPTIONS)
    expect(embedded?.map((file) => [file.name, Buffer.from(file.bytes).toString()])).toEqual([['both.txt', 'in both places'], ['pinned.txt', 'pinned text']])
    expect(unit?.text).toContain('the signed copy')
    expect(warnings).toEqual([])
  })

  test('bookmarks make the lines that they name headings, over the text below them', async () => {
    const bytes = await makePdf((pdf) => {
      const part = pdf.outline.addItem('Part One')
      part.addItem('The terms')
      pdf.fontSize(11).text('Part One', 60, 100, { lineBreak: false }).text('The terms', 60, 130, { lineBreak: false })
      pdf.text('This is what was agreed upon by all of the parties to it.', 60, 160, { lineBreak: false })
    })
    const { units: [unit] } = await parsePdf(bytes, OPTIONS)
    expect(unit?.segments.map((segment) => [segment.role, segment.headings])).toEqual([
      ['heading', ['Part One']], ['heading', ['Part One', 'The terms']], ['paragraph', ['Part One', 'The terms']],
    ])
  })

  test('the chosen entry of a form’s list is in the text, the others and passwords are not', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.font('Helvetica').initForm()
      pdf.text('Delivery by', 60, 100, { lineBreak: false }).text('Secret', 60, 160, { lineBreak: false }).text('Remark', 60, 190, { lineBreak: false })
      pdf.formCombo('carrier', 200, 95, 150, 20, { select: ['rail', 'barge'], value: 'barge' } as object)
      pdf.formText('secret', 200, 155, 150, 20, { value: 'hunter2', password: true } as object)
      pdf.formText('remark', 200, 185, 150, 20, {})
    })
    const { units: [unit] } = await parsePdf(bytes, OPTIONS)
    expect(unit?.text).toContain('barge')
    expect(unit?.text).not.toContain('hunter2')
    expect(unit?.text).not.toContain('rail')
  })

  test('a locked file asks for its password and opens with it', async () => {
    const make = (): Promise<Uint8Array> => makePdf((pdf) => { pdf.text('Secret words') }, { userPassword: 'sesame', pdfVersion: '1.7' })
    await expect(parsePdf(await make(), OPTIONS)).rejects.toMatchObject({ code: 'PASSWORD_NEEDED' })
    await expect(parsePdf(await make(), { ...OPTIONS, password: 'wrong' })).rejects.toMatchObject({ code: 'PASSWORD_NEEDED' })
    expect((await parsePdf(await make(), { ...OPTIONS, password: 'sesame' })).units[0]?.text).toBe('Secret words')
  })

  test('a file that is no PDF any more is DAMAGED_FILE, an empty one EMPTY_FILE, one with too many pages LIMIT_EXCEEDED', async () => {
    await expect(parsePdf(new TextEncoder().encode('%PDF-1.7\nnothing that makes sense'), OPTIONS)).rejects.toMatchObject({ code: 'DAMAGED_FILE' })
    await expect(parsePdf(new Uint8Array(), OPTIONS)).rejects.toMatchObject({ code: 'EMPTY_FILE' })
    const two = await makePdf((pdf) => { pdf.text('one').addPage().text('two') })
    await expect(parsePdf(two, { ...OPTIONS, maxPages: 1 })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })

  test('a lost cross-reference table is rebuilt', async () => {
    const bytes = await makePdf((pdf) => { pdf.text('Still here') })
    const text = Buffer.from(bytes).toString('latin1')
    const broken = new Uint8Array(Buffer.from(text.slice(0, text.lastIndexOf('xref\n')), 'latin1'))
    expect((await parsePdf(broken, OPTIONS)).units[0]?.text).toBe('Still here')
  })

  test('a page without text is reported as empty, with the reason, between its neighbours', async () => {
    const bytes = await makePdf((pdf) => { pdf.text('one').addPage().addPage().text('three') })
    const { units } = await parsePdf(bytes, OPTIONS)
    expect(units.map((unit) => unit.source)).toEqual(['text', 'empty', 'text'])
    expect(units[1]?.note).toBe('The page has no text.')
  })

  test('stops between pages when it is aborted', async () => {
    const bytes = await makePdf((pdf) => { for (let index = 0; index < 5; index += 1) pdf.text(`page ${index}`).addPage() })
    const controller = new AbortController()
    const done: number[] = []
    const reading = parsePdf(bytes, { ...OPTIONS, signal: controller.signal, onProgress: (number) => { done.push(number); if (number === 2) controller.abort() } })
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    expect(done).toEqual([1, 2])
  })

  test('streamed and resumed at any page, a document reads as it does in one go', async () => {
    const bytes = await makePdf((pdf) => {
      for (let number = 1; number <= 6; number += 1) {
        if (number > 1) pdf.addPage()
        pdf.fontSize(10).text('Annual report of the harbour', 60, 30, { lineBreak: false })
        if (number % 3 === 1) pdf.fontSize(18).text(`Part ${'ABCDEF'[number - 1] ?? ''}`, 60, 80, { lineBreak: false })
        for (let row = 0; row < 5; row += 1) pdf.fontSize(10).text(`Text of page ${'abcdef'[number - 1] ?? ''} in line ${'vwxyz'[row] ?? ''} of the body`, 60, 140 + row * 14, { lineBreak: false })
        // A table from page 2 to page 3: its second half has no header of its own.
        const rows = number === 2 ? [['Region', 'Sales', 'Costs'], ['North', '1,200', '800'], ['South', '900', '700']] : number === 3 ? [['East', '1,100', '600'], ['West', '1,400', '900'], ['All', '4,600', '3,000']] : []
        rows.forEach((row, index) => { row.forEach((text, column) => { pdf.text(text, 60 + column * 150, (number === 3 ? 60 : 300) + index * 14, { lineBreak: false }) }) })
      }
    })
    const { units: whole } = await parsePdf(bytes.slice(), OPTIONS)
    expect(whole[2]?.segments.find((segment) => segment.role === 'table')?.tableHeader).toBe('Region | Sales | Costs')
    expect(whole[5]?.segments.at(-1)?.headings).toEqual(['Part D'])
    const taken: { readonly unit: ParsedUnit; readonly checkpoint: ReadingCheckpoint }[] = []
    const { units } = await parsePdf(bytes.slice(), { ...OPTIONS, stream: { onUnit: (unit, checkpoint) => { taken.push({ unit, checkpoint: JSON.parse(JSON.stringify(checkpoint)) as ReadingCheckpoint }) } } })
    expect(units).toEqual([])
    expect(taken.map(({ unit }) => unit)).toEqual(whole)
    for (const [index, { checkpoint }] of taken.entries()) {
      const rest: ParsedUnit[] = []
      const read: number[] = []
      await parsePdf(bytes.slice(), { ...OPTIONS, onProgress: (page) => { read.push(page) }, stream: { from: checkpoint, onUnit: (unit) => { rest.push(unit) } } })
      expect(rest).toEqual(whole.slice(index + 1))
      // Nothing that was given is read once more.
      expect(read).toEqual(whole.slice(index + 1).map((unit) => unit.unit))
    }
  })

  test.each([
    { name: 'of figures, without a second header', header: ['Region', 'Sales', 'Costs'], before: [['North', '1,200', '800'], ['South', '900', '700']], after: [['East', '1,100', '600'], ['West', '1,400', '900'], ['All', '4,600', '3,000']], above: undefined },
    { name: 'of words, whose first row would look like a header', header: ['Port', 'Agent', 'Berth'], before: [['Oslo', 'Berg', 'west'], ['Riga', 'Ozols', 'east'], ['Kiel', 'Petersen', 'north']], after: [['Turku', 'Virtanen', 'south'], ['Gdynia', 'Nowak', 'west'], ['Visby', 'Lind', 'east']], above: undefined },
    { name: 'under a line that says so', header: ['Region', 'Sales', 'Costs'], before: [['North', '1,200', '800'], ['South', '900', '700']], after: [['East', '1,100', '600'], ['West', '1,400', '900'], ['All', '4,600', '3,000']], above: 'Table 4 (continued)' },
    { name: 'with its header printed again', header: ['Region', 'Sales', 'Costs'], before: [['North', '1,200', '800'], ['South', '900', '700']], after: [['Region', 'Sales', 'Costs'], ['West', '1,400', '900'], ['All', '4,600', '3,000']], above: undefined },
  ])('a table over a page break is one table: $name', async ({ header, before, after, above }) => {
    const bytes = await makePdf((pdf) => {
      const draw = (rows: readonly (readonly string[])[], y: number): void => { rows.forEach((row, index) => { row.forEach((text, column) => { pdf.text(text, 60 + column * 150, y + index * 16, { lineBreak: false }) }) }) }
      pdf.text('The ports and what they earned are listed in the table that follows, by the order of their size.', 60, 600, { lineBreak: false })
      draw([header, ...before], 660)
      pdf.addPage()
      if (above !== undefined) pdf.text(above, 60, 130, { lineBreak: false })
      draw(after, 150)
    })
    const { units } = await parsePdf(bytes, OPTIONS)
    expect(units.map((unit) => unit.tables?.map((table) => table.continues ?? false))).toEqual([[false], [true]])
    const rows = units[1]?.segments.filter((segment) => segment.role === 'table') ?? []
    expect(rows.slice(-2).map((row) => row.tableHeader)).toEqual([header.join(' | '), header.join(' | ')])
    expect(units[1]?.tables?.[0]?.rows).toEqual(after)
  })
})
