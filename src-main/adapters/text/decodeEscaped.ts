import iconv from 'iconv-lite'
import type { DecodedText } from './decodeText.ts'

const ESCAPE = 0x1b
const SHIFT_OUT = 0x0e
const SHIFT_IN = 0x0f

/**
 * Seven-bit East Asian text that announces its character sets by escape sequences: ISO-2022-JP (RFC 1468, 1554), ISO-2022-KR
 * (RFC 1557) and ISO-2022-CN (RFC 1922, GB 2312 only). `null` for everything else.
 */
export function decodeEscaped(bytes: Uint8Array): DecodedText | null {
  const escapeAt = bytes.indexOf(ESCAPE)
  if (escapeAt < 0 || bytes.some((byte) => byte >= 0x80)) return null
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  /* eslint-disable no-control-regex -- escape sequences are what is looked for */
  if (text.includes('\x1b$)C')) return { text: decodeShifted(bytes, 'euc-kr'), encoding: 'iso-2022-kr' }
  if (/\x1b\$\)[AG]/.test(text)) return { text: decodeShifted(bytes, 'gb2312'), encoding: 'iso-2022-cn' }
  if (/\x1b(\$[@B]|\$\([DQO]|\([JI])/.test(text)) return { text: new TextDecoder('iso-2022-jp').decode(bytes), encoding: 'iso-2022-jp' }
  return null
}

/** Between "shift out" and "shift in" stand the same codes as in the eight-bit form, with the high bits off. */
function decodeShifted(bytes: Uint8Array, encoding: string): string {
  const eightBit: number[] = []
  let isShifted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === SHIFT_OUT) isShifted = true
    else if (byte === SHIFT_IN) isShifted = false
    // `ESC $ ) C`: three more bytes that only name the character set.
    else if (byte === ESCAPE) at += bytes[at + 1] === 0x24 ? 3 : 1
    else {
      // A line end always returns to ASCII.
      if (byte === 0x0a) isShifted = false
      eightBit.push(isShifted && byte > 0x20 ? byte | 0x80 : byte)
    }
  }
  return iconv.decode(Buffer.from(eightBit), encoding)
}
