import type { OcrResult } from '../ports/OcrEngine.ts'
import type { PageContent, PageWord } from './PageContent.ts'

/** What OCR found as content for the layout rules, in the frame in which it was read. */
export function ocrContent(result: OcrResult): PageContent {
  const words = result.words.map((word): PageWord => ({
    text: word.text, box: word.box, turn: 0, slanted: false, size: word.size, baseline: word.baseline, font: 0, bold: false, italic: false,
    hidden: false, spaceAfter: true, artifact: false, confidence: word.confidence,
  }))
  return { width: result.frame.width, height: result.frame.height, words, rules: [], pictures: [], shapes: 0 }
}
