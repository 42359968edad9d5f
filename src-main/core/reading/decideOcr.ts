import type { Box } from '../../../src-shared/domain/anchor.ts'
import { boxArea, shareWithin } from './boxes.ts'
import { plausibleShare } from './garbledText.ts'
import type { PageContent } from './PageContent.ts'

export type OcrDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'page'; readonly reason: string }
  /** The text layer stands; these pictures may hold more text. */
  | { readonly kind: 'pictures'; readonly boxes: readonly Box[] }

// A scan with a stamped header or page number has fewer characters than this; a real text page under a full-page background has more.
const STAMP_CHARACTERS = 120
const FULL_PAGE = 0.6
// Below this a text layer does not read like writing; formulas and part numbers stay above.
const GARBLED = 0.5
// Smaller pictures are logos, icons and signatures.
const PICTURE_SHARE = 0.04
const PICTURE_SIDE = 60
// Outlines of letters: a page of text drawn as shapes has hundreds.
const OUTLINE_SHAPES = 40
const MAX_PICTURES = 4

/** Whether a page, or which of its pictures, must be read by OCR. Decided from what is drawn, for each page by itself. */
export function decideOcr(content: PageContent): OcrDecision {
  const words = content.words.filter((word) => !word.hidden)
  const characters = words.reduce((sum, word) => sum + word.text.length, 0)
  const area = content.width * content.height
  const page: Box = [0, 0, content.width, content.height]
  const pictures = content.pictures.filter((box) => boxArea(box) > 0).map((box) => clip(box, page))
  const covered = area === 0 ? 0 : Math.min(1, pictures.reduce((sum, box) => sum + boxArea(box), 0) / area)
  if (characters === 0) {
    if (pictures.some((box) => box[2] - box[0] >= 8 && box[3] - box[1] >= 8)) return { kind: 'page', reason: 'The page is a picture.' }
    if (content.shapes >= OUTLINE_SHAPES) return { kind: 'page', reason: 'The letters are drawn as shapes.' }
    return { kind: 'none' }
  }
  if (plausibleShare(words.map((word) => word.text)) < GARBLED) return { kind: 'page', reason: 'The text layer is unreadable.' }
  if (characters < STAMP_CHARACTERS && covered >= FULL_PAGE) return { kind: 'page', reason: 'The page is a picture with few words of text.' }
  const boxes = pictures.filter((box) => {
    if (boxArea(box) < PICTURE_SHARE * area || box[2] - box[0] < PICTURE_SIDE || box[3] - box[1] < PICTURE_SIDE) return false
    const inside = words.filter((word) => shareWithin(word.box, box) > 0.5).length
    return inside < 5
  })
  const largest = boxes.sort((a, b) => boxArea(b) - boxArea(a)).slice(0, MAX_PICTURES)
  return largest.length === 0 ? { kind: 'none' } : { kind: 'pictures', boxes: largest }
}

function clip(box: Box, to: Box): Box {
  return [Math.max(box[0], to[0]), Math.max(box[1], to[1]), Math.min(box[2], to[2]), Math.min(box[3], to[3])]
}
