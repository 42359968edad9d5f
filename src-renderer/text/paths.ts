/** The last part of a path, whichever separator its system uses. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}

/** The two folders above a file, as a person would say where it lies: `Contracts / Financing`. */
export function folderOf(path: string): string {
  return path.split(/[\\/]/).filter((part) => part !== '').slice(-3, -1).join(' / ')
}
