import type { Box } from '../../../src-shared/domain/anchor.ts'
import { turnUpright } from './boxes.ts'
import { isRightToLeft, spellWord } from './rightToLeft.ts'
import type { PageWord, Turn } from './PageContent.ts'

/** One drawn character: where its origin and the end of its advance are, and which way is up, in page coordinates. */
export interface Glyph {
  readonly text: string
  /** Origin on the baseline. */
  readonly x: number
  readonly y: number
  /** Origin of the next character without extra spacing. */
  readonly endX: number
  readonly endY: number
  /** Vector from the baseline to the font's ascent, and to its descent. */
  readonly ascentX: number
  readonly ascentY: number
  readonly descentX: number
  readonly descentY: number
  readonly size: number
  readonly font: number
  readonly bold: boolean
  readonly italic: boolean
  readonly hidden: boolean
  readonly artifact: boolean
}

// A gap of a tenth of an em separates words: the threshold of poppler and pdf.js (TextOutputDev minWordBreakSpace).
const WORD_GAP_EM = 0.1
// Kerning and overprinted marks step back this far at most within a word.
const STEP_BACK_EM = 0.35
// cos of about ten degrees: more is a slanted stamp, less is a scanner's skew.
const AXIS_COSINE = 0.985

const FIRST_RIGHT_TO_LEFT = 0x590

interface OpenWord {
  readonly glyphs: Glyph[]
  readonly ux: number
  readonly uy: number
  spaceAfter: boolean
}

/** Joins characters, in the order in which they were drawn, to words with boxes. Spaces end a word and are not kept. */
export function groupWords(glyphs: readonly Glyph[], page: { readonly width: number; readonly height: number }): PageWord[] {
  const words: PageWord[] = []
  let open: OpenWord | undefined
  const close = (): void => {
    if (open !== undefined && open.glyphs.length > 0) words.push(toWord(open, page))
    open = undefined
  }
  for (const glyph of glyphs) {
    if (glyph.text.trim() === '') {
      if (open !== undefined) open.spaceAfter = true
      close()
      continue
    }
    if (open !== undefined && !continues(open, glyph)) close()
    if (open === undefined) {
      const [ux, uy] = direction(glyph)
      open = { glyphs: [glyph], ux, uy, spaceAfter: false }
    } else if (!isDoubled(open, glyph)) {
      open.glyphs.push(glyph)
    }
  }
  close()
  return words
}

function direction(glyph: Glyph): [number, number] {
  const dx = glyph.endX - glyph.x
  const dy = glyph.endY - glyph.y
  const length = Math.hypot(dx, dy)
  if (length > 1e-6) return [dx / length, dy / length]
  // A mark without width: reading direction is across its ascent.
  const up = Math.hypot(glyph.ascentX, glyph.ascentY)
  return up > 1e-6 ? [-glyph.ascentY / up, glyph.ascentX / up] : [1, 0]
}

function continues(open: OpenWord, glyph: Glyph): boolean {
  const last = open.glyphs.at(-1)
  if (last === undefined) return false
  const size = Math.max(last.size, glyph.size)
  if (glyph.size < 0.5 * last.size || last.size < 0.5 * glyph.size) return false
  const dx = glyph.x - last.endX
  const dy = glyph.y - last.endY
  const along = dx * open.ux + dy * open.uy
  const across = Math.abs(dx * -open.uy + dy * open.ux)
  if (across > 0.2 * size) return false
  const [ux, uy] = direction(glyph)
  if (ux * open.ux + uy * open.uy < AXIS_COSINE && Math.hypot(glyph.endX - glyph.x, glyph.endY - glyph.y) > 0) return false
  // The same characters once more, shifted by a hair: bold made by printing twice.
  const back = Math.hypot(glyph.x - last.x, glyph.y - last.y)
  if (back < 0.1 * size && glyph.text === last.text) return true
  return along < WORD_GAP_EM * size && along > -STEP_BACK_EM * size
}

function isDoubled(open: OpenWord, glyph: Glyph): boolean {
  const last = open.glyphs.at(-1)
  return last !== undefined && last.text === glyph.text && Math.hypot(glyph.x - last.x, glyph.y - last.y) < 0.1 * glyph.size
}

function toWord(open: OpenWord, page: { readonly width: number; readonly height: number }): PageWord {
  const { glyphs, ux, uy } = open
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity
  let text = ''
  let rightToLeft = false
  let size = 0, bold = 0
  for (const glyph of glyphs) {
    text += glyph.text
    rightToLeft ||= glyph.text.charCodeAt(0) >= FIRST_RIGHT_TO_LEFT && isRightToLeft(glyph.text)
    size = Math.max(size, glyph.size)
    if (glyph.bold) bold += 1
    for (let corner = 0; corner < 4; corner += 1) {
      const x = (corner & 1 ? glyph.endX : glyph.x) + (corner & 2 ? glyph.ascentX : glyph.descentX)
      const y = (corner & 1 ? glyph.endY : glyph.y) + (corner & 2 ? glyph.ascentY : glyph.descentY)
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      if (y > bottom) bottom = y
    }
  }
  const turn = turnOf(ux, uy)
  const first = glyphs[0]
  const baselineBox: Box = first === undefined ? [0, 0, 0, 0] : [first.x, first.y, first.x, first.y]
  // Glyphs are put into the order of the page first: some files draw such words letter by letter from the right.
  if (rightToLeft) text = spellWord([...glyphs].sort((a, b) => (a.x - b.x) * ux + (a.y - b.y) * uy).map((glyph) => glyph.text))
  return {
    text, box: [left, top, right, bottom], turn, slanted: Math.max(Math.abs(ux), Math.abs(uy)) < AXIS_COSINE, size,
    baseline: turnUpright(baselineBox, turn, page.width, page.height)[1],
    font: first?.font ?? 0, bold: bold * 2 > glyphs.length, italic: first?.italic ?? false,
    hidden: glyphs.every((glyph) => glyph.hidden), spaceAfter: open.spaceAfter, artifact: glyphs.every((glyph) => glyph.artifact),
  }
}

function turnOf(ux: number, uy: number): Turn {
  if (Math.abs(ux) >= Math.abs(uy)) return ux >= 0 ? 0 : 180
  return uy > 0 ? 90 : 270
}
