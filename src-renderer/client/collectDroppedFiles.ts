/** A file with the place that it had below what was dropped: `Contracts/2024/lease.pdf`. */
export interface PlacedFile {
  readonly file: File
  readonly relativePath: string
}

/** Files from a chooser: `webkitRelativePath` is set when a folder was chosen. */
export function placeFiles(files: readonly File[]): PlacedFile[] {
  return files.map((file) => ({ file, relativePath: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath }))
}

/**
 * Every file below what was dropped, folders walked. Call it inside the `drop` handler: the entries are taken at once, because a browser
 * empties the transfer when the handler returns.
 */
export async function collectDroppedFiles(transfer: DataTransfer): Promise<PlacedFile[]> {
  const entries = Array.from(transfer.items).flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null
    return entry === null ? [] : [entry]
  })
  if (entries.length === 0) return placeFiles(Array.from(transfer.files))
  return (await Promise.all(entries.map(walk))).flat()
}

async function walk(entry: FileSystemEntry): Promise<PlacedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ file, relativePath: entry.fullPath.replace(/^\/+/, '') }]
  }
  if (!isDirectory(entry)) return []
  const reader = entry.createReader()
  const found: PlacedFile[] = []
  for (;;) {
    // Browsers hand out a folder in portions of about a hundred; an empty one is the end.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (portion.length === 0) return found
    for (const child of portion) found.push(...await walk(child))
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
