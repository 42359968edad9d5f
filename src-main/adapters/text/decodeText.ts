import { analyse } from 'chardet'
import iconv from 'iconv-lite'

export interface DecodedText {
  readonly text: string
  /** As iconv names it: `utf8`, `windows-1252`, `shift_jis` … */
  readonly encoding: string
}

// Enough to tell encodings apart; a whole large file is decoded once, with the answer.
const SAMPLE_BYTES = 65_536

/** The text of a file in whatever encoding it is in; `null` when the bytes are not text. */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const marked = byteOrderMark(bytes)
  if (marked !== null) return decode(bytes, marked)
  const utf8 = decodeUtf8(bytes)
  if (utf8 !== null) return isMostlyText(utf8) ? { text: utf8, encoding: 'utf8' } : null
  if (bytes.subarray(0, SAMPLE_BYTES).includes(0)) return null
  const best = analyse(bytes.subarray(0, SAMPLE_BYTES))[0]?.name ?? 'windows-1252'
  return decode(bytes, iconv.encodingExists(best) ? best : 'windows-1252')
}

function decode(bytes: Uint8Array, encoding: string): DecodedText {
  return { text: iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding), encoding }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf8'
  return null
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function isMostlyText(text: string): boolean {
  const sample = text.slice(0, SAMPLE_BYTES)
  // eslint-disable-next-line no-control-regex -- control characters are what is counted
  const controls = sample.match(/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/g)?.length ?? 0
  return controls * 100 <= sample.length
}
