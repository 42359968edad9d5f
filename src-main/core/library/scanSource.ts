import path from 'node:path'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import type { Source } from '../ports/Catalog.ts'
import type { DirectoryEntry, FileFacts, FileSystem } from '../ports/FileSystem.ts'
import type { Sieve, Skip } from './createSieve.ts'
import type { FollowedLink } from './createLinkMap.ts'
import { stubbedFile, stubOf } from './cloudStub.ts'
import { isInside } from './isInside.ts'
import { isClosedFolder } from './skipReason.ts'

/** One file on disk as the scan found it. With `skip` it gets a report and is not read. */
export interface ScannedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly inode: string
  readonly skip?: Skip
}

export interface Scan {
  /** False: the folder itself is not there or cannot be listed; nothing may be concluded about its files. */
  readonly reachable: boolean
  readonly files: readonly ScannedFile[]
  /** Folders below that could not be listed: what the library holds from there stays. */
  readonly unreadable: readonly string[]
  /** Folders and linked folders that are left out with all that is below them. */
  readonly leftOut: readonly string[]
  readonly links: readonly FollowedLink[]
}

/** Entries looked at together: the thread pool has four threads, the rest waits in line. */
const STATS_AT_ONCE = 32
/** A folder that is left out gets a report for each file in it up to so many; beyond, one for the folder that says how many. */
const MOST_LEFT_OUT_REPORTS = 1000
/** Counting ends here. */
const MOST_COUNTED = 100_000

/**
 * Every file of a source, or of the part of it at `scope`, with what `stat` tells. A link that leads out of the source is OUTSIDE_FOLDER whatever the rules say.
 * Followed, a link's target is found under the link's name too; a link to a folder around itself, or inside a folder that was reached by a link, is not followed, so that
 * no circle can arise.
 */
export async function scanSource(fileSystem: FileSystem, source: Source, options: { readonly sieve: Sieve; readonly scope?: string; readonly signal?: AbortSignal }): Promise<Scan> {
  const { sieve } = options
  const files: ScannedFile[] = []
  const unreadable: string[] = []
  const leftOut: string[] = []
  const links: FollowedLink[] = []
  const scope = options.scope ?? source.path
  const root = source.kind === 'folder' ? source.path : path.dirname(source.path)
  const relativeOf = (file: string) => path.relative(root, file).split(path.sep).join('/')

  async function look(file: string, kind: DirectoryEntry['kind'], isLinked: boolean): Promise<void> {
    options.signal?.throwIfAborted()
    // A file that a person named is read whatever its name.
    if (file === source.path) return await addFile(file, undefined)
    if (kind === 'directory') {
      const skip = sieve.leavesOutFolder(relativeOf(file))
      return skip === undefined ? void await walk(file, isLinked) : await leaveOut(file, skip)
    }
    if (kind === 'link') return await lookAtLink(file, isLinked)
    const stubbed = stubbedFile(file)
    if (stubbed !== undefined) return addStubbed(stubbed)
    await addFile(file, sieve.leavesOutFile(relativeOf(file)))
  }

  async function lookAtLink(file: string, isLinked: boolean): Promise<void> {
    const target = await fileSystem.realPath(file)
    if (target === undefined) return void files.push({ ...NO_FACTS, path: file, skip: { code: 'UNREADABLE' } })
    if (!isInside(root, target)) return leave(file, { code: 'OUTSIDE_FOLDER' })
    if (!sieve.followLinks) return leave(file, { code: 'IGNORED_BY_RULE', message: 'The rules of the folder leave links out; what this one leads to is read at its own place.' })
    const facts = await fileSystem.stat(file).catch(() => undefined)
    links.push({ path: file, target })
    if (facts?.kind !== 'directory') return await addFile(file, sieve.leavesOutFile(relativeOf(file)))
    if (isLinked || isInside(target, file)) return leave(file, { code: 'IGNORED_BY_RULE', message: 'This link leads in a circle, or stands in a folder that was reached by a link; it is not followed.' })
    await look(file, 'directory', true)
  }

  /** Reported and not looked into. */
  function leave(file: string, skip: Skip): void {
    files.push({ ...NO_FACTS, path: file, skip })
    leftOut.push(file)
  }

  /** Reported under the name that a person knows; the document that the library may hold of it stays. */
  function addStubbed(file: string): void {
    files.push({ ...NO_FACTS, path: file, skip: { code: 'CLOUD_PLACEHOLDER' } })
  }

  async function addFile(file: string, skip: Skip | undefined): Promise<void> {
    let facts: FileFacts | undefined
    try {
      facts = await fileSystem.stat(file)
    } catch {
      files.push({ ...NO_FACTS, path: file, skip: skip ?? { code: 'UNREADABLE' } })
      return
    }
    // Gone between listing and looking, or a folder by now, which brings its own hint.
    if (facts === undefined || facts.kind === 'directory') return
    const isNamed = file === source.path
    const reason = skip ?? (facts.isPlaceholder === true ? { code: 'CLOUD_PLACEHOLDER' as const } : facts.kind === 'other' ? { code: 'UNSUPPORTED_TYPE' as const } : isNamed ? undefined : sieve.leavesOutSize(facts.sizeBytes))
    files.push({ path: file, sizeBytes: facts.sizeBytes, modifiedMs: facts.modifiedMs, inode: facts.inode, ...(reason === undefined ? {} : { skip: reason }) })
  }

  async function walk(directory: string, isLinked: boolean): Promise<boolean> {
    let entries
    try {
      entries = await fileSystem.list(directory)
    } catch (error) {
      // Deleted between listing and looking is not unreadable.
      if (directory !== scope && await fileSystem.stat(directory).catch(() => 'there') === undefined) return true
      unreadable.push(directory)
      if (directory !== scope) files.push({ ...NO_FACTS, path: directory, skip: { code: toAppError(error).code } })
      return false
    }
    const folders = entries.filter(({ kind }) => kind === 'directory')
    const others = entries.filter(({ kind }) => kind !== 'directory')
    for (let start = 0; start < others.length; start += STATS_AT_ONCE) {
      await Promise.all(others.slice(start, start + STATS_AT_ONCE).map(({ name, kind }) => look(path.join(directory, name), kind, isLinked)))
    }
    for (const { name } of folders) await look(path.join(directory, name), 'directory', isLinked)
    return true
  }

  /** Every file below gets its report, or the folder one for all. */
  async function leaveOut(folder: string, skip: Skip): Promise<void> {
    leftOut.push(folder)
    const below: string[] = []
    let count = 0
    // Programs keep up to hundred thousands of files in closed folders; nobody asks which.
    const waiting = isClosedFolder(path.basename(folder)) ? [] : [folder]
    for (let directory = waiting.pop(); directory !== undefined && count < MOST_COUNTED; directory = waiting.pop()) {
      options.signal?.throwIfAborted()
      for (const { name, kind } of await fileSystem.list(directory).catch(() => [])) {
        if (kind === 'directory') waiting.push(path.join(directory, name))
        else if (++count <= MOST_LEFT_OUT_REPORTS) below.push(path.join(directory, name))
      }
    }
    if (count > 0 && count <= MOST_LEFT_OUT_REPORTS) files.push(...below.map((file) => ({ ...NO_FACTS, path: file, skip })))
    else if (count > 0) files.push({ ...NO_FACTS, path: folder, skip: { ...skip, message: `${skip.message ?? 'This folder is left out.'} ${count < MOST_COUNTED ? count : `More than ${MOST_COUNTED}`} files are in it.` } })
    else if (isClosedFolder(path.basename(folder))) files.push({ ...NO_FACTS, path: folder, skip })
  }

  /** How the way down to the scope counts: through a folder that is left out, or by a link. */
  async function wayDown(): Promise<'plain' | 'linked' | 'leftOut'> {
    let link: string | undefined
    for (let folder = path.dirname(scope); folder !== root && isInside(root, folder); folder = path.dirname(folder)) {
      if (sieve.leavesOutFolder(relativeOf(folder)) !== undefined) return 'leftOut'
    }
    const parent = path.dirname(scope)
    const real = await fileSystem.realPath(parent)
    if (real === undefined || real === parent) return 'plain'
    for (let folder = parent; folder !== root; folder = path.dirname(folder)) {
      // The outermost link is the one whose own folder is where it says.
      if (await fileSystem.realPath(path.dirname(folder)) === path.dirname(folder)) link = folder
      if (link !== undefined) break
    }
    const target = link === undefined ? undefined : await fileSystem.realPath(link)
    if (link === undefined || target === undefined || !sieve.followLinks || !isInside(root, target) || isInside(target, link)) return 'leftOut'
    return real === path.join(target, path.relative(link, parent)) ? 'linked' : 'leftOut'
  }

  const rootFacts = await fileSystem.stat(source.path).catch(() => undefined)
  if (source.kind === 'folder' && rootFacts?.kind !== 'directory') return { reachable: false, files, unreadable, leftOut, links }
  // A single file is gone only when its folder is there without it.
  if (source.kind === 'file' && rootFacts === undefined && await fileSystem.stat(root).catch(() => undefined) === undefined) return { reachable: false, files, unreadable, leftOut, links }
  if (scope === source.path) {
    if (rootFacts?.kind !== 'directory') await addFile(scope, undefined)
    else if (!await walk(scope, false)) return { reachable: false, files, unreadable, leftOut, links }
  } else {
    const facts = await fileSystem.stat(scope).catch(() => undefined)
    const way = facts === undefined ? 'plain' : await wayDown()
    // What is in a folder that is left out is counted by the next full round; a busy one must not cost a walk for each of its changes.
    if (way === 'leftOut') unreadable.push(scope)
    else if (facts !== undefined) await look(scope, await isLink(scope) ? 'link' : facts.kind, way === 'linked')
    else if (await fileSystem.stat(stubOf(scope)).catch(() => undefined) !== undefined) addStubbed(scope)
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { reachable: true, files, unreadable, leftOut, links }

  async function isLink(file: string): Promise<boolean> {
    const parent = await fileSystem.realPath(path.dirname(file))
    return parent === undefined || await fileSystem.realPath(file) !== path.join(parent, path.basename(file))
  }
}

const NO_FACTS = { sizeBytes: 0, modifiedMs: 0, inode: '' }
