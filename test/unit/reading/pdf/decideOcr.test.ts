import { describe, expect, test } from 'vitest'
import { decideOcr } from '../../../../src-main/core/reading/decideOcr.ts'
import { plausibleShare } from '../../../../src-main/core/reading/garbledText.ts'
import { normaliseWord } from '../../../../src-main/core/reading/normaliseWord.ts'
import { frameToRaster } from '../../../../src-main/core/reading/ocrFrame.ts'
import { line, page } from './pageWords.ts'

const SENTENCES = Array.from({ length: 12 }, (_, index) => line('the text layer of this page reads like writing', 50, 100 + index * 14)).flat()

describe('the decision whether a page is read by OCR', () => {
  test('a picture without any text is read', () => {
    expect(decideOcr(page([], { pictures: [[0, 0, 600, 800]] })).kind).toBe('page')
  })

  test('a scan with a stamped page number is read, a text page over a full background picture is not', () => {
    expect(decideOcr(page(line('Exhibit 12', 500, 780), { pictures: [[0, 0, 600, 800]] })).kind).toBe('page')
    expect(decideOcr(page(SENTENCES, { pictures: [[0, 0, 600, 800]] })).kind).toBe('none')
  })

  test('private characters of a font without a map are garbage, and the page is read', () => {
    expect(decideOcr(page(line('\uE001\uE002\uE003 \uE004\uE005 \uE006', 50, 100))).kind).toBe('page')
  })

  test('a large figure inside a text page is read by itself; a logo is not', () => {
    expect(decideOcr(page(SENTENCES, { pictures: [[50, 400, 550, 700], [10, 10, 60, 40]] }))).toEqual({ kind: 'pictures', boxes: [[50, 400, 550, 700]] })
  })

  test('an empty page stays empty; letters drawn as shapes are read', () => {
    expect(decideOcr(page([])).kind).toBe('none')
    expect(decideOcr(page([], { shapes: 300 })).kind).toBe('page')
  })
})

describe('plausible text', () => {
  test.each([['The results, as shown in 2023 (see p. 12), rose by 4.5%.', 0.9], ['Die Geschäftsführung dankt für Ihre Mühe.', 0.9], ['第一章 总则', 0.9]])('%s reads like writing', (text, least) => {
    expect(plausibleShare(text.split(' '))).toBeGreaterThan(least)
  })

  test('Latin words without vowels come from a shifted font map', () => {
    expect(plausibleShare('wklv lv wkh vhqw whaw wkdw qrz zlwk wkh rwkhu ghvk lqjv'.split(' ').map((text) => text.replace(/[aeiou]/g, 'x')))).toBeLessThan(0.3)
  })
})

test('ligatures are spelt out and invisible characters dropped; a soft hyphen at the end stays a hyphen', () => {
  expect(normaliseWord('e\uFB03cient')).toBe('efficient')
  expect(normaliseWord('\uFEFFzero\u200Bwidth')).toBe('zerowidth')
  expect(normaliseWord('infor\u00AD')).toBe('infor-')
})

test('a box found on a page that was turned for reading lies on the same letters of the picture', () => {
  // A picture 200 wide, 100 high, its text running downwards: the frame is 100 wide and 200 high.
  expect(frameToRaster({ width: 100, height: 200, turn: 90, skew: 0 }, [10, 20, 40, 30])).toEqual([170, 10, 180, 40])
  expect(frameToRaster({ width: 200, height: 100, turn: 180, skew: 0 }, [10, 20, 40, 30])).toEqual([160, 70, 190, 80])
})
