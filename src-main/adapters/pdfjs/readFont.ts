import type { FontFacts } from './interpretOperators.ts'

/** What pdf.js keeps of a font with `fontExtraProperties`. */
interface PdfFont {
  readonly name?: string
  readonly ascent?: number
  readonly descent?: number
  readonly vertical?: boolean
  readonly isType3Font?: boolean
  readonly bold?: boolean
  readonly black?: boolean
  readonly italic?: boolean
  readonly fontMatrix?: ArrayLike<number>
  readonly bbox?: ArrayLike<number>
}

// Where a file says nothing or nonsense: what poppler takes (GfxFont.cc).
const DEFAULT_ASCENT = 0.95
const DEFAULT_DESCENT = -0.35

export function readFont(font: PdfFont): FontFacts {
  const name = (font.name ?? '').replace(/^[A-Z]{6}\+/, '')
  const unitScale = font.fontMatrix?.[0] ?? 0.001
  const [ascent, descent] = font.isType3Font === true ? type3Extent(font) : [saneAscent(font.ascent), saneDescent(font.descent)]
  return {
    name, ascent, descent, unitScale, vertical: font.vertical === true, type3: font.isType3Font === true,
    bold: font.bold === true || font.black === true || /bold|black|heavy|semibold|demi|[-_]bd\b/i.test(name),
    italic: font.italic === true || /italic|oblique/i.test(name),
  }
}

function saneAscent(ascent: number | undefined): number {
  const value = Math.abs(ascent ?? 0)
  return value > 0 && value < 1.9 ? value : DEFAULT_ASCENT
}

function saneDescent(descent: number | undefined): number {
  const value = -Math.abs(descent ?? 0)
  return value < 0 && value > -1.2 ? value : descent === 0 ? 0 : DEFAULT_DESCENT
}

/** A Type 3 font has glyph programs instead of metrics; its box is all there is. */
function type3Extent(font: PdfFont): [number, number] {
  const scale = Math.abs(font.fontMatrix?.[3] ?? 0.001)
  const top = (font.bbox?.[3] ?? 0) * scale
  const bottom = (font.bbox?.[1] ?? 0) * scale
  return top > bottom && top > 0.2 && top < 2 ? [top, Math.max(-1, Math.min(0, bottom))] : [0.8, -0.2]
}
