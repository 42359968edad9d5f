// What every compressed stream may refer back to before it has written anything ([MS-OXRTFCP] 2.1.2.1).
const DICTIONARY = '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const COMPRESSED = 0x75465a4c
const UNCOMPRESSED = 0x414c454d
// The body of a mail; what claims more is damaged or hostile.
const MAX_BYTES = 100_000_000

/** Compressed RTF of Outlook ([MS-OXRTFCP]) as bytes in latin1 characters; `null` when it is damaged. */
export function decompressRtf(bytes: Uint8Array): string | null {
  if (bytes.length < 16) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = view.getUint32(4, true)
  const kind = view.getUint32(8, true)
  if (kind === UNCOMPRESSED) return Buffer.from(bytes.subarray(16)).toString('latin1')
  if (kind !== COMPRESSED || size > MAX_BYTES) return null
  const window = new Uint8Array(4096)
  window.set(Buffer.from(DICTIONARY, 'latin1'))
  let write = DICTIONARY.length
  const out = Buffer.alloc(size)
  let length = 0
  const put = (byte: number): void => {
    if (length < size) out[length++] = byte
    window[write] = byte
    write = (write + 1) & 0xfff
  }
  for (let at = 16; at < bytes.length && length < size;) {
    const control = bytes[at++] ?? 0
    for (let bit = 0; bit < 8 && at < bytes.length && length < size; bit++) {
      if ((control & (1 << bit)) === 0) { put(bytes[at++] ?? 0); continue }
      const reference = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
      at += 2
      let from = reference >> 4
      if (from === write) return out.subarray(0, length).toString('latin1')
      for (let count = (reference & 0xf) + 2; count > 0; count--) { put(window[from] ?? 0); from = (from + 1) & 0xfff }
    }
  }
  return out.subarray(0, length).toString('latin1')
}
