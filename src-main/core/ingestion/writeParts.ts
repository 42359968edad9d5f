import path from 'node:path'
import type { EmbeddedFile, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { StoredDocument } from '../ports/Catalog.ts'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { FileTask } from './FileTask.ts'

/** A mail in an archive in a mail, and one more: deeper nesting is a bomb more often than a filing habit. */
const MAX_DEPTH = 4
const MAX_PARTS = 2000
const MAX_PART_BYTES = 1024 * 1024 * 1024

export interface WriteParts {
  readonly tasks: readonly Pick<FileTask, 'path' | 'contentPath' | 'parentId' | 'depth' | 'skip'>[]
  readonly warnings: readonly ParseWarning[]
}

/**
 * Puts the files that were found inside another one on disk, where the reader (another process) can open them, and makes a task of each. Names on disk are numbers with the
 * extension only: the name inside the container is a stranger's text. What is over a limit is named in a warning.
 */
export async function writeParts({ fileSystem, partsDir, container, embedded, depth }: {
  readonly fileSystem: FileSystem
  readonly partsDir: string
  readonly container: StoredDocument
  readonly embedded: readonly EmbeddedFile[]
  readonly depth: number
}): Promise<WriteParts> {
  const folder = path.join(partsDir, container.documentId)
  const tasks: WriteParts['tasks'][number][] = []
  const warnings: ParseWarning[] = []
  const taken = new Set<string>()
  let bytes = 0
  for (const [index, { name, bytes: content }] of embedded.entries()) {
    bytes += content.byteLength
    if (depth >= MAX_DEPTH || index >= MAX_PARTS || bytes > MAX_PART_BYTES) {
      warnings.push({ code: 'LIMIT_EXCEEDED', message: `${embedded.length - index} files inside were not read, from “${name}” on: too many, too large or nested too deep.` })
      break
    }
    const contentPath = path.join(folder, `${index}${/\.[a-z0-9]{1,8}$/i.exec(name)?.[0]?.toLowerCase() ?? ''}`)
    await fileSystem.writeWhole(contentPath, content)
    tasks.push({ path: `${container.path}/${unique(name, taken)}`, contentPath, parentId: container.documentId, depth: depth + 1 })
  }
  return { tasks, warnings }
}

/** Two attachments may have one name: `scan.pdf`, `scan (2).pdf`. */
function unique(name: string, taken: Set<string>): string {
  const { dir, name: stem, ext } = path.posix.parse(name)
  let candidate = name
  for (let number = 2; taken.has(candidate); number++) candidate = path.posix.join(dir, `${stem} (${number})${ext}`)
  taken.add(candidate)
  return candidate
}
