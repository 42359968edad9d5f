import { codePageOfCharset, codePageOfNumber, decodeBytes } from '../text/codePages.ts'
import type { RtfToken } from './rtfTokens.ts'

const SYMBOLS: Readonly<Record<string, string>> = {
  tab: '\t', line: '\n', emdash: '—', endash: '–', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', bullet: '•', emspace: ' ', enspace: ' ', qmspace: ' ', zwj: '\u200D', zwnj: '\u200C',
}

/** Turns the character tokens of RTF into text: code pages by font, Unicode escapes with their fallbacks skipped. */
export class RtfText {
  readonly #fonts = new Map<number, string>()
  #ansi = 'windows-1252'
  #bytes: number[] = []
  #bytesPage = ''
  #skip = 0
  /** Fallback characters after each `\u`; a property of the group. */
  unicodeSkip = 1
  font = 0

  setAnsi(codePage: number): void { this.#ansi = codePageOfNumber(codePage) ?? 'windows-1252' }
  setFont(font: number, charset: number): void {
    const page = codePageOfCharset(charset)
    if (page !== undefined) this.#fonts.set(font, page)
  }

  /** Text of a token; '' while bytes of a multi-byte character are collected. Anything that is not a character ends them. */
  take(token: RtfToken): string {
    switch (token.kind) {
      case 'byte':
        if (this.#skip > 0) { this.#skip--; return '' }
        return this.#collect([token.byte])
      case 'text': {
        const skipped = Math.min(this.#skip, token.text.length)
        this.#skip -= skipped
        const rest = token.text.slice(skipped)
        // eslint-disable-next-line no-control-regex -- all of ASCII
        if (this.#bytes.length === 0 && /^[\x00-\x7f]*$/.test(rest)) return rest
        return this.#collect(Array.from(rest, (char) => char.charCodeAt(0) & 0xff))
      }
      case 'word': {
        if (token.name === 'u' && token.param !== null) {
          const before = this.flush()
          this.#skip = this.unicodeSkip
          return before + String.fromCharCode(token.param & 0xffff)
        }
        const symbol = SYMBOLS[token.name]
        if (symbol !== undefined && this.#skip > 0) { this.#skip--; return '' }
        return symbol === undefined ? '' : this.flush() + symbol
      }
      case 'symbol': {
        const text = token.char === '~' ? ' ' : token.char === '_' ? '-' : token.char === '-' ? '' : /[\\{}]/.test(token.char) ? token.char : ''
        if (text !== '' && this.#skip > 0) { this.#skip--; return '' }
        // The second byte of a character may be one that has to be escaped.
        if (/[\\{}]/.test(text) && endsInLead(this.#bytes, this.#bytesPage)) return this.#collect([text.charCodeAt(0)])
        return this.flush() + text
      }
      default:
        this.#skip = 0
        return this.flush()
    }
  }

  flush(): string {
    if (this.#bytes.length === 0) return ''
    const text = decodeBytes(this.#bytes, this.#bytesPage)
    this.#bytes = []
    return text
  }

  #collect(bytes: readonly number[]): string {
    const page = this.#fonts.get(this.font) ?? this.#ansi
    const before = page === this.#bytesPage ? '' : this.flush()
    this.#bytesPage = page
    for (const byte of bytes) this.#bytes.push(byte)
    return before
  }
}

/** Whether the last byte is the first of a character of two bytes: those pages are cp932, cp936, cp949 and cp950. */
function endsInLead(bytes: readonly number[], page: string): boolean {
  if (!/^(?:cp9(?:32|36|49|50)|gb18030|gbk|big5|shift_jis|euc-kr)$/.test(page)) return false
  let isLead = false
  // In Japanese, A0 to DF are letters of one byte.
  for (const byte of bytes) isLead = !isLead && byte >= 0x81 && byte !== 0xff && !(page === 'cp932' && byte >= 0xa0 && byte <= 0xdf)
  return isLead
}
