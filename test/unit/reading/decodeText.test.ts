import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeAs } from '../../../src-main/adapters/text/decodeAs.ts'
import { decodeText } from '../../../src-main/adapters/text/decodeText.ts'

const RUSSIAN = 'Первомай в современном виде возник в конце девятнадцатого века в рабочем движении.'
const GERMAN = 'Die Straße führt über die Brücke; dahinter wächst die größte Eiche des Dorfes, über hundert Jahre alt.'
const CZECH = 'Velký a Malý Tisý je národní přírodní rezervace poblíž města Lomnice nad Lužnicí, střežená už řadu let.'
const GREEK = 'Η Δημώδης Λατινική είναι ένας όρος που καλύπτει διαλέκτους της λατινικής γλώσσας.'
const JAPANESE = 'コンピューターは、本質的には数字しか扱うことができません。文字や記号などのそれぞれに番号を割り振ることによって扱えるようにします。'

describe('text in any encoding', () => {
  it.each([
    [RUSSIAN, 'windows-1251'], [RUSSIAN, 'koi8-r'], [RUSSIAN, 'cp866'], [RUSSIAN, 'iso-8859-5'], [GERMAN, 'windows-1252'], [CZECH, 'windows-1250'], [CZECH, 'iso-8859-2'], [GREEK, 'windows-1253'],
    [JAPANESE, 'shift_jis'], [JAPANESE, 'euc-jp'], [GERMAN, 'utf-16le'], [JAPANESE, 'utf-16be'], [GREEK, 'utf-32le'], [GERMAN, 'utf-32be'], [RUSSIAN, 'utf8'],
  ])('reads %j written in %s, without a mark', (text, encoding) => {
    const bytes = iconv.encode(text, encoding, { addBOM: false })
    expect(decodeText(new Uint8Array(bytes))?.text).toBe(text)
  })
  it('reads Japanese mail text by its escape sequences', () => {
    expect(decodeText(Uint8Array.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]))?.text).toBe('日本')
  })
  it('believes the text and not a byte order mark that was written the wrong way round', () => {
    expect(decodeText(new Uint8Array(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(GERMAN, 'utf16le')])))?.encoding).toBe('utf-16le')
  })
  it('keeps UTF-8 in which a byte was damaged', () => {
    const bytes = new Uint8Array(Buffer.from(`${RUSSIAN}${RUSSIAN}x`))
    bytes[bytes.length - 1] = 0xff
    expect(decodeText(bytes)).toMatchObject({ encoding: 'utf8', text: expect.stringContaining(RUSSIAN) as string })
  })
  it('does not take binary data for text', () => {
    expect(decodeText(Uint8Array.from({ length: 4_000 }, (_, index) => (index * 7_919) % 256))).toBeNull()
  })
})

describe('text that claims an encoding', () => {
  it('reads UTF-8 that calls itself us-ascii', () => {
    expect(decodeAs(Buffer.from(GERMAN), 'us-ascii')).toEqual({ text: GERMAN, isTrue: false })
  })
  it('reads what an ordinary decoder does not know', () => {
    expect(decodeAs(iconv.encode('Grüße', 'cp850'), 'cp850')).toEqual({ text: 'Grüße', isTrue: false })
  })
  it('believes a claim that holds', () => {
    expect(decodeAs(iconv.encode(RUSSIAN, 'koi8-r'), 'koi8-r')).toEqual({ text: RUSSIAN, isTrue: true })
  })
  it('detects what calls itself unknown', () => {
    expect(decodeAs(iconv.encode(RUSSIAN, 'windows-1251'), 'unknown-8bit').text).toBe(RUSSIAN)
  })
})
