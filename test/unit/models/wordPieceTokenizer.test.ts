import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Tokenizer } from '@huggingface/tokenizers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createWordPieceTokenizer, type WordPieceTokenizer } from '../../../src-main/adapters/onnx/wordPieceTokenizer.ts'

const path = fileURLToPath(new URL('../../../resources/models/bge-small-en-v1.5-tokenizer.json', import.meta.url))
const samples = [
  'Hello, wörld! It’s Ünïcode-naïve: 12,345.67 €', 'co\u00adoperate ΣΟΦΟΣ İstanbul 東京 café \u200b x\ty\r\nz', 'ﬁnance ½ ﷺ 한국어 हिन्दी ไทย 😀 naïve',
  'snake_case a+b=c <tag> {json: [1,2]} user@example.org C:\\temp\\x', 'x'.repeat(150), '', '   ', 'e\u0301te\u0301 and\u00a0non-breaking',
  readFileSync(new URL('../../../resources/models/LICENSE-bge-small-en-v1.5.txt', import.meta.url), 'utf8'),
]

describe('the WordPiece tokenizer', () => {
  let tokenizer: WordPieceTokenizer
  beforeAll(async () => { tokenizer = await createWordPieceTokenizer(path) })

  it.each(samples.map((text) => [text.slice(0, 30), text] as const))('gives the tokens that the library gives for the whole text: %s', (_, text) => {
    const library = new Tokenizer(JSON.parse(readFileSync(path, 'utf8')) as object, {})
    expect([...tokenizer.encode(text, 1e9).ids]).toEqual(library.encode(text).ids)
    expect(tokenizer.countTokens(text)).toBe(library.encode(text).ids.length - 2)
  })

  it('gives each token a range of the text, in order, that together cover every letter', () => {
    for (const text of samples) {
      const { ids, ranges } = tokenizer.encode(text, 1e9)
      const list = ranges()
      expect(list).toHaveLength(ids.length)
      let last = 0
      for (const [start, end] of list) {
        expect(start).toBeGreaterThanOrEqual(Math.min(last, text.length) - 1)
        expect(end).toBeGreaterThanOrEqual(start)
        last = start
      }
      const covered = new Set(list.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index)))
      for (const [index, character] of [...text].entries()) if (/^[a-z0-9]$/i.test(character) && text.length === [...text].length) expect(covered.has(index)).toBe(true)
    }
  })

  it('reads a document that spells a control token as plain text', () => {
    const separator = tokenizer.encode('', 10).ids[1]
    const ids = [...tokenizer.encode('The [SEP] token', 100).ids]
    expect(ids.filter((id) => id === separator)).toHaveLength(1)
  })

  it('cuts at the limit and still ends with the end token', () => {
    const { ids, ranges } = tokenizer.encode('word '.repeat(100), 10)
    expect(ids).toHaveLength(10)
    expect(ids.at(-1)).toBe(tokenizer.encode('', 10).ids[1])
    expect(ranges()).toHaveLength(10)
  })
})
