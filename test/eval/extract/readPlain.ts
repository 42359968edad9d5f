import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseFile } from '../../../src-main/adapters/parsing/parseFile.ts'
import type { ParsedDocument } from '../../../src-shared/domain/document.ts'

/** A file as the product reads it, without OCR. */
export function readPlain(path: string): Promise<ParsedDocument> {
  return parseFile({ path, name: basename(path), bytes: new Uint8Array(readFileSync(path)), maxFileBytes: 1_000_000_000, maxPages: 10_000, ocr: null })
}

export function documentText(document: ParsedDocument): string {
  return document.units.map((unit) => unit.text).join('\n')
}
