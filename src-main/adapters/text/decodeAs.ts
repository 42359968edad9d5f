import iconv from 'iconv-lite'
import { decodeText } from './decodeText.ts'

/**
 * Text of bytes that claim an encoding: decoded by the claim where it holds, else by what the bytes themselves show (mails
 * claim "us-ascii" for anything). `isTrue` says whether an ordinary decoder, believing the claim, would have got the same.
 */
export function decodeAs(bytes: Uint8Array, label: string): { readonly text: string; readonly isTrue: boolean } {
  const claim = label.toLowerCase().trim()
  const isAscii = !bytes.some((byte) => byte >= 0x80 || byte === 0x1b || byte === 0x0e)
  if (isAscii && !/^(utf-?7|hz|iso-2022|unicode-1-1-utf-7)/.test(claim)) return { text: Buffer.from(bytes).toString('latin1'), isTrue: true }
  const known = standardDecoder(claim)
  // Western labels are what careless senders write on UTF-8; real Western text is hardly ever valid UTF-8.
  if (known !== null && /^(us-ascii|ascii|iso-8859-1|windows-1252|latin1)$/.test(claim)) {
    const utf8 = strict(bytes, 'utf-8')
    if (utf8 !== null) return { text: utf8, isTrue: false }
  }
  const text = known === null || claim === 'us-ascii' || claim === 'ascii' ? null : strict(bytes, claim)
  if (text !== null) return { text, isTrue: true }
  if (known === null && claim !== '' && iconv.encodingExists(claim)) return { text: iconv.decode(Buffer.from(bytes), claim), isTrue: false }
  const found = decodeText(bytes)
  return { text: found?.text ?? Buffer.from(bytes).toString('latin1'), isTrue: false }
}

/** Whether the standard's decoder knows a label; it refuses some that it lists for safety. */
export function standardDecoder(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return label === '' ? null : new TextDecoder(label, { fatal: true })
  } catch {
    return null
  }
}

function strict(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
