import path from 'node:path'

/** What iCloud Drive leaves of `Report.pdf` when it takes the content away: a small `.Report.pdf.icloud`. */
const ICLOUD_STUB = /^\.(.+)\.icloud$/i

/** The file that an iCloud stub stands for; undefined for any other path. */
export function stubbedFile(file: string): string | undefined {
  const name = ICLOUD_STUB.exec(path.basename(file))?.[1]
  return name === undefined ? undefined : path.join(path.dirname(file), name)
}

/** Where the stub of a file would stand. */
export function stubOf(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.icloud`)
}
