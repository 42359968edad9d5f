import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the public development sets lie: `FOOTNOTE_DATA`, else `shared/data` beside this checkout. */
export function dataFolder(set: string): string {
  const root = process.env['FOOTNOTE_DATA'] ?? join(import.meta.dirname, '../../../../shared/data')
  const folder = join(root, set)
  if (!existsSync(folder)) throw new Error(`${folder} is not there; set FOOTNOTE_DATA to the folder of the development sets`)
  return folder
}
