import { picturePixels } from './makePicture.ts'

const ENTRIES = 9
const DIRECTORY_BYTES = 2 + ENTRIES * 12 + 4

/** A fax-like TIFF 6.0, one uncompressed grey page for each list of lines: header, then for each page its directory and its one strip. */
export function makeTiff(pages: readonly (readonly string[])[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])]
  let offset = 8
  pages.forEach((lines, index) => {
    const { width, height, pixels } = picturePixels(lines)
    const strip = Buffer.alloc(width * height)
    for (let at = 0; at < strip.length; at += 1) strip[at] = pixels[at * 4] ?? 255
    const stripOffset = offset + DIRECTORY_BYTES
    const next = stripOffset + strip.length
    const directory = Buffer.alloc(DIRECTORY_BYTES)
    directory.writeUInt16LE(ENTRIES, 0)
    // Width, height, bits, no compression, black is zero, offset, samples, rows, bytes: all as 32-bit numbers.
    const entries = [[256, width], [257, height], [258, 8], [259, 1], [262, 1], [273, stripOffset], [277, 1], [278, height], [279, strip.length]] as const
    entries.forEach(([tag, value], entry) => {
      const at = 2 + entry * 12
      directory.writeUInt16LE(tag, at)
      directory.writeUInt16LE(4, at + 2)
      directory.writeUInt32LE(1, at + 4)
      directory.writeUInt32LE(value, at + 8)
    })
    directory.writeUInt32LE(index === pages.length - 1 ? 0 : next, DIRECTORY_BYTES - 4)
    parts.push(directory, strip)
    offset = next
  })
  return new Uint8Array(Buffer.concat(parts))
}
