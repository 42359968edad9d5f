import type { Readable } from 'node:stream'
import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '../../../src-shared/errors/AppError.ts'

/**
 * Reading of ZIP packages and archives. What goes wrong without the limits: a few kilobytes expand to gigabytes, sizes in the
 * directory lie about the data, one stretch of data is listed a thousand times. So sizes are counted while expanding, never
 * believed, and all members of a file share one budget.
 */
export interface ZipLimits {
  readonly maxMembers: number
  /** Of all members that are read, together. */
  readonly maxExpandedBytes: number
}

export const PACKAGE_LIMITS: ZipLimits = {
  // Largest real documents have a few thousand pictures and sheets.
  maxMembers: 50_000,
  // A workbook's XML is about ten times its file; a worker has about 2 GiB.
  maxExpandedBytes: 1_000_000_000,
}

export interface ZipMember {
  readonly name: string
  readonly isDirectory: boolean
  readonly isEncrypted: boolean
  /** As the directory says; not to be trusted. */
  readonly declaredBytes: number
}

export interface OpenZip {
  readonly members: readonly ZipMember[]
  has(name: string): boolean
  /** Content of a member; `undefined` when there is none of that name. Throws DAMAGED_FILE, LIMIT_EXCEEDED, PASSWORD_NEEDED. */
  read(name: string): Promise<Uint8Array | undefined>
  /** The same as it is expanded, for members that are not wanted in memory as a whole; nothing for a name that is not there. */
  stream(name: string): AsyncIterable<Uint8Array>
}

/** Opens a ZIP that is in memory. Names are looked up exactly, then without regard to case, as Office does. */
export async function openZip(bytes: Uint8Array, limits: ZipLimits = PACKAGE_LIMITS): Promise<OpenZip> {
  const zip = await openBuffer(bytes)
  const entries = await listEntries(zip, limits.maxMembers)
  const byName = new Map<string, Entry>()
  for (const { name, entry } of entries) {
    if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), entry)
  }
  for (const { name, entry } of entries) byName.set(name, entry)
  const entryOf = (name: string) => byName.get(name) ?? byName.get(name.toLowerCase())
  let budget = limits.maxExpandedBytes
  async function* stream(name: string): AsyncGenerator<Uint8Array> {
    const entry = entryOf(name)
    if (entry === undefined) return
    if (entry.isEncrypted()) throw new AppError('PASSWORD_NEEDED')
    const content = await openEntry(zip, entry)
    let size = 0
    try {
      for await (const chunk of content as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > budget) throw new AppError('LIMIT_EXCEEDED')
        yield chunk
      }
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : new AppError('DAMAGED_FILE', undefined, { cause: thrown })
    } finally {
      // A member that is too large costs itself, not the ones after it.
      if (size <= budget) budget -= size
    }
  }
  return {
    members: entries.map(({ name, entry }) => ({
      name, isDirectory: name.endsWith('/'), isEncrypted: entry.isEncrypted(), declaredBytes: entry.uncompressedSize,
    })),
    has: (name) => entryOf(name) !== undefined,
    stream,
    async read(name) {
      if (entryOf(name) === undefined) return undefined
      const chunks: Uint8Array[] = []
      for await (const chunk of stream(name)) chunks.push(chunk)
      // Plain bytes: some libraries refuse Node's Buffer.
      return new Uint8Array(Buffer.concat(chunks))
    },
  }
}

function openBuffer(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new Promise((resolve, reject) => {
    // Names are decoded and judged here: one bad name must not cost the other members.
    fromBuffer(buffer, { lazyEntries: true, decodeStrings: false, validateEntrySizes: false }, (error, zip) => {
      if (error === null) resolve(zip)
      else reject(new AppError('DAMAGED_FILE', undefined, { cause: error }))
    })
  })
}

interface NamedEntry { readonly name: string; readonly entry: Entry }

function listEntries(zip: ZipFile, maxMembers: number): Promise<NamedEntry[]> {
  const entries: NamedEntry[] = []
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      if (entries.length >= maxMembers) return reject(new AppError('LIMIT_EXCEEDED'))
      entries.push({ name: memberName(entry), entry })
      zip.readEntry()
    })
    zip.on('end', () => { resolve(entries) })
    // A damaged directory still lists the members before the damage.
    zip.on('error', (error: Error) => { if (entries.length > 0) resolve(entries); else reject(new AppError('DAMAGED_FILE', undefined, { cause: error })) })
    zip.readEntry()
  })
}

const CP437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ '

/** UTF-8 where the entry says so or where the bytes are (macOS writes UTF-8 without saying), else the code page of the format. */
function memberName(entry: Entry): string {
  const raw = entry.fileName as unknown as Buffer
  let name: string
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    name = Array.from(raw, (byte) => (byte < 128 ? String.fromCharCode(byte) : CP437.charAt(byte - 128))).join('')
  }
  return name.replaceAll('\\', '/')
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const damaged = (error: unknown): void => { reject(new AppError('DAMAGED_FILE', undefined, { cause: error })) }
    try {
      zip.openReadStream(entry, (error, content) => {
        if (error === null) resolve(content)
        else damaged(error)
      })
    } catch (thrown) {
      damaged(thrown)
    }
  })
}
