export { fileName } from '../../src-shared/domain/fileName.ts'

/** The two folders above a file, as a person would say where it lies: `Contracts / Financing`. A browser's drops are kept in folders with made-up names. */
export function folderOf(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '')
  const drop = parts.findLastIndex((part, index) => part === 'dropped' && /^\d{4}-\d{2}-\d{2}-[0-9a-f]+$/.test(parts[index + 1] ?? ''))
  if (drop === -1) return parts.slice(-3, -1).join(' / ')
  const inside = parts.slice(drop + 2, -1).slice(-2)
  return inside.length > 0 ? inside.join(' / ') : `Dropped on ${(parts[drop + 1] ?? '').slice(0, 10)}`
}

/** Whether a file lies in a folder, however deep: `/a/Contracts` holds nothing of `/a/Contracts 2`. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) && (isSeparator(folder.at(-1)) || isSeparator(path[folder.length]))
}

function isSeparator(character: string | undefined): boolean {
  return character === '/' || character === '\\'
}
