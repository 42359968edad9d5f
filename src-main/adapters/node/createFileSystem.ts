import { createHash, randomBytes } from 'node:crypto'
import { constants, type Dirent } from 'node:fs'
import { lstat, mkdir, open, readFile, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { DirectoryEntry, FileSystem } from '../../core/ports/FileSystem.ts'
import { isCloudPlaceholder } from './isCloudPlaceholder.ts'

/** Large enough that a thread-pool turn is worth it, small enough that several hashes at once stay small. */
const READ_BYTES = 1 << 18

/** Node's file system behind the port: nothing synchronous, missing things as values, other trouble as AppError. */
export function createFileSystem(): FileSystem {
  return {
    stat: (file) => orMissing(async () => {
      const facts = await stat(file)
      const kind = facts.isFile() ? 'file' as const : facts.isDirectory() ? 'directory' as const : 'other' as const
      const isPlaceholder = kind === 'file' && isCloudPlaceholder(facts, process.platform)
      return { kind, sizeBytes: facts.size, modifiedMs: facts.mtimeMs, inode: String(facts.ino), ...(isPlaceholder ? { isPlaceholder } : {}) }
    }),
    realPath: (file) => orMissing(() => realpath(file)),
    async list(directory) {
      const entries = await orUnreadable(() => readdir(directory, { withFileTypes: true }))
      return entries.map((entry): DirectoryEntry => ({ name: entry.name, kind: kindOf(entry) })).sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    hash: (file, signal) => orUnreadable(async () => {
      // Non-blocking: opening a pipe that nobody writes to would wait for ever.
      const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
      try {
        const hash = createHash('sha256')
        const buffer = Buffer.allocUnsafe(READ_BYTES)
        let sizeBytes = 0
        for (;;) {
          signal?.throwIfAborted()
          const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, null)
          if (bytesRead === 0) return { sha256: hash.digest('hex'), sizeBytes }
          hash.update(buffer.subarray(0, bytesRead))
          sizeBytes += bytesRead
        }
      } finally {
        await handle.close()
      }
    }),
    writeWhole: (file, bytes) => orUnreadable(() => writeAtomically(file, bytes)),
    readWhole: (file) => orMissing(() => readFile(file)),
    remove: (file) => orUnreadable(() => rm(file, { recursive: true, force: true })),
    async sizeOf(file) {
      const entries = await readdir(file, { recursive: true, withFileTypes: true }).catch(() => [])
      let sizeBytes = 0
      for (const entry of entries) {
        if (entry.isFile()) sizeBytes += (await lstat(path.join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0
      }
      return sizeBytes
    },
  }
}

/** Written aside, flushed, then renamed over the old one: after a crash there is the old file or the new one, never half of either. */
export async function writeAtomically(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const aside = `${file}.${randomBytes(4).toString('hex')}.tmp`
  try {
    const handle = await open(aside, 'wx')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(aside, file)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

function kindOf(entry: Dirent): DirectoryEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFile()) return 'file'
  return entry.isDirectory() ? 'directory' : 'other'
}

async function orMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    // ELOOP: a link to itself leads nowhere. ENAMETOOLONG and EINVAL: no such file can exist here.
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL'].includes(codeOf(error))) return undefined
    throw toFileError(error)
  }
}

async function orUnreadable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toFileError(error)
  }
}

function toFileError(error: unknown): unknown {
  if (error instanceof AppError || (error instanceof Error && error.name === 'AbortError')) return error
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT': return new AppError('DISK_FULL', undefined, { cause: error })
    case 'EROFS': return new AppError('READ_ONLY', undefined, { cause: error })
    default: return new AppError('UNREADABLE', undefined, { cause: error })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
