import { AppError } from '../../../src-shared/errors/AppError.ts'

/** A file that can be read at any place; a read past the end gives fewer bytes. */
export interface ByteSource {
  readonly sizeBytes: number
  read(offset: number, length: number): Promise<Uint8Array>
}

/** Reads little-endian values one after another; throws AppError MODEL_DAMAGED at the end of the file. */
export interface GgufCursor {
  offset(): number
  uint8(): Promise<number>
  uint32(): Promise<number>
  uint64(): Promise<bigint>
  /** A 64-bit count that must not exceed `limit`. */
  count(limit: number): Promise<number>
  text(length: number): Promise<string>
  /** Length (64 bit) and UTF-8 bytes. */
  string(): Promise<string>
  skip(length: number): Promise<void>
  skipThen<Value>(length: number, value: Value): Promise<Value>
}

// A header with a vocabulary of 150,000 words is read in a few reads, and the rest of a 40 GB file is never touched.
const WINDOW_BYTES = 1024 * 1024
// Chat templates, the longest strings of a header, have some ten thousand characters.
const MAX_STRING_BYTES = 4 * 1024 * 1024

export function createGgufCursor(source: ByteSource): GgufCursor {
  let offset = 0
  let window = new Uint8Array(0)
  let windowStart = 0

  function truncated(): AppError {
    return new AppError('MODEL_DAMAGED', 'The file ends inside its header: it was not copied or downloaded completely.')
  }

  async function take(length: number): Promise<DataView> {
    if (offset < windowStart || offset + length > windowStart + window.length) {
      window = await source.read(offset, Math.max(length, WINDOW_BYTES)) as Uint8Array<ArrayBuffer>
      windowStart = offset
      if (window.length < length) throw truncated()
    }
    const view = new DataView(window.buffer, window.byteOffset + offset - windowStart, length)
    offset += length
    return view
  }

  const cursor: GgufCursor = {
    offset: () => offset,
    uint8: async () => (await take(1)).getUint8(0),
    uint32: async () => (await take(4)).getUint32(0, true),
    uint64: async () => (await take(8)).getBigUint64(0, true),
    async count(limit) {
      const value = await cursor.uint64()
      if (value > BigInt(limit)) throw new AppError('MODEL_DAMAGED', 'The header of the file names more entries than any model has.')
      return Number(value)
    },
    async text(length) {
      return new TextDecoder().decode(await take(length))
    },
    async string() {
      return cursor.text(await cursor.count(MAX_STRING_BYTES))
    },
    async skip(length) {
      offset += length
      if (offset > source.sizeBytes) throw truncated()
    },
    async skipThen(length, value) {
      await cursor.skip(length)
      return value
    },
  }
  return cursor
}
