import type { Block, Line } from 'tesseract.js'
import type { OcrWord } from '../../core/ports/OcrEngine.ts'

// Below this tesseract itself guesses: specks, rules and pictures read as letters.
const NOISE_CONFIDENCE = 0.2

/** Tesseract's tree of blocks, paragraphs and lines as words; what is noise rather than text is left out. */
export function readWords(blocks: readonly Block[]): OcrWord[] {
  return blocks.flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines.flatMap(readLine)))
}

function readLine(line: Line): OcrWord[] {
  const { baseline, rowAttributes } = line
  const width = baseline.x1 - baseline.x0
  const slope = width > 0 ? (baseline.y1 - baseline.y0) / width : 0
  // Rows of letters are about seven tenths of their em high from descender to ascender top.
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
