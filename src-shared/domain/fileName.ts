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

function isSeparator(character: string | undefined): boolean {
  return character === '/' || character === '\\'
}
