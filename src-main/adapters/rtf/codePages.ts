import iconv from 'iconv-lite'

/** Code pages by RTF's `\fcharset` numbers. */
const CHARSETS: Readonly<Record<number, string>> = {
  0: 'windows-1252', 77: 'macintosh', 128: 'cp932', 129: 'cp949', 130: 'cp1361', 134: 'cp936', 136: 'cp950', 161: 'windows-1253', 162: 'windows-1254', 163: 'windows-1258',
  177: 'windows-1255', 178: 'windows-1256', 186: 'windows-1257', 204: 'windows-1251', 222: 'windows-874', 238: 'windows-1250', 254: 'cp437', 255: 'cp850',
}

export function codePageOfCharset(charset: number): string | undefined {
  return CHARSETS[charset]
}

/** `\ansicpg1251` as an encoding's name. */
export function codePageOfNumber(number: number): string {
  const name = number === 65001 ? 'utf8' : number === 10000 ? 'macintosh' : `cp${number}`
  return iconv.encodingExists(name) ? name : 'windows-1252'
}

export function decodeBytes(bytes: readonly number[], codePage: string): string {
  return iconv.decode(Buffer.from(bytes), iconv.encodingExists(codePage) ? codePage : 'windows-1252')
}
