import { DEFAULT_SETTINGS, type Settings } from '../../../src-shared/domain/settings.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { DeepPartial } from '../Engine.ts'
import { mergeSettings } from './mergeSettings.ts'

/** Where the text of the settings lies; `write` replaces it whole or not at all and keeps one backup. */
export interface SettingsFile {
  /** Undefined when there is none yet. */
  read(): string | undefined
  readBackup(): string | undefined
  write(text: string): void
}

export interface SettingsStore {
  get(): Settings
  /** Throws READ_ONLY when the settings were written by a newer version, or the library is open for reading only. */
  update(change: DeepPartial<Settings>): Settings
}

/**
 * The settings of one library. A file that cannot be understood gives way to its backup, then to the defaults; one of a newer
 * version is used as far as it is known, and never written over.
 */
export function openSettings(file: SettingsFile, { isReadOnly = false }: { readonly isReadOnly?: boolean } = {}): SettingsStore {
  const found = parse(file.read()) ?? parse(file.readBackup())
  const isNewer = found !== undefined && typeof found['version'] === 'number' && found['version'] > DEFAULT_SETTINGS.version
  let current = mergeSettings(DEFAULT_SETTINGS, { ...found, version: DEFAULT_SETTINGS.version })
  return {
    get: () => current,
    update(change) {
      if (isNewer) throw new AppError('READ_ONLY', 'These settings were written by a newer version of Footnote and are left as they are.', { action: 'Install the newer version.' })
      if (isReadOnly) throw new AppError('READ_ONLY', 'This library is open for reading only.', { action: 'Close the other Footnote first.' })
      current = mergeSettings(current, change)
      file.write(`${JSON.stringify(current, null, 2)}\n`)
      return current
    },
  }
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined
  } catch {
    return undefined
  }
}
