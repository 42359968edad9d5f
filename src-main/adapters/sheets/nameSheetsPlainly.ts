import type { WorkBook } from '@e965/xlsx'

/** A workbook with its sheets under the names that people see: of OpenDocument the library gives them as the XML writes them (`R&amp;D`). */
export function nameSheetsPlainly(book: WorkBook): WorkBook {
  const SheetNames = book.SheetNames.map(plainAttribute)
  const Sheets = Object.fromEntries(Object.entries(book.Sheets).map(([name, sheet]) => [plainAttribute(name), sheet]))
  return { ...book, SheetNames, Sheets, Workbook: { ...book.Workbook, Names: book.Workbook?.Names?.map((name) => ({ ...name, Name: plainAttribute(name.Name), Ref: plainAttribute(name.Ref) })) ?? [] } }
}

const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The value of an XML attribute as it is written (XML 1.0, 4.1 and 4.6): references to signs are the signs. */
export function plainAttribute(written: string): string {
  return written.replace(/&(?:#(\d+)|#x([\da-f]+)|(amp|lt|gt|quot|apos));/gi, (reference: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return SIGNS[name] ?? reference
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : reference
  })
}
