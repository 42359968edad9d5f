import { closeSync, copyFileSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { SettingsFile } from '../../core/settings/SettingsStore.ts'

/** `settings.json` of a data folder. Small and read once at start, so synchronous calls do no harm. */
export function openSettingsFile(dataDir: string): SettingsFile {
  const file = path.join(dataDir, 'settings.json')
  const backup = `${file}.backup`

  function readIfThere(name: string): string | undefined {
    try {
      return readFileSync(name, 'utf8')
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
      throw thrown
    }
  }

  return {
    read: () => readIfThere(file),
    readBackup: () => readIfThere(backup),
    write(text) {
      // Written aside, forced to the disk, then renamed: a crash leaves the old file or the new one, never half of one.
      const aside = `${file}.new`
      const handle = openSync(aside, 'w', 0o600)
      try {
        writeSync(handle, text)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      if (readIfThere(file) !== undefined) copyFileSync(file, backup)
      renameSync(aside, file)
    },
  }
}
