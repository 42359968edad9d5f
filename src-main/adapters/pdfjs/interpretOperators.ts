import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { Rule } from '../../core/reading/PageContent.ts'
import type { Glyph } from '../../core/reading/groupWords.ts'
import { IDENTITY, multiply, toMatrix, type Matrix } from './Matrix.ts'

/**
 * Reads a page's operator list: the same instructions that pdf.js draws from. Its own text extraction gives runs without the
 * place of each character, no lines and no pictures; here each glyph keeps its exact advance (PDF 32000-1, 9.4.4), ruling lines and
 * pictures keep their place, and text that nobody can see is known.
 */
export interface PageDrawing {
  readonly glyphs: readonly Glyph[]
  readonly rules: readonly Rule[]
  readonly pictures: readonly Box[]
  readonly shapes: number
}

export interface FontFacts {
  readonly name: string
  readonly ascent: number
  readonly descent: number
  readonly bold: boolean
  readonly italic: boolean
  readonly vertical: boolean
  readonly unitScale: number
  readonly type3: boolean
}

export interface DrawingSource {
  readonly fnArray: readonly number[]
  readonly argsArray: readonly unknown[]
  /** Displayed page coordinates from PDF user space. */
  readonly base: Matrix
  readonly width: number
  readonly height: number
  readonly ops: Readonly<Record<string, number>>
  font(name: string): FontFacts | undefined
}

interface PdfGlyph {
  readonly unicode: string
  readonly width: number
  readonly isSpace: boolean
  readonly vmetric?: readonly [number, number, number] | null
}

interface State {
  matrix: Matrix
  textMatrix: Matrix
  x: number
  y: number
  lineX: number
  lineY: number
  leading: number
  charSpacing: number
  wordSpacing: number
  horizontalScale: number
  rise: number
  font: FontFacts | undefined
  fontIndex: number
  fontSize: number
  renderingMode: number
  fill: string
  fillAlpha: number
}

// A drawn line or bar thicker than this is a shape, not a border.
const RULE_THICKNESS = 3
// Shorter strokes are underlines of single letters, ticks and dots.
const RULE_LENGTH = 5
// A page whose vector art has more lines than this is a drawing; more lines cannot help to find tables and cost time.
const MAX_RULES = 4000
// Smaller than this no person reads it.
const READABLE_SIZE = 1

export function interpretOperators(source: DrawingSource): PageDrawing {
  return new Interpreter(source).run()
}

class Interpreter {
  readonly #source: DrawingSource
  readonly #glyphs: Glyph[] = []
  readonly #rules: Rule[] = []
  readonly #pictures: Box[] = []
  readonly #fills: Box[] = []
  readonly #stack: State[] = []
  readonly #marked: boolean[] = []
  readonly #fontIndexes = new Map<string, number>()
  #artifacts = 0
  #shapes = 0
  #state: State

  constructor(source: DrawingSource) {
    this.#source = source
    this.#state = {
      matrix: source.base, textMatrix: IDENTITY, x: 0, y: 0, lineX: 0, lineY: 0, leading: 0, charSpacing: 0, wordSpacing: 0, horizontalScale: 1,
      rise: 0, font: undefined, fontIndex: 0, fontSize: 0, renderingMode: 0, fill: '#000000', fillAlpha: 1,
    }
  }

  run(): PageDrawing {
    const { fnArray, argsArray, ops } = this.#source
    const names: string[] = []
    for (const [name, code] of Object.entries(ops)) names[code] = name
    for (let index = 0; index < fnArray.length; index += 1) {
      this.#step(names[fnArray[index] ?? 0] ?? '', (argsArray[index] ?? []) as unknown[])
    }
    return { glyphs: this.#glyphs, rules: this.#rules, pictures: this.#pictures, shapes: this.#shapes }
  }

  #step(name: string, args: readonly unknown[]): void {
    const state = this.#state
    switch (name) {
      case 'save': case 'beginGroup': this.#stack.push({ ...state }); break
      case 'restore': case 'endGroup': case 'paintFormXObjectEnd': case 'endAnnotation': this.#state = this.#stack.pop() ?? state; break
      case 'transform': { const matrix = toMatrix(args); if (matrix !== undefined) state.matrix = multiply(state.matrix, matrix); break }
      case 'paintFormXObjectBegin': {
        this.#stack.push({ ...state })
        const matrix = toMatrix(args[0])
        if (matrix !== undefined) state.matrix = multiply(state.matrix, matrix)
        break
      }
      case 'beginAnnotation': this.#stack.push({ ...state }); break
      case 'beginText': state.textMatrix = IDENTITY; state.x = state.y = state.lineX = state.lineY = 0; break
      case 'setCharSpacing': state.charSpacing = number(args[0]); break
      case 'setWordSpacing': state.wordSpacing = number(args[0]); break
      case 'setHScale': state.horizontalScale = number(args[0]) / 100; break
      case 'setLeading': state.leading = -number(args[0]); break
      case 'setTextRise': state.rise = number(args[0]); break
      case 'setTextRenderingMode': state.renderingMode = number(args[0]); break
      case 'setFont': this.#setFont(String(args[0]), number(args[1])); break
      case 'setTextMatrix': {
        // The matrix is the only argument, or the argument list itself, by version.
        state.textMatrix = toMatrix(args[0]) ?? toMatrix(args) ?? IDENTITY
        state.x = state.y = state.lineX = state.lineY = 0
        break
      }
      case 'moveText': this.#moveText(number(args[0]), number(args[1])); break
      case 'setLeadingMoveText': state.leading = number(args[1]); this.#moveText(number(args[0]), number(args[1])); break
      case 'nextLine': this.#moveText(0, state.leading); break
      case 'showText': this.#showText((args[0] ?? []) as readonly (PdfGlyph | number | null)[]); break
      case 'setFillRGBColor': state.fill = String(args[0]); break
      case 'setFillGray': case 'setFillCMYKColor': case 'setFillColor': case 'setFillColorN': state.fill = typeof args[0] === 'string' ? args[0] : '#000000'; break
      case 'setGState': this.#setGraphicsState(args[0]); break
      case 'beginMarkedContent': case 'beginMarkedContentProps': {
        const isArtifact = args[0] === 'Artifact'
        this.#marked.push(isArtifact)
        if (isArtifact) this.#artifacts += 1
        break
      }
      case 'endMarkedContent': if (this.#marked.pop() === true) this.#artifacts -= 1; break
      case 'constructPath': this.#path(args); break
      case 'shadingFill': this.#fills.push([0, 0, this.#source.width, this.#source.height]); break
      case 'paintImageXObject': case 'paintInlineImageXObject': case 'paintImageMaskXObject': this.#picture(); break
      default: break
    }
  }

  #setFont(name: string, size: number): void {
    const state = this.#state
    state.font = this.#source.font(name)
    state.fontSize = size
    let index = this.#fontIndexes.get(name)
    if (index === undefined) {
      index = this.#fontIndexes.size
      this.#fontIndexes.set(name, index)
    }
    state.fontIndex = index
  }

  #setGraphicsState(entries: unknown): void {
    if (!Array.isArray(entries)) return
    for (const entry of entries as unknown[]) {
      if (!Array.isArray(entry)) continue
      const [key, value] = entry as [unknown, unknown]
      if (key === 'ca') this.#state.fillAlpha = number(value)
      if (key === 'Font' && Array.isArray(value)) this.#setFont(String(value[0]), number(value[1]))
    }
  }

  #moveText(x: number, y: number): void {
    const state = this.#state
    state.x = state.lineX += x
    state.y = state.lineY += y
  }

  #showText(items: readonly (PdfGlyph | number | null)[]): void {
    const state = this.#state
    const { font } = state
    if (font === undefined || state.fontSize === 0) return
    const toPage = multiply(state.matrix, state.textMatrix)
    const size = Math.abs(state.fontSize)
    const sign = state.fontSize < 0 ? -1 : 1
    // A negative size mirrors both axes (canvas draws it turned by 180 degrees).
    const scaleX = state.horizontalScale * sign
    const advanceScale = size * font.unitScale
    const emX = toPage[2] * size * sign
    const emY = toPage[3] * size * sign
    const pageSize = Math.hypot(emX, emY)
    const start = [toPage[0] * state.x + toPage[2] * state.y + toPage[4], toPage[1] * state.x + toPage[3] * state.y + toPage[5]] as const
    const hidden = pageSize < READABLE_SIZE || state.fillAlpha < 0.05 || (state.renderingMode === 0 && isWhite(state.fill) && !this.#isOnColour(...start))
    let offset = 0
    for (const item of items) {
      if (item === null) continue
      if (typeof item === 'number') {
        offset += ((font.vertical ? 1 : -1) * item * size) / 1000
        continue
      }
      const spacing = (item.isSpace ? state.wordSpacing : 0) + state.charSpacing
      if (font.vertical) {
        // Written downwards: each glyph hangs from its own origin, so its box is one em square at the pen.
        const advance = (-(item.vmetric?.[0] ?? -1000)) * advanceScale
        this.#addGlyph(item.unicode, toPage, {
          x: state.x, y: state.y - offset, endX: state.x, endY: state.y - offset - advance,
          ascentX: toPage[0] * size * 0.5, ascentY: toPage[1] * size * 0.5, descentX: -toPage[0] * size * 0.5, descentY: -toPage[1] * size * 0.5, size: pageSize, hidden,
        })
        offset += advance + spacing
        continue
      }
      const width = item.width * advanceScale
      const x = state.x + offset * scaleX
      const y = state.y + state.rise
      this.#addGlyph(item.unicode, toPage, {
        x, y, endX: x + width * scaleX, endY: y,
        ascentX: emX * font.ascent, ascentY: emY * font.ascent, descentX: emX * font.descent, descentY: emY * font.descent, size: pageSize, hidden,
      })
      offset += width + spacing * sign
    }
    if (font.vertical) state.y -= offset
    else state.x += offset * scaleX
  }

  #addGlyph(text: string, toPage: Matrix, at: { x: number; y: number; endX: number; endY: number; ascentX: number; ascentY: number; descentX: number; descentY: number; size: number; hidden: boolean }): void {
    const { font } = this.#state
    const x = toPage[0] * at.x + toPage[2] * at.y + toPage[4]
    const y = toPage[1] * at.x + toPage[3] * at.y + toPage[5]
    const { width, height } = this.#source
    // Off the page: crop marks, slugs, and text moved away on purpose.
    if (x < -at.size || y < -at.size || x > width + at.size || y > height + at.size) return
    this.#glyphs.push({
      text, x, y, endX: toPage[0] * at.endX + toPage[2] * at.endY + toPage[4], endY: toPage[1] * at.endX + toPage[3] * at.endY + toPage[5],
      ascentX: at.ascentX, ascentY: at.ascentY, descentX: at.descentX, descentY: at.descentY, size: at.size,
      font: this.#state.fontIndex, bold: font?.bold ?? false, italic: font?.italic ?? false, hidden: at.hidden, artifact: this.#artifacts > 0,
    })
  }

  /** White text is a common header of tables; it is hidden only where nothing coloured lies under it. */
  #isOnColour(x: number, y: number): boolean {
    return [...this.#fills, ...this.#pictures].some((box) => x >= box[0] - 1 && x <= box[2] + 1 && y >= box[1] - 1 && y <= box[3] + 1)
  }

  #picture(): void {
    this.#pictures.push(mapBox(this.#state.matrix, [0, 0, 1, 1]))
  }

  /** Stroked segments along an axis, and filled bars thin enough to be borders. */
  #path(args: readonly unknown[]): void {
    const { ops } = this.#source
    const paint = number(args[0])
    const strokes = paint === ops['stroke'] || paint === ops['closeStroke']
    const fills = paint === ops['fill'] || paint === ops['eoFill']
    const both = paint === ops['fillStroke'] || paint === ops['eoFillStroke'] || paint === ops['closeFillStroke'] || paint === ops['closeEOFillStroke']
    if (!strokes && !fills && !both) return
    if ((fills || both) && !isWhite(this.#state.fill) && this.#fills.length < MAX_RULES) {
      const bounds = args[2] as ArrayLike<number> | null | undefined
      if (bounds !== null && bounds !== undefined) this.#fills.push(mapBox(this.#state.matrix, [bounds[0] ?? 0, bounds[1] ?? 0, bounds[2] ?? 0, bounds[3] ?? 0]))
    }
    const data = Array.isArray(args[1]) ? (args[1][0] as ArrayLike<number> | null) : null
    if (data === null || data === undefined) return
    if ((fills || both) && data.length > 16) this.#shapes += 1
    for (const points of subpaths(data, this.#state.matrix)) {
      if (strokes || both) this.#strokeRules(points)
      if (fills || both) this.#fillRule(points)
    }
  }

  #strokeRules(points: readonly (readonly [number, number])[]): void {
    for (let index = 1; index < points.length; index += 1) {
      const [x0, y0] = points[index - 1] ?? [0, 0]
      const [x1, y1] = points[index] ?? [0, 0]
      this.#addRule([Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)])
    }
  }

  #fillRule(points: readonly (readonly [number, number])[]): void {
    if (points.length < 4 || points.length > 6) return
    const xs = points.map((point) => point[0])
    const ys = points.map((point) => point[1])
    this.#addRule([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)])
  }

  #addRule(box: Box): void {
    if (this.#rules.length >= MAX_RULES) return
    const width = box[2] - box[0]
    const height = box[3] - box[1]
    if (height <= RULE_THICKNESS && width >= RULE_LENGTH) this.#rules.push({ horizontal: true, at: (box[1] + box[3]) / 2, from: box[0], to: box[2] })
    else if (width <= RULE_THICKNESS && height >= RULE_LENGTH) this.#rules.push({ horizontal: false, at: (box[0] + box[2]) / 2, from: box[1], to: box[3] })
  }
}

/** Polylines in page coordinates; curves are left out, because nothing here is round. DrawOPS of pdf.js: 0 move, 1 line, 2 curve, 3 quadratic, 4 close. */
function subpaths(data: ArrayLike<number>, matrix: Matrix): (readonly [number, number])[][] {
  const paths: (readonly [number, number])[][] = []
  let path: (readonly [number, number])[] = []
  const point = (x: number, y: number): readonly [number, number] => [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]]
  const finish = (): void => { if (path.length > 1) paths.push(path); path = [] }
  for (let index = 0; index < data.length;) {
    const operator = data[index] ?? 4
    switch (operator) {
      case 0: finish(); path = [point(data[index + 1] ?? 0, data[index + 2] ?? 0)]; index += 3; break
      case 1: path.push(point(data[index + 1] ?? 0, data[index + 2] ?? 0)); index += 3; break
      case 2: finish(); path = [point(data[index + 5] ?? 0, data[index + 6] ?? 0)]; index += 7; break
      case 3: finish(); path = [point(data[index + 3] ?? 0, data[index + 4] ?? 0)]; index += 5; break
      default: { const first = path[0]; if (first !== undefined) path.push(first); index += 1; break }
    }
  }
  finish()
  return paths
}

/** The box of a unit square or rectangle under a matrix. */
export function mapBox(matrix: Matrix, box: Box): Box {
  const xs: number[] = []
  const ys: number[] = []
  for (const [x, y] of [[box[0], box[1]], [box[2], box[1]], [box[0], box[3]], [box[2], box[3]]] as const) {
    xs.push(matrix[0] * x + matrix[2] * y + matrix[4])
    ys.push(matrix[1] * x + matrix[3] * y + matrix[5])
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function isWhite(color: string): boolean {
  return color === '#ffffff'
}
