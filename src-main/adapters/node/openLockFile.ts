import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { LockFile } from '../../core/lock/createLock.ts'
import { replaceFile } from './replaceFile.ts'

/** Whether a library wants a passphrase before it opens. */
export function hasLock(dataDir: string): boolean {
  return existsSync(path.join(dataDir, 'passphrase.json'))
}

/** `passphrase.json` of a library. No backup is kept: it would open with the former passphrase. */
export function openLockFile(dataDir: string): LockFile {
  const file = path.join(dataDir, 'passphrase.json')
  return {
    read: () => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    write: (text) => { replaceFile(file, text) },
    remove: () => { rmSync(file, { force: true }) },
  }
}
