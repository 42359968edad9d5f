import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseFile } from '../../../src-main/adapters/parsing/parseFile.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'

const LIMIT_MS = 30_000
const LIMIT_BYTES = 1_000_000_000

/**
 * Damaged and booby-trapped files, one after the other in this process: each must end within 30 s and 1 GB more memory, with text
 * or with a code and a reason; a file whose units are all empty without a note counts as silently empty.
 */
export async function measure(): Promise<MeasureRow[]> {
  const root = dataFolder('hostile_files')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)).filter((path) => statSync(path).isFile() && !/README|SOURCE/.test(path))
  let handled = 0, silent = 0
  const codes = new Map<string, number>()
  for (const path of files) {
    const started = performance.now()
    const before = process.memoryUsage.rss()
    let outcome: string
    try {
      const document = await parseFile({ path, name: basename(path), bytes: new Uint8Array(readFileSync(path)), maxFileBytes: 512_000_000, maxPages: 5_000, ocr: null, signal: AbortSignal.timeout(LIMIT_MS) })
      const isEmpty = document.units.every((unit) => unit.text === '')
      if (isEmpty && document.units.every((unit) => unit.note === undefined) && document.warnings.length === 0) silent++
      outcome = isEmpty ? 'read, empty' : 'read'
    } catch (thrown) {
      outcome = thrown instanceof AppError ? thrown.code : `not an AppError: ${String(thrown)}`
    }
    const elapsed = performance.now() - started
    const grown = process.memoryUsage.rss() - before
    const isHandled = !outcome.startsWith('not') && elapsed < LIMIT_MS && grown < LIMIT_BYTES
    handled += Number(isHandled)
    codes.set(outcome, (codes.get(outcome) ?? 0) + 1)
    if (process.env['VERBOSE'] !== undefined || !isHandled) console.error(basename(path), outcome, `${Math.round(elapsed)} ms`, `${Math.round(grown / 1e6)} MB`)
  }
  const note = [...codes].map(([code, count]) => `${code} ${count}`).join(', ')
  return [
    { measure: 'hostile files: no crash, hang or bloat', value: handled / files.length, best: 1, n: files.length, note },
    { measure: 'hostile files: silently empty', value: silent, best: 10 / 231 * files.length, n: files.length },
  ]
}
