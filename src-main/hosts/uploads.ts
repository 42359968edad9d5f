import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../src-shared/errors/AppError.ts'

export interface Uploads {
  begin(): Promise<{ readonly uploadId: string }>
  /** Streams one file to its place below the upload's folder. Throws AppError. */
  receive(uploadId: string, relativePath: string, body: Readable): Promise<void>
  /** What was dropped, as paths for `startAdd`: the top-level files and folders. An upload is taken once. */
  finish(uploadId: string): Promise<string[]>
}

/** One file that a person drops in a browser; larger ones are added by their path, without a copy. */
const MAX_FILE_BYTES = 4 * 1024 ** 3
const MOST_OF_ONE_NAME = 10_000

/**
 * Files dropped on the window in a browser, which tells no paths: they are copied to `dropped/` in the data folder, with their folders, and
 * added from there.
 */
export function createUploads(dataDir: string, now: () => Date = () => new Date()): Uploads {
  const begun = new Map<string, string>()

  function folderOf(uploadId: string): string {
    const folder = begun.get(uploadId)
    if (folder === undefined) throw new AppError('NOT_FOUND', 'This upload was not begun, or is finished.')
    return folder
  }

  return {
    async begin() {
      const uploadId = randomBytes(8).toString('hex')
      const folder = join(dataDir, 'dropped', `${now().toISOString().slice(0, 10)}-${uploadId}`)
      await mkdir(folder, { recursive: true })
      begun.set(uploadId, folder)
      return { uploadId }
    },
    async receive(uploadId, relativePath, body) {
      const target = join(folderOf(uploadId), ...safeSegments(relativePath))
      await mkdir(dirname(target), { recursive: true })
      const { handle, place } = await createBeside(target)
      try {
        await pipeline(body, limitBytes(MAX_FILE_BYTES), handle.createWriteStream())
      } catch (thrown) {
        await handle.close().catch(() => undefined)
        await rm(place, { force: true })
        throw thrown
      }
    },
    async finish(uploadId) {
      const folder = folderOf(uploadId)
      begun.delete(uploadId)
      return (await readdir(folder)).sort().map((name) => join(folder, name))
    },
  }
}

/**
 * The parts of a dropped file's path, each safe as a file name on every platform. Throws AppError WRONG_USAGE for a path that leads anywhere else:
 * the page says where a file stood, and a page that was taken over could say `../../.bashrc`.
 */
export function safeSegments(relativePath: string): string[] {
  const segments = relativePath.split(/[\\/]/)
  const isWrong = segments.length > 64 || relativePath.length > 4096 || segments.some((segment) => segment === '' || segment === '.' || segment === '..' || segment.length > 255)
  if (isWrong) throw new AppError('WRONG_USAGE', 'This is not a path below what was dropped.')
  return segments.map(safeName)
}

/** Windows refuses some characters, device names, and dots or spaces at the end. */
function safeName(segment: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced
  const name = segment.replace(/[\u0000-\u001f<>:"|?*]/g, '_').replace(/[. ]+$/, (end) => '_'.repeat(end.length))
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name) ? `_${name}` : name
}

function limitBytes(limit: number) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let total = 0
    for await (const part of source) {
      total += part.length
      if (total > limit) throw new AppError('TOO_LARGE')
      yield part
    }
  }
}

/** Files of the same name may come in one drop, from several folders: each keeps its content, the later ones get a number. */
async function createBeside(target: string): Promise<{ readonly handle: FileHandle; readonly place: string }> {
  const { dir, name, ext } = parse(target)
  for (let number = 1; ; number++) {
    const place = number === 1 ? target : join(dir, `${name} (${number})${ext}`)
    try {
      return { handle: await open(place, 'wx'), place }
    } catch (thrown) {
      if (!isExisting(thrown) || number === MOST_OF_ONE_NAME) throw thrown
    }
  }
}

function isExisting(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST'
}
