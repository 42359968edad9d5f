/** PDF points with the origin at the page's top left, `[left, top, right, bottom]`; pixels for pictures. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

/**
 * Where a piece of text stands in its file. `unit` is the 1-based index of the page, sheet, slide, section or message
 * part; `charStart` and `charEnd` are UTF-16 offsets into that unit's stored text, so that
 * `unitText.slice(charStart, charEnd)` is the quoted text, byte for byte.
 */
interface AnchorBase {
  readonly unit: number
  readonly charStart: number
  readonly charEnd: number
}

export interface PageAnchor extends AnchorBase {
  readonly kind: 'page'
  /** 1-based. */
  readonly page: number
  /** One box a line. */
  readonly boxes: readonly Box[]
}

export interface ImageAnchor extends AnchorBase {
  readonly kind: 'image'
  readonly boxes: readonly Box[]
}

export interface CellsAnchor extends AnchorBase {
  readonly kind: 'cells'
  readonly sheet: string
  /** In A1 notation: `"B4"` or `"B4:D9"`. */
  readonly range: string
}

export interface SlideAnchor extends AnchorBase {
  readonly kind: 'slide'
  /** 1-based. */
  readonly slide: number
  readonly shape?: string
}

export interface SectionAnchor extends AnchorBase {
  readonly kind: 'section'
  readonly headings: readonly string[]
  /** 1-based in the document. */
  readonly paragraph: number
}

export interface LinesAnchor extends AnchorBase {
  readonly kind: 'lines'
  /** 1-based in the file. */
  readonly startLine: number
  readonly endLine: number
  readonly headings?: readonly string[]
}

export interface MessageAnchor extends AnchorBase {
  readonly kind: 'message'
  /** `"header"`, `"body"` or the attachment's file name. */
  readonly part: string
  readonly date?: string
  readonly from?: string
}

export type Anchor =
  PageAnchor | ImageAnchor | CellsAnchor | SlideAnchor | SectionAnchor | LinesAnchor | MessageAnchor

export type AnchorKind = Anchor['kind']
