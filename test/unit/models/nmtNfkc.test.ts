import { expect, it } from 'vitest'
import { nmtNfkc } from '../../../src-main/adapters/llama/nmtNfkc.ts'

it.each([
  ['passage: erste Zeile\nzweite Zeile', 'passage: erste Zeile zweite Zeile'],
  ['zwei  Leerzeichen,\tTab\u00a0und fest', 'zwei Leerzeichen, Tab und fest'],
  ['Ｆｕｌｌ　ｗｉｄｔｈ ﬁ', 'Full width fi'],
  ['\u0007laut \n', 'laut'],
])('%j becomes %j', (text, expected) => {
  expect(nmtNfkc(text)).toBe(expected)
})
