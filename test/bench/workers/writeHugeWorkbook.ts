import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A workbook of one sheet, written row by row with inline strings, so that making it takes no memory that would be measured. */
export async function writeHugeWorkbook(file: string, head: readonly (readonly (string | number)[])[], rows: number, rowOf: (index: number) => readonly (string | number)[]): Promise<void> {
  const out = createWriteStream(file)
  const zip = new Zip((error, data) => { if (error !== null) throw error; out.write(data) })
  const add = (name: string, text: string) => {
    const member = new ZipPassThrough(name)
    zip.add(member)
    member.push(new TextEncoder().encode(text), true)
  }
  const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  add('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
  add('_rels/.rels', `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
  add('xl/workbook.xml', `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relationships}"><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>`)
  add('xl/_rels/workbook.xml.rels', `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relationships}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 1 })
  zip.add(sheet)
  let text = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
  for (let index = 0; index < head.length + rows; index++) {
    const cells = head[index] ?? rowOf(index - head.length + 1)
    text += `<row r="${index + 1}">${cells.map((cell, column) => {
      const place = `r="${String.fromCharCode(65 + column)}${index + 1}"`
      return typeof cell === 'number' ? `<c ${place}><v>${cell}</v></c>` : `<c ${place} t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
    }).join('')}</row>`
    if (text.length < 1e6) continue
    sheet.push(new TextEncoder().encode(text))
    text = ''
    if (out.writableNeedDrain) await once(out, 'drain')
  }
  sheet.push(new TextEncoder().encode(`${text}</sheetData></worksheet>`), true)
  zip.end()
  out.end()
  await once(out, 'close')
}
