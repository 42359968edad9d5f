import path from 'node:path'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'
import type { Source } from '../ports/Catalog.ts'
import type { FileFacts, FileSystem } from '../ports/FileSystem.ts'
import { isInside } from './isInside.ts'
import { isClosedFolder, skipReason } from './skipReason.ts'

/** One file on disk as the scan found it. With `skip` it gets a report and is not read. */
export interface ScannedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly inode: string
  readonly skip?: ErrorCode
}

export interface Scan {
  /** False: the folder itself is not there or cannot be listed; nothing may be concluded about its files. */
  readonly reachable: boolean
  readonly files: readonly ScannedFile[]
  /** Folders below that could not be listed: what the library holds from there stays. */
  readonly unreadable: readonly string[]
}

/** Entries looked at together: the thread pool has four threads, the rest waits in line. */
const STATS_AT_ONCE = 32

/**
 * Every file of a source, or of the part of it at `scope`, with what `stat` tells. Links to files are files when they stay inside the source, OUTSIDE_FOLDER when
 * they lead out; links to folders are never followed: what is inside is read at its own place, and circles cannot arise.
 */
export async function scanSource(fileSystem: FileSystem, source: Source, options: { readonly scope?: string; readonly signal?: AbortSignal } = {}): Promise<Scan> {
  const files: ScannedFile[] = []
  const unreadable: string[] = []
  const scope = options.scope ?? source.path
  const root = source.kind === 'folder' ? source.path : path.dirname(source.path)

  async function look(file: string, kind: 'file' | 'directory' | 'link' | 'other'): Promise<void> {
    options.signal?.throwIfAborted()
    const relative = path.relative(root, file).split(path.sep).join('/')
    const isNamed = file === source.path
    if (kind === 'directory') {
      if (isClosedFolder(path.basename(file)) && !isNamed) files.push({ ...NO_FACTS, path: file, skip: 'IGNORED' })
      else await walk(file)
      return
    }
    // A file that a person named is read whatever its name.
    const skip = isNamed ? undefined : skipReason(relative)
    if (kind === 'link' && !isNamed) {
      const target = await fileSystem.realPath(file)
      if (target === undefined) files.push({ ...NO_FACTS, path: file, skip: 'UNREADABLE' })
      else if (!isInside(root, target)) files.push({ ...NO_FACTS, path: file, skip: 'OUTSIDE_FOLDER' })
      else await addFile(file, skip, true)
      return
    }
    await addFile(file, skip, false)
  }

  async function addFile(file: string, skip: ErrorCode | undefined, isLink: boolean): Promise<void> {
    let facts: FileFacts | undefined
    try {
      facts = await fileSystem.stat(file)
    } catch {
      files.push({ ...NO_FACTS, path: file, skip: skip ?? 'UNREADABLE' })
      return
    }
    // Gone between listing and looking.
    if (facts === undefined) return
    if (facts.kind === 'directory') {
      if (isLink) files.push({ ...NO_FACTS, path: file, skip: 'IGNORED' })
      return
    }
    const reason = skip ?? (facts.kind === 'other' ? 'UNSUPPORTED_TYPE' : undefined)
    files.push({ path: file, sizeBytes: facts.sizeBytes, modifiedMs: facts.modifiedMs, inode: facts.inode, ...(reason === undefined ? {} : { skip: reason }) })
  }

  async function walk(directory: string): Promise<boolean> {
    let entries
    try {
      entries = await fileSystem.list(directory)
    } catch (error) {
      // Deleted between listing and looking is not unreadable.
      if (directory !== scope && await fileSystem.stat(directory).catch(() => 'there') === undefined) return true
      unreadable.push(directory)
      if (directory !== scope) files.push({ ...NO_FACTS, path: directory, skip: toAppError(error).code })
      return false
    }
    const folders = entries.filter(({ kind }) => kind === 'directory')
    const others = entries.filter(({ kind }) => kind !== 'directory')
    for (let start = 0; start < others.length; start += STATS_AT_ONCE) {
      await Promise.all(others.slice(start, start + STATS_AT_ONCE).map(({ name, kind }) => look(path.join(directory, name), kind)))
    }
    for (const { name } of folders) await look(path.join(directory, name), 'directory')
    return true
  }

  const rootFacts = await fileSystem.stat(source.path).catch(() => undefined)
  if (source.kind === 'folder' && rootFacts?.kind !== 'directory') return { reachable: false, files, unreadable }
  // A single file is gone only when its folder is there without it.
  if (source.kind === 'file' && rootFacts === undefined && await fileSystem.stat(root).catch(() => undefined) === undefined) return { reachable: false, files, unreadable }
  const facts = scope === source.path ? rootFacts : await fileSystem.stat(scope).catch(() => undefined)
  if (facts?.kind === 'directory') {
    // A scope below a closed folder, or reached through a link, is not the scope of a scan.
    const between = path.relative(root, scope).split(path.sep)
    if (!between.some(isClosedFolder) && !await walk(scope)) return { reachable: scope !== source.path, files, unreadable }
  } else if (facts !== undefined) {
    const isLink = await fileSystem.realPath(scope) !== scope
    await look(scope, isLink ? 'link' : 'file')
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { reachable: true, files, unreadable }
}

const NO_FACTS = { sizeBytes: 0, modifiedMs: 0, inode: '' }
