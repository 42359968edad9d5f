import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { decodeText } from '../../../src-main/adapters/text/decodeText.ts'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { documentText, readPlain } from './readPlain.ts'
import { mean, wordScore } from './textScores.ts'

/** Code pages in which texts of each language were written; the same texts cut short show how much of a text is needed. */
const REENCODED: readonly (readonly [file: string, encodings: readonly string[]])[] = [
  ['lang_arabic', ['windows-1256', 'iso-8859-6']], ['lang_greek', ['windows-1253', 'iso-8859-7', 'cp737']], ['lang_russian', ['windows-1251', 'koi8-r', 'cp866', 'iso-8859-5']],
  ['lang_turkish', ['windows-1254', 'cp857']], ['lang_czech', ['windows-1250', 'iso-8859-2', 'cp852']], ['lang_hebrew', ['windows-1255', 'cp862']],
  ['lang_japanese', ['shift_jis', 'euc-jp']], ['lang_korean', ['euc-kr']], ['lang_chinese', ['big5', 'gb18030']],
]
const SHORT_CHARS = 200

/** Recall of words (between white space, exact) of texts in many encodings; and of the same languages in short texts. */
export async function measure(): Promise<MeasureRow[]> {
  const root = dataFolder('text_encodings')
  const recalls: number[] = []
  for (const name of readdirSync(root)) {
    const reference = join(root, 'utf8_reference', `${name}.txt`)
    if (!existsSync(reference)) continue
    const recall = wordScore(tokens(documentText(await readPlain(join(root, name)))), tokens(readFileSync(reference, 'utf8'))).recall
    recalls.push(recall)
    if (recall < 1 && process.env['VERBOSE'] !== undefined) console.error(name, recall.toFixed(3))
  }
  const short: number[] = []
  for (const [name, encodings] of REENCODED) {
    const text = readFileSync(join(root, name), 'utf8')
    for (const encoding of encodings) {
      for (let at = 0; at + SHORT_CHARS <= text.length; at += SHORT_CHARS) {
        const bytes = iconv.encode(text.slice(at, at + SHORT_CHARS), encoding)
        short.push(Number(decodeText(new Uint8Array(bytes))?.text === iconv.decode(bytes, encoding)))
      }
    }
  }
  return [
    { measure: 'texts in many encodings: word recall', value: mean(recalls), best: 0.869, n: recalls.length },
    { measure: `texts of ${SHORT_CHARS} characters decoded exactly`, value: mean(short), best: null, n: short.length },
  ]
}

function tokens(text: string): string[] {
  return text.normalize('NFC').replace(/[\uFEFF\u200B\u00AD]/g, '').split(/\s+/).filter((word) => word !== '')
}
