import { describe, expect, it } from 'vitest'
import { parseSevenZip } from '../../../src-main/adapters/archive/parseSevenZip.ts'
import { parseFile } from '../../../src-main/adapters/parsing/parseFile.ts'

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
/** Two members, LZMA2, made with py7zr: notes/harbour.txt and a CSV whose name has an umlaut; its list of members is packed. */
const PLAIN = bytesOf('N3q8ryccAATd3RAt2gAAAAAAAAAWAAAAAAAAAPZ7LRIBAElNZWV0aW5nIG5vdGVzOiB0aGUgaGFyYm91ciBvcGVucyBhdCBub29uLgpSZWdpb24sQW1vdW50Ck5vcnRoLDEyClNvdXRoLDMwCgDgAJwAhF0AAIEzB64P0qehfUC7lGQcfutiY/a5l5Iq21LvcrMwkCmO1S8z/upcXfgmRtrgRJWgxUmEhGJ7b5hh+6h2It02HAHUoMIprId+i9q/KrGa8ys0v2OPXT+mhUp6rbdd6jfVwQqH+HXiZ/f4GEBCQa/Ea7T1jBBFArP5kgiux7NxFnmAAAAAABcGTgEJgIwABwsBAAEhIQEYDICdAAA=')
/** One member under a password (AES-256). */
const LOCKED = bytesOf('N3q8ryccAARIthUNjwAAAAAAAAAUAAAAAAAAAFHLPJHlq9NgNTBmo0SXw8pihwCCt3Cgxim/LwgC1COqxgrrnwEAagEEBgABCSAKAfNbRncABwsBAAIkBvEHARJTD6vSaueXqczu6DFnd+3flkAhIQEYAQAMFhIACAoBhMCkLQAABQEREwBjAG8AZABlAC4AdAB4AHQAAAAUCgEAQGl+JeB53QEVBgEAIICAgQAAABcGIAEJbwAHCwEAASEhARgMawAA')

/** A 7z of one stored member, written by hand: for names and sizes that no packer writes. */
function storedArchive(name: string, content: Uint8Array): Uint8Array {
  const utf16 = Buffer.from(`${name}\0`, 'utf16le')
  const number = (value: number) => [0xc0 | (value >> 16), value & 0xff, (value >> 8) & 0xff]
  const word = (value: number) => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24]
  const header = Uint8Array.from([
    0x01, 0x04, 0x06, 0x00, 0x01, 0x09, ...number(content.length), 0x00,
    0x07, 0x0b, 0x01, 0x00, 0x01, 0x01, 0x00, 0x0c, ...number(content.length), 0x00, 0x08, 0x0a, 0x01, ...word(crc32(content)), 0x00, 0x00,
    0x05, 0x01, 0x11, ...number(utf16.length + 1), 0x00, ...utf16, 0x00, 0x00,
  ])
  const start = Buffer.alloc(20)
  start.writeBigUInt64LE(BigInt(content.length), 0)
  start.writeBigUInt64LE(BigInt(header.length), 8)
  start.writeUInt32LE(crc32(header), 16)
  const signature = Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, 0, 0, 0, 0])
  signature.writeUInt32LE(crc32(start), 8)
  return new Uint8Array(Buffer.concat([signature, start, content, header]))
}

function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

const request = (bytes: Uint8Array) => ({ path: 'a.7z', name: 'a.7z', bytes, maxFileBytes: 1e9, maxPages: 1, ocr: null })

describe('7z archives', () => {
  it('are folders of files', async () => {
    const document = await parseFile(request(PLAIN))
    expect(document.mediaType).toBe('application/x-7z-compressed')
    expect(document.embedded?.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([['notes/harbour.txt', 'Meeting notes: the harbour opens at noon.\n'], ['täbles/sums.csv', 'Region,Amount\nNorth,12\nSouth,30\n']])
    expect(document.units[0]?.text).toContain('notes/harbour.txt')
    expect(document.warnings).toEqual([])
  })

  it('say that they are locked, and do not ask for a password that would not help', async () => {
    await expect(parseFile(request(LOCKED))).rejects.toMatchObject({ code: 'UNSUPPORTED_TYPE', message: expect.stringContaining('locked') as string })
  })

  it.each([20, 40, 150, PLAIN.length - 1])('cut off after %d bytes are damaged, not empty', async (length) => {
    await expect(parseFile(request(PLAIN.slice(0, length)))).rejects.toMatchObject({ code: 'DAMAGED_FILE' })
  })

  it('with a wrong checksum are damaged', async () => {
    const bytes = PLAIN.slice()
    bytes[40] = (bytes[40] ?? 0) ^ 0xff
    await expect(parseFile(request(bytes))).rejects.toMatchObject({ code: 'DAMAGED_FILE' })
  })

  it('cannot name a place outside their folder', async () => {
    const document = await parseFile(request(storedArchive('../../evil.txt', Buffer.from('out'))))
    expect(document.embedded?.map(({ name }) => name)).toEqual(['evil.txt'])
    expect(document.warnings.map(({ code }) => code)).toContain('UNSAFE_NAME')
  })

  it('are not expanded beyond the limit', async () => {
    await expect(parseSevenZip(request(storedArchive('zeros.bin', new Uint8Array(60_000))), { maxExpandedBytes: 50_000 })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })
})
