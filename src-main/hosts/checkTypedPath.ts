import { realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { AppError } from '../../src-shared/errors/AppError.ts'

/**
 * A path that a person typed into the window, as a real path. The page is trusted with a cookie, not with the disk: only an absolute path of
 * something that exists is taken, never a whole drive, and never Footnote's own data (it would read its own index).
 *
 * Throws AppError WRONG_USAGE, NOT_FOUND or NOT_ALLOWED.
 */
export async function checkTypedPath(typed: string, dataDir: string): Promise<string> {
  const expanded = typed.trim().replace(/^~(?=$|[\\/])/, () => homedir())
  if (!isAbsolute(expanded) || expanded.includes('\0')) throw new AppError('WRONG_USAGE', 'Type the whole path, from the root of the disk.', { action: 'For example /home/me/Documents or C:\\Users\\me\\Documents.' })
  const real = await realpath(expanded).catch((thrown: unknown) => {
    throw new AppError('NOT_FOUND', 'There is no file or folder with this path.', { cause: thrown })
  })
  if (dirname(real) === real) throw new AppError('NOT_ALLOWED', 'A whole disk cannot be added.', { action: 'Add the folders on it that hold your documents.' })
  const found = await stat(real)
  if (!found.isDirectory() && !found.isFile()) throw new AppError('NOT_ALLOWED', 'This is neither a file nor a folder.')
  const own = await realpath(dataDir).catch(() => dataDir)
  const holdsDropped = isWithin(join(own, 'dropped'), real)
  if (isWithin(own, real) && !holdsDropped) throw new AppError('NOT_ALLOWED', 'This folder holds the data of Footnote itself.', { action: 'Add the folders that hold your documents.' })
  return real
}

/** Whether `path` is `folder` or below it; by path segments, so that `/data-old` is not inside `/data`. */
export function isWithin(folder: string, path: string): boolean {
  const below = relative(folder, path)
  return below === '' || (!isAbsolute(below) && below.split(/[\\/]/)[0] !== '..')
}
