import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'

/**
 * Replaces a small file as a whole, for its owner's eyes only: written aside, forced to the disk, then renamed, so that a crash leaves the old file or the new one, never half of one.
 * `beforeRename` runs when the new text is safe and the old file still there. Synchronous; throws what the disk says.
 */
export function replaceFile(file: string, text: string, beforeRename?: () => void): void {
  const aside = `${file}.new`
  const handle = openSync(aside, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  beforeRename?.()
  renameSync(aside, file)
}
