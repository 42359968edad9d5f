import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseFile } from '../../../src-main/adapters/parsing/parseFile.ts'
import { parseQuestionSet } from '../../../src-main/core/evaluation/parseQuestionSet.ts'
import type { ParsedDocument } from '../../../src-shared/domain/document.ts'
import type { EvaluationDocument, EvaluationSet } from '../EvaluationSet.ts'

const ROOT = new URL('../../..', import.meta.url).pathname
/** Where a change makes other units of the same file. */
const READERS = ['src-main/adapters', 'src-main/core/reading']

/** A set of files with `qa.jsonl` beside its folder of documents, read by the product's own readers (without OCR). */
export async function loadFileSet(data: string, name: string, options: { readonly cache: string; readonly folder?: string }): Promise<EvaluationSet> {
  const folder = path.join(data, name, options.folder ?? 'docs')
  const documents: EvaluationDocument[] = []
  for (const file of readdirSync(folder).sort()) {
    const { metadata, units } = await readCached(path.join(folder, file), options.cache)
    documents.push({ name: file, units, ...metadata })
  }
  return { name, documents, questions: parseQuestionSet(readFileSync(path.join(data, name, 'qa.jsonl'), 'utf8')) }
}

/** Reading is the same until a reader changes: the key holds the file's content and the newest change of the readers' sources. */
async function readCached(file: string, cache: string): Promise<ParsedDocument> {
  const bytes = readFileSync(file)
  const key = createHash('sha256').update(bytes).update(String(Math.max(...READERS.map((folder) => newestChange(path.join(ROOT, folder)))))).digest('hex').slice(0, 32)
  const kept = path.join(cache, 'parsed', `${key}.json`)
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as ParsedDocument
  const parsed = await parseFile({ path: file, name: path.basename(file), bytes: new Uint8Array(bytes), maxFileBytes: 1e9, maxPages: 20_000, ocr: null })
  mkdirSync(path.dirname(kept), { recursive: true })
  writeFileSync(kept, JSON.stringify(parsed))
  return parsed
}

function newestChange(folder: string): number {
  return Math.max(0, ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const full = path.join(folder, entry.name)
    return entry.isDirectory() ? newestChange(full) : statSync(full).mtimeMs
  }))
}
