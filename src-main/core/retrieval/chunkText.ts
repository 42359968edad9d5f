import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { Chunk } from '../../../src-shared/domain/chunk.ts'

/** What a document is called, for `lexicalTextOf`. */
export interface DocumentNames {
  /** Path of the file; its name without folders and extension is searched. */
  readonly path: string
  readonly title?: string
}

/** Longest run of headings that is searched with a chunk: deeper ones repeat their parents, and a very long line would weigh down its BM25. */
const MAX_CONTEXT_LINE_CHARS = 300

/**
 * What full text searches for a chunk: one line "file name – title – headings", the chunk's context, then its text. The line is
 * in the full text only: inside vectors it pulls all pages of one document together, which costs choice among them.
 */
export function lexicalTextOf(chunk: Pick<Chunk, 'headings' | 'context' | 'text'>, document: DocumentNames): string {
  const names = [fileStem(document.path), document.title ?? '', ...chunk.headings].map((name) => name.trim()).filter((name) => name !== '')
  const line = [...new Set(names)].join(' – ').slice(0, MAX_CONTEXT_LINE_CHARS)
  return [line, chunk.context, chunk.text].filter((part) => part !== '').join('\n')
}

/** What is embedded for a chunk: its context (table header, sheet name) and its text. Never quoted. */
export function embeddingTextOf(chunk: Pick<Chunk, 'context' | 'text'>): string {
  return chunk.context === '' ? chunk.text : `${chunk.context}\n${chunk.text}`
}

/** `/a/b/2023 Q1_AAPL.pdf` → `2023 Q1 AAPL`: separators that people use for spaces become spaces. */
export function fileStem(path: string): string {
  const name = fileName(path)
  const dot = name.lastIndexOf('.')
  return (dot > 0 ? name.slice(0, dot) : name).replaceAll(/[_+]+/g, ' ').replaceAll(/\s+/g, ' ').trim()
}
