import { normaliseLine } from '../../core/reading/normaliseText.ts'

/**
 * A member's path inside its archive, made harmless: no root, no drive, no `..`. Names are written by whoever made the archive
 * and must never choose a place on disk (Zip Slip). `null` when nothing is left, or for what file systems leave behind.
 */
export function memberPath(name: string): string | null {
  const parts = normaliseLine(name).replaceAll('\\', '/').replace(/^[a-z]:/i, '').split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
  const last = parts.at(-1)
  if (last === undefined || parts[0] === '__MACOSX' || last === '.DS_Store' || last === 'Thumbs.db' || last.startsWith('._')) return null
  return parts.join('/')
}

/** Whether a name tries to leave the archive's folder: worth a warning although it is harmless here. */
export function isTraversal(name: string): boolean {
  return /^([/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes('..')
}
