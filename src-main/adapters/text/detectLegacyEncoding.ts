import { analyse } from 'chardet'
import iconv from 'iconv-lite'
import { languageScore } from './languageScore.ts'

const MULTI_BYTE: Readonly<Record<string, string>> = {
  Shift_JIS: 'shift_jis', 'EUC-JP': 'euc-jp', 'EUC-KR': 'cp949', Big5: 'big5', GB18030: 'gb18030',
}
/** In the order in which they win a tie: what Windows wrote is met most. */
const SINGLE_BYTE = ['windows-1252', 'windows-1251', 'windows-1250', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'windows-1257', 'windows-874',
  'windows-1258', 'iso-8859-2', 'iso-8859-5', 'iso-8859-6', 'iso-8859-7', 'iso-8859-8', 'iso-8859-15', 'iso-8859-13', 'iso-8859-4', 'koi8-r', 'koi8-u', 'cp866', 'cp850', 'cp852',
  'cp437', 'cp737', 'cp862', 'cp857', 'macroman', 'maccyrillic', 'maccenteuro'] as const
// Files of DOS and of old Macs are met once in hundreds of those of Windows.
const RARE = 0.1
// A confidence of chardet's below this is one lucky pair of bytes.
const MIN_CONFIDENCE = 30

/**
 * The encoding of text that is neither Unicode nor marked. East Asian encodings by chardet's frequency tables, where every byte
 * pair is valid; single-byte code pages by which of them turns the bytes into letters that some language uses as often.
 */
export function detectLegacyEncoding(bytes: Uint8Array): string {
  const [best] = analyse(bytes).filter((match) => match.name in MULTI_BYTE && match.confidence >= MIN_CONFIDENCE && pairsAreValid(bytes, MULTI_BYTE[match.name] ?? ''))
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let winner = { encoding: 'windows-1252', score: -Infinity }
  for (const encoding of SINGLE_BYTE) {
    const score = languageScore(iconv.decode(buffer, encoding)) - (/^(cp|mac)/.test(encoding) ? RARE : 0)
    if (score > winner.score + 1e-9) winner = { encoding, score }
  }
  if (best === undefined) return winner.encoding
  const multiByte = MULTI_BYTE[best.name] ?? winner.encoding
  return isMostlyPairs(bytes) || winner.score < LIKELY_LANGUAGE ? multiByte : winner.encoding
}

// Mean log-probability of a high character in running text of the right code page stays above this.
const LIKELY_LANGUAGE = -4.2

function pairsAreValid(bytes: Uint8Array, encoding: string): boolean {
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding)
  const broken = text.match(/[\uFFFD\uE000-\uF8FF]/g)?.length ?? 0
  return broken * 100 <= text.length
}

/** East Asian text has high bytes in runs of two and more; European text has single ones among ASCII letters. */
function isMostlyPairs(bytes: Uint8Array): boolean {
  let single = 0
  let inRuns = 0
  for (let at = 0; at < bytes.length;) {
    if ((bytes[at] ?? 0) < 0x80) { at++; continue }
    let end = at
    while (end < bytes.length && (bytes[end] ?? 0) >= 0x80) end++
    if (end - at === 1) single++
    else inRuns += end - at
    at = end
  }
  // Cyrillic, Greek, Hebrew, Arabic and Thai also come in runs: their runs are words, of any length.
  return inRuns > single * 4 && !hasWordRuns(bytes)
}

/** Runs of odd length as often as of even length, parted by spaces: words of an alphabet and not pairs of bytes. */
function hasWordRuns(bytes: Uint8Array): boolean {
  let odd = 0
  let even = 0
  for (let at = 0; at < bytes.length;) {
    if ((bytes[at] ?? 0) < 0x80) { at++; continue }
    let end = at
    while (end < bytes.length && (bytes[end] ?? 0) >= 0x80) end++
    if ((end - at) % 2 === 1) odd++
    else even++
    at = end
  }
  return odd > even * 0.4 && odd > 3
}
