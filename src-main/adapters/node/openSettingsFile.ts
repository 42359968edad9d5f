import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { SettingsFile } from '../../core/settings/SettingsStore.ts'
import { replaceFile } from './replaceFile.ts'

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
      replaceFile(file, text, () => { if (readIfThere(file) !== undefined) copyFileSync(file, backup) })
    },
  }
}
