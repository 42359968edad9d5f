import type { ArchiveReader } from 'libarchive-wasm'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { ARCHIVE_LIMITS, Collection } from './Collection.ts'
import { sevenZipNames } from './sevenZipNames.ts'

const PIECE_BYTES = 1 << 20
/** Its first byte; RAR begins with another. */
const SEVEN_ZIP = 0x37
/** Folders included. */
const MAX_ENTRIES = 100_000
const MAX_LIST_BYTES = 64_000_000

/**
 * 7z and RAR as a folder of members, through libarchive in WebAssembly: native code that reads what strangers wrote, in a sandbox that cannot reach the file
 * system. Its instance goes with the archive. Sizes are counted while expanding, never believed; links are not followed. Throws UNSUPPORTED_TYPE (locked),
 * DAMAGED_FILE, LIMIT_EXCEEDED.
 */
export async function parseSevenZip(input: FormatInput, limits: { readonly maxExpandedBytes: number } = ARCHIVE_LIMITS): Promise<ParsedContent> {
  const { ArchiveReader, libarchiveWasm } = await import('libarchive-wasm')
  const { bytes } = input
  const library = await libarchiveWasm()
  const open = (archive: Uint8Array) => new ArchiveReader(library, new Int8Array(archive.buffer, archive.byteOffset, archive.length))
  if (isCutShort(bytes)) throw new AppError('DAMAGED_FILE', 'The archive ends before its list of members.')
  const collection = new Collection()
  const members: { readonly name: string; readonly content?: Uint8Array }[] = []
  let budget = limits.maxExpandedBytes
  try {
    const reader = open(bytes)
    for (let entry = reader.nextEntryPointer(); entry !== 0; entry = reader.nextEntryPointer()) {
      input.signal?.throwIfAborted()
      const name = reader.getEntryPathname(entry)
      if (reader.getEntryFiletype(entry) !== 'File') { members.push({ name }); continue }
      if (reader.isEntryEncrypted(entry)) throw locked()
      const content = readEntry(reader, budget)
      budget -= content.length
      members.push({ name, content })
      if (members.length > MAX_ENTRIES) throw new AppError('LIMIT_EXCEEDED')
      input.onProgress?.(members.length, undefined, 'members')
    }
    // The end and a break both read as "no further entry".
    const broken = reader.libarchive.error_string(reader.archive)
    if (broken !== null && broken !== '') throw new Error(broken)
  } catch (thrown) {
    if (thrown instanceof AppError || (thrown instanceof Error && thrown.name === 'AbortError')) throw thrown
    const message = thrown instanceof Error ? thrown.message : ''
    if (/passphrase|encrypt|password/i.test(message)) throw locked(thrown)
    if (members.every(({ content }) => content === undefined)) throw new AppError('DAMAGED_FILE', undefined, { cause: thrown })
    collection.warn('DAMAGED_FILE', 'The archive is damaged; the members before the damage were read.')
  }
  const seen = members.map(({ name }) => name)
  // The library was built without locales: what it cannot spell it writes as a star.
  const hasStars = seen.some((name) => name.includes('*'))
  const names = hasStars && bytes[0] === SEVEN_ZIP ? sevenZipNames(bytes, seen, (archive) => unpackFirst(open(archive))) : undefined
  for (const [index, { name, content }] of members.entries()) if (content !== undefined) collection.add(names?.[index] ?? name, content)
  if (hasStars && names === undefined) collection.warn('NAME_CHANGED', 'Letters beyond ASCII in the names of members are shown as *; their content is complete.')
  return collection.content()
}

function locked(cause?: unknown): AppError {
  return new AppError('UNSUPPORTED_TYPE', 'This archive is locked with a password, and Footnote cannot unlock archives of this kind.', { action: 'Unpack it yourself and add the files.', cause })
}

/** A 7z file says at its beginning where its list of members lies: at its end. Without it nothing would be found, and nothing said. */
function isCutShort(bytes: Uint8Array): boolean {
  if (bytes[0] !== SEVEN_ZIP) return false
  if (bytes.length < 32) return true
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return 32n + view.getBigUint64(12, true) + view.getBigUint64(20, true) > BigInt(bytes.length)
}

function unpackFirst(reader: ArchiveReader): Uint8Array | undefined {
  try {
    return reader.nextEntryPointer() === 0 ? undefined : readEntry(reader, MAX_LIST_BYTES)
  } catch {
    // Then the members keep their stars.
    return undefined
  } finally {
    reader.free()
  }
}

/** All of the current entry, piece by piece: what the archive says about its size may be a lie. */
function readEntry(reader: { readData(size: number): Int8Array }, budget: number): Uint8Array {
  const pieces: Uint8Array[] = []
  let size = 0
  for (let piece = reader.readData(PIECE_BYTES); piece.length > 0; piece = reader.readData(PIECE_BYTES)) {
    size += piece.length
    if (size > budget) throw new AppError('LIMIT_EXCEEDED')
    pieces.push(new Uint8Array(piece.buffer, piece.byteOffset, piece.length))
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) { whole.set(piece, at); at += piece.length }
  return whole
}
