import { crc32 } from 'node:zlib'

const HEADER = 0x01
const ENCODED_HEADER = 0x17
const PACK_INFO = 0x06
const SUB_STREAMS = 0x08
const NAMES = 0x11
/** Signature, version, and where the header lies. */
const START_BYTES = 32
/** A list of members this long is no list of members. */
const MAX_HEADER_BYTES = 64_000_000

/**
 * The names of all members of a 7z archive, in its order, as it stores them (7zFormat.txt: UTF-16 in the header). The library that unpacks has no locales and writes
 * every letter beyond ASCII as a star. `unpackFirst` unpacks the one member of an archive: headers are mostly packed like a member, and are handed to it as one.
 * `seen`: the names with stars; undefined where nothing in the header fits them.
 */
export function sevenZipNames(archive: Uint8Array, seen: readonly string[], unpackFirst: (archive: Uint8Array) => Uint8Array | undefined): readonly string[] | undefined {
  let header = headerOf(archive)
  // Packed twice is allowed, and nobody does it.
  for (let times = 0; times < 2 && header?.[0] === ENCODED_HEADER; times++) {
    const wrapped = asMember(archive, header)
    header = wrapped === undefined ? undefined : unpackFirst(wrapped)
  }
  return header?.[0] !== HEADER || header.length > MAX_HEADER_BYTES ? undefined : findNames(header, seen)
}

function headerOf(archive: Uint8Array): Uint8Array | undefined {
  if (archive.length < START_BYTES) return undefined
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length)
  const start = START_BYTES + Number(view.getBigUint64(12, true))
  return archive.subarray(start, start + Number(view.getBigUint64(20, true)))
}

/** An archive whose only member is the packed header: its streams as the encoded header describes them, and a name. */
function asMember(archive: Uint8Array, encoded: Uint8Array): Uint8Array | undefined {
  if (encoded[1] !== PACK_INFO) return undefined
  const [position, streams] = readNumber(encoded, 2)
  const packed = archive.subarray(START_BYTES + position, archive.length - encoded.length)
  const name = [NAMES, 5, 0, 0x68, 0, 0, 0]
  // An encoded header may leave out that each stream is one member; a list of members may not.
  const hasSubStreams = encoded.at(-2) === 0 && encoded.at(-3) === SUB_STREAMS
  const subStreams = hasSubStreams ? [] : [SUB_STREAMS, 0]
  const header = Uint8Array.from([HEADER, 0x04, PACK_INFO, 0, ...encoded.subarray(streams, -1), ...subStreams, 0, 0x05, 1, ...name, 0, 0])
  const start = Buffer.alloc(20)
  start.writeBigUInt64LE(BigInt(packed.length), 0)
  start.writeBigUInt64LE(BigInt(header.length), 8)
  start.writeUInt32LE(crc32(header), 16)
  const signature = Buffer.from(archive.subarray(0, 12))
  signature.writeUInt32LE(crc32(start), 8)
  return new Uint8Array(Buffer.concat([signature, start, packed, header]))
}

/** The property that holds as many names as there are members, each as it was seen but for its stars. What precedes it need not be understood. */
function findNames(header: Uint8Array, seen: readonly string[]): readonly string[] | undefined {
  const patterns = seen.map((name) => new RegExp(`^${name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)).join('[^\\x00-\\x7f]+?')}$`, 'su'))
  for (let at = header.indexOf(NAMES); at >= 0; at = header.indexOf(NAMES, at + 1)) {
    const [size, begin] = readNumber(header, at + 1)
    const isUtf16 = size % 2 === 1 && size > 1 && header[begin] === 0 && begin + size <= header.length
    const names = isUtf16 ? Buffer.from(header.subarray(begin + 1, begin + size)).toString('utf16le').split('\0') : []
    if (names.length === seen.length + 1 && names.pop() === '' && names.every((name, index) => patterns[index]?.test(name.replaceAll('\\', '/')) === true || patterns[index]?.test(name) === true)) return names
  }
  return undefined
}

/** A number of one to nine bytes, the first of which says how many follow; with the place after it. */
function readNumber(bytes: Uint8Array, at: number): readonly [value: number, next: number] {
  const first = bytes[at] ?? 0
  let value = 0
  for (let index = 0; index < 8; index++) {
    const mask = 0x80 >> index
    if ((first & mask) === 0) return [value + (first & (mask - 1)) * 2 ** (8 * index), at + 1 + index]
    value += (bytes[at + 1 + index] ?? 0) * 2 ** (8 * index)
  }
  return [value, at + 9]
}
