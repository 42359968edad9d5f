import { child, children, type XmlElement } from '../xml/readXml.ts'

export interface ParagraphStyle {
  /** 0 for the document's title, 1 to 9 for headings. */
  readonly headingLevel?: number
  readonly numbering?: { readonly numId: string; readonly level: number }
  readonly role?: 'caption' | 'quoted' | 'code'
}

// Longest chain of "based on" in real templates is about 10; a damaged file may loop.
const MAX_CHAIN = 20

/** Paragraph styles by id with what they inherit. Built-in names are English in every language of Word. */
export function readStyles(root: XmlElement | undefined): ReadonlyMap<string, ParagraphStyle> {
  const elements = new Map(children(root, 'style').map((style) => [style.attributes.styleId ?? '', style]))
  const styles = new Map<string, ParagraphStyle>()
  for (const id of elements.keys()) {
    let resolved: ParagraphStyle = {}
    let current = elements.get(id)
    for (let step = 0; current !== undefined && step < MAX_CHAIN; step++) {
      resolved = { ...ownProperties(current), ...resolved }
      current = elements.get(child(current, 'basedOn')?.attributes.val ?? '')
    }
    styles.set(id, resolved)
  }
  return styles
}

function ownProperties(style: XmlElement): ParagraphStyle {
  const name = (child(style, 'name')?.attributes.val ?? '').toLowerCase()
  const properties = child(style, 'pPr')
  const level = name === 'title' ? 0 : /^heading ([1-9])$/.exec(name)?.[1] ?? outlineLevel(properties)
  const numbering = readNumbering(properties)
  const role = /caption/.test(name) ? 'caption' : /quote/.test(name) ? 'quoted' : /^(html preformatted|code|source code|macro text)/.test(name) ? 'code' : undefined
  return {
    ...(level === undefined ? {} : { headingLevel: Number(level) }), ...(numbering === undefined ? {} : { numbering }), ...(role === undefined ? {} : { role }),
  }
}

/** 1 to 9, `undefined` for body text. */
export function outlineLevel(properties: XmlElement | undefined): number | undefined {
  const value = child(properties, 'outlineLvl')?.attributes.val
  const level = value === undefined ? NaN : Number(value)
  return level >= 0 && level <= 8 ? level + 1 : undefined
}

/** List membership of a paragraph or style; `numId` 0 means "not in a list although the style is". */
export function readNumbering(properties: XmlElement | undefined): { numId: string; level: number } | undefined {
  const numbering = child(properties, 'numPr')
  const numId = child(numbering, 'numId')?.attributes.val
  if (numbering === undefined || numId === undefined) return undefined
  return { numId, level: Math.min(8, Math.max(0, Number(child(numbering, 'ilvl')?.attributes.val ?? 0) || 0)) }
}
