import path from 'node:path'
import type { FileSystem } from '../ports/FileSystem.ts'

/**
 * Whether there is a file of exactly this name. Where the file system does not tell `a.txt` from `A.TXT` (Windows, macOS), `stat` finds a file that was renamed from one to
 * the other under both names; only the listing of its folder knows which it has. `rival` is the other name, when there is one.
 * Trouble other than absence counts as there: a file that cannot be looked at is not gone.
 */
export async function isAtItsPlace(fileSystem: FileSystem, file: string, rival?: string): Promise<boolean> {
  const facts = await fileSystem.stat(file).catch(() => 'unknown' as const)
  if (facts === undefined) return false
  if (rival === undefined || rival === file || rival.toLowerCase() !== file.toLowerCase()) return true
  const entries = await fileSystem.list(path.dirname(file)).catch(() => undefined)
  return entries === undefined || entries.some(({ name }) => name === path.basename(file))
}
