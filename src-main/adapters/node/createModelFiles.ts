import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { ModelFiles } from '../../core/ports/ModelFiles.ts'

// A read that long amortises the hash and the system calls; more does not copy faster.
const COPY_BYTES = 4 * 1024 * 1024
const UNFINISHED = /\.[0-9a-f]{8}\.part$/

export function createModelFiles(): ModelFiles {
  return {
    async open(file) {
      const handle = await open(file, 'r').catch((cause: unknown) => { throw unreadable(file, cause) })
      const facts = await handle.stat()
      if (!facts.isFile()) {
        await handle.close()
        throw unreadable(file)
      }
      return {
        sizeBytes: facts.size,
        async read(offset, length) {
          const buffer = new Uint8Array(length)
          const { bytesRead } = await handle.read(buffer, 0, length, offset)
          return buffer.subarray(0, bytesRead)
        },
        close: () => handle.close(),
      }
    },

    async copyWhole(from, to, { signal, onProgress } = {}) {
      const directory = path.dirname(to)
      await mkdir(directory, { recursive: true })
      const { size: totalBytes } = await stat(from).catch((cause: unknown) => { throw unreadable(from, cause) })
      const { bavail, bsize } = await statfs(directory)
      if (bavail * bsize < totalBytes) {
        throw new AppError('DISK_FULL', `The copy needs ${Math.ceil(totalBytes / 1e6).toLocaleString('en')} MB, and ${Math.floor(bavail * bsize / 1e6).toLocaleString('en')} MB are free.`)
      }
      const part = `${to}.${randomBytes(4).toString('hex')}.part`
      const source = await open(from, 'r')
      try {
        const target = await open(part, 'wx')
        const hash = createHash('sha256')
        let doneBytes = 0
        try {
          const buffer = Buffer.allocUnsafe(COPY_BYTES)
          for (;;) {
            signal?.throwIfAborted()
            const { bytesRead } = await source.read(buffer, 0, COPY_BYTES, null)
            if (bytesRead === 0) break
            const bytes = buffer.subarray(0, bytesRead)
            hash.update(bytes)
            await target.writeFile(bytes)
            doneBytes += bytesRead
            onProgress?.({ doneBytes, totalBytes })
          }
          await target.sync()
        } finally {
          await target.close()
        }
        await rename(part, to)
        return { sha256: hash.digest('hex'), sizeBytes: doneBytes }
      } catch (error) {
        await rm(part, { force: true })
        throw error
      } finally {
        await source.close()
      }
    },

    async sweep(directory) {
      const names = await readdir(directory).catch(() => [])
      await Promise.all(names.filter((name) => UNFINISHED.test(name)).map((name) => rm(path.join(directory, name), { force: true })))
    },
  }
}

function unreadable(file: string, cause?: unknown): AppError {
  return new AppError('UNREADABLE', `The file ${file} could not be opened.`, { cause })
}
