export type RtfToken =
  | { readonly kind: 'open' | 'close' }
  /** A control word with its number, `\fs24`; `param` is null without one. */
  | { readonly kind: 'word'; readonly name: string; readonly param: number | null }
  /** A control symbol, `\~`. */
  | { readonly kind: 'symbol'; readonly char: string }
  /** A character of the current code page, `\'e4`. */
  | { readonly kind: 'byte'; readonly byte: number }
  /** Characters as they stand; each is one byte. */
  | { readonly kind: 'text'; readonly text: string }

const TEXT = /[^\\{}\r\n]+/y
const WORD = /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?/y
const HEX = /\\'([0-9a-fA-F]{2})/y

/** Tokens of RTF (specification 1.9.1) given as one character a byte. Binary data (`\bin`) is passed over. */
export function* rtfTokens(rtf: string): Generator<RtfToken> {
  for (let at = 0; at < rtf.length;) {
    const char = rtf.charAt(at)
    if (char === '{') { yield { kind: 'open' }; at++; continue }
    if (char === '}') { yield { kind: 'close' }; at++; continue }
    if (char === '\r' || char === '\n') { at++; continue }
    if (char !== '\\') {
      TEXT.lastIndex = at
      const text = TEXT.exec(rtf)?.[0] ?? char
      yield { kind: 'text', text }
      at += text.length
      continue
    }
    HEX.lastIndex = WORD.lastIndex = at
    const hex = HEX.exec(rtf)
    if (hex !== null) { yield { kind: 'byte', byte: Number.parseInt(hex[1] ?? '0', 16) }; at += 4; continue }
    const word = WORD.exec(rtf)
    if (word !== null) {
      at += word[0].length
      const name = word[1] ?? ''
      const param = word[2] === undefined ? null : Number(word[2])
      if (name === 'bin') at += Math.max(0, param ?? 0)
      else yield { kind: 'word', name, param }
      continue
    }
    yield { kind: 'symbol', char: rtf.charAt(at + 1) }
    at += 2
  }
}
