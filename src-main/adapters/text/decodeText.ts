import iconv from 'iconv-lite'
import { decodeEscaped } from './decodeEscaped.ts'
import { detectLegacyEncoding } from './detectLegacyEncoding.ts'
import { detectWideEncoding } from './detectWideEncoding.ts'

export interface DecodedText {
  readonly text: string
  /** As iconv names it: `utf8`, `windows-1252`, `shift_jis` … */
  readonly encoding: string
}

// Enough to tell encodings apart; a whole large file is decoded once, with the answer.
const SAMPLE_BYTES = 65_536

/**
 * The text of a file in whatever encoding it is in; `null` when the bytes are not text. In order: a byte order mark, UTF-16 and
 * UTF-32 without one, UTF-8 where every byte agrees, ISO-2022 by its escape sequences, then the legacy code page that fits best.
 */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const encoding = byteOrderMark(bytes) ?? detectWideEncoding(bytes.subarray(0, SAMPLE_BYTES))
  if (encoding !== null) return readable(decode(bytes, encoding), encoding)
  const escaped = decodeEscaped(bytes)
  if (escaped !== null) return escaped
  const utf8 = decodeUtf8(bytes)
  if (utf8 !== null) return readable(utf8, 'utf8')
  if (bytes.subarray(0, SAMPLE_BYTES).includes(0)) return null
  const legacy = detectLegacyEncoding(bytes.subarray(0, SAMPLE_BYTES))
  return readable(decode(bytes, legacy), legacy)
}

function decode(bytes: Uint8Array, encoding: string): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding)
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  // A mark that was written the wrong way round is outvoted by the text after it.
  if (a === 0xff && b === 0xfe) return detectWideEncoding(bytes.subarray(2, SAMPLE_BYTES)) ?? 'utf-16le'
  if (a === 0xfe && b === 0xff) return detectWideEncoding(bytes.subarray(2, SAMPLE_BYTES)) ?? 'utf-16be'
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf8'
  return null
}

/** Strictly, but for a few broken places in a text that is UTF-8 everywhere else (cut files, pasted bytes). */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const sample = new TextDecoder('utf-8').decode(bytes.subarray(0, SAMPLE_BYTES))
    const broken = sample.match(/\uFFFD/g)?.length ?? 0
    // eslint-disable-next-line no-control-regex -- all of ASCII
    const wide = sample.replace(/[\x00-\x7f\uFFFD]/g, '').length
    return wide > 20 && broken * 20 < wide ? new TextDecoder('utf-8').decode(bytes) : null
  }
}

/** `null` when too much of it is control characters: the bytes only happened to decode. */
function readable(text: string, encoding: string): DecodedText | null {
  const sample = text.slice(0, SAMPLE_BYTES)
  // eslint-disable-next-line no-control-regex -- control characters are what is counted
  const controls = sample.match(/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/g)?.length ?? 0
  return controls * 100 <= sample.length ? { text, encoding } : null
}
