import iconv from 'iconv-lite'

/** Code pages by RTF's `\fcharset` numbers. */
const CHARSETS: Readonly<Record<number, string>> = {
  0: 'windows-1252', 77: 'macintosh', 128: 'cp932', 129: 'cp949', 130: 'cp1361', 134: 'cp936', 136: 'cp950', 161: 'windows-1253', 162: 'windows-1254', 163: 'windows-1258',
  177: 'windows-1255', 178: 'windows-1256', 186: 'windows-1257', 204: 'windows-1251', 222: 'windows-874', 238: 'windows-1250', 254: 'cp437', 255: 'cp850',
}

export function codePageOfCharset(charset: number): string | undefined {
  return CHARSETS[charset]
}

/** The encoding's name for a Windows code page number (`1251`); `undefined` for those that nobody decodes. */
export function codePageOfNumber(number: number): string | undefined {
  // Windows numbers its own forms of these beside the usual ones.
  const aliases: Readonly<Record<number, string>> = { 65001: 'utf8', 10000: 'macintosh', 20127: 'windows-1252', 28591: 'windows-1252', 20866: 'koi8-r', 21866: 'koi8-u', 51932: 'euc-jp', 51949: 'euc-kr', 51936: 'gb2312', 54936: 'gb18030' }
  const name = aliases[number] ?? (number >= 28592 && number <= 28605 ? `iso-8859-${number - 28590}` : `cp${number}`)
  return iconv.encodingExists(name) ? name : undefined
}

export function decodeBytes(bytes: readonly number[], codePage: string): string {
  return iconv.decode(Buffer.from(bytes), iconv.encodingExists(codePage) ? codePage : 'windows-1252')
}
