import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Source } from '../../core/ports/Catalog.ts'

/**
 * `folders.json` beside the catalog: which folders the library follows. The catalog says it too; this copy is for the day on which nothing of the
 * catalog can be read, so that everything can be read again from the files themselves.
 */
export function writeFolderList(file: string, sources: readonly Source[]): void {
  const aside = `${file}.new`
  writeFileSync(aside, `${JSON.stringify({ version: 1, sources }, null, 2)}\n`)
  renameSync(aside, file)
}

/** Empty when there is none or it cannot be understood. */
export function readFolderList(file: string): readonly Source[] {
  try {
    const { sources } = JSON.parse(readFileSync(file, 'utf8')) as { sources?: unknown }
    return Array.isArray(sources) ? sources.filter(isSource) : []
  } catch {
    return []
  }
}

function isSource(value: unknown): value is Source {
  const { sourceId, kind, path } = (value ?? {}) as Partial<Source>
  return typeof sourceId === 'string' && typeof path === 'string' && (kind === 'folder' || kind === 'file')
}
