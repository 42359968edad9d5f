import type { Block, Line } from 'tesseract.js'
import type { OcrWord } from '../../core/ports/OcrEngine.ts'

// Below this tesseract itself guesses: specks, rules and pictures read as letters.
const NOISE_CONFIDENCE = 0.2

export interface ReadLines {
  readonly words: OcrWord[]
  /** Share of characters in lines that tesseract found standing on their side: its layout copes, but gives such words out of order. */
  readonly sideways: number
}

/** Tesseract's tree of blocks, paragraphs and lines as words; what is noise rather than text is left out. */
export function readWords(blocks: readonly Block[]): ReadLines {
  const lines = blocks.flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines))
  let characters = 0
  let onSide = 0
  for (const line of lines) {
    characters += line.text.length
    if (isSideways(line)) onSide += line.text.length
  }
  return { words: lines.flatMap(readLine), sideways: characters === 0 ? 0 : onSide / characters }
}

function isSideways({ baseline }: Line): boolean {
  return Math.abs(baseline.y1 - baseline.y0) > Math.abs(baseline.x1 - baseline.x0)
}

function readLine(line: Line): OcrWord[] {
  const { baseline, rowAttributes } = line
  const width = isSideways(line) ? 0 : baseline.x1 - baseline.x0
  const slope = width > 0 ? (baseline.y1 - baseline.y0) / width : 0
  // Rows of letters, from descender to ascender, are about as high as their em.
  const size = Math.max(4, Math.min(rowAttributes.rowHeight, line.bbox.y1 - line.bbox.y0) * 0.95)
  return line.words.flatMap((word): OcrWord[] => {
    const confidence = Math.max(0, Math.min(1, word.confidence / 100))
    const text = word.text.trim()
    if (text === '' || confidence < NOISE_CONFIDENCE) return []
    if (!/[\p{L}\p{N}]/u.test(text) && confidence < 0.6) return []
    const { x0, y0, x1, y1 } = word.bbox
    const baselineY = width > 0 ? baseline.y0 + slope * ((x0 + x1) / 2 - baseline.x0) : y1
    return [{ text, box: [x0, y0, x1, y1], confidence, baseline: baselineY, size }]
  })
}
