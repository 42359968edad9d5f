/** The last part of a path, whichever separator its system uses. */
export function fileName(path: string): string {
  // Asked for ten thousand paths at a time: no lists of parts.
  let end = path.length
  while (end > 0 && isSeparator(path[end - 1])) end -= 1
  if (end === 0) return path
  let start = end
  while (start > 0 && !isSeparator(path[start - 1])) start -= 1
  return path.slice(start, end)
}

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
