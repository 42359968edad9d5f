import { describe, expect, test } from 'vitest'
import type { OcrWord } from '../../../src-main/core/ports/OcrEngine.ts'
import { layoutPage } from '../../../src-main/core/reading/layoutPage.ts'
import { ocrContent } from '../../../src-main/core/reading/ocrContent.ts'

/** Rows of a scan whose measured size wavers, as it does with the ascenders that a row happens to hold. */
function scan(rows: readonly { readonly text: string; readonly size: number }[]): OcrWord[] {
  return rows.flatMap(({ text, size }, row) => text.split(' ').map((word, column): OcrWord => {
    const left = 100 + column * 110
    const baseline = 100 + row * 34
    return { text: word, box: [left, baseline - size * 0.8, left + 100, baseline + size * 0.2], confidence: 0.9, baseline, size }
  }))
}

describe('what OCR found, as content for the layout', () => {
  test('rows of one print size that measure differently stay one paragraph, and a larger heading stays apart', () => {
    const words = scan([
      { text: 'What children need most', size: 52 },
      { text: 'wandered around the old house', size: 25 }, { text: 'with the look of injury', size: 29 }, { text: 'sometimes bursting into long tears', size: 26 },
      { text: 'when her worried parents asked', size: 28.5 }, { text: 'she would answer at once', size: 24.5 },
    ])
    const content = ocrContent({ words, confidence: 0.9, frame: { width: 900, height: 600, turn: 0, skew: 0 } })
    expect(new Set(content.words.map((word) => word.size)).size).toBe(2)
    expect(layoutPage(content).map((block) => block.lines.length)).toEqual([1, 5])
  })
})
