const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
// The end record stands before a comment of at most 65,535 bytes.
const MAX_COMMENT = 65_557
// Enough to see what a package is; archives with more members are containers anyway.
const MAX_NAMES = 4_000

/**
 * Names of a ZIP's members from its central directory, or from its local headers where that is lost (truncated downloads).
 * Looks at no content, so it cannot be made to expand anything.
 */
export function zipNames(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = directoryStart(view)
  const names: string[] = []
  if (start !== null) {
    for (let at = start; at + 46 <= view.byteLength && view.getUint32(at, true) === DIRECTORY_ENTRY && names.length < MAX_NAMES;) {
      const nameLength = view.getUint16(at + 28, true)
      names.push(decodeName(bytes, at + 46, nameLength))
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    }
    if (names.length > 0) return names
  }
  for (let at = 0; at + 30 <= view.byteLength && view.getUint32(at, true) === LOCAL_HEADER && names.length < MAX_NAMES;) {
    const nameLength = view.getUint16(at + 26, true)
    names.push(decodeName(bytes, at + 30, nameLength))
    at += 30 + nameLength + view.getUint16(at + 28, true) + view.getUint32(at + 18, true)
  }
  return names
}

/** The content of an OpenDocument or EPUB `mimetype` member, which the formats require to be first and stored. */
export function zipMimetype(bytes: Uint8Array): string | null {
  const head = decodeName(bytes, 0, Math.min(bytes.length, 160))
  // eslint-disable-next-line no-control-regex -- bytes of a local file header
  const match = /^PK\x03\x04[^]{22}\x08\x00[^]{2}mimetype/.exec(head)
  if (match === null) return null
  return /^[\w.+/-]+/.exec(head.slice(match[0].length))?.[0].replace(/PK$/, '') ?? null
}

function directoryStart(view: DataView): number | null {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - MAX_COMMENT; at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue
    const start = view.getUint32(at + 16, true)
    // A ZIP with something before it (self-extracting) counts offsets from its own start.
    const shifted = at - view.getUint32(at + 12, true)
    for (const candidate of [start, shifted]) {
      if (candidate >= 0 && candidate + 4 <= view.byteLength && view.getUint32(candidate, true) === DIRECTORY_ENTRY) return candidate
    }
    return null
  }
  return null
}

function decodeName(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, Math.min(length, bytes.length - start))).toString('latin1')
}
