import { child, textContent, type XmlElement } from '../xml/readXml.ts'

/** What hangs on a paragraph and stands beside its text. */
export interface ParagraphParts {
  text: string
  /** Runs formatted as hidden: not for readers, yet in the file. */
  hidden: string
  readonly textBoxes: XmlElement[]
  readonly footnotes: string[]
  readonly endnotes: string[]
  readonly comments: string[]
  readonly altTexts: string[]
  /** Relationship ids of pictures, charts and diagrams, in order. */
  readonly drawings: { readonly kind: 'picture' | 'chart' | 'diagram'; readonly relationship: string }[]
}

// Deleted and moved-away text, instructions of fields, and properties (which may hold old text) are not what is read.
const SKIPPED = new Set(['del', 'moveFrom', 'instrText', 'delInstrText', 'delText', 'rPr', 'pPr', 'sdtPr', 'sdtEndPr', 'txPr', 'ctrlPr', 'fldData', 'proofErr', 'bookmarkStart', 'bookmarkEnd'])

/** Text of a paragraph as it reads with all changes accepted, and what is anchored in it. */
export function paragraphText(paragraph: XmlElement): ParagraphParts {
  const parts: ParagraphParts = { text: '', hidden: '', textBoxes: [], footnotes: [], endnotes: [], comments: [], altTexts: [], drawings: [] }
  visit(paragraph, parts)
  return parts
}

function visit(element: XmlElement, parts: ParagraphParts): void {
  for (const node of element.children) if (typeof node !== 'string' && !SKIPPED.has(node.name)) enter(node, parts)
}

function enter(node: XmlElement, parts: ParagraphParts): void {
  const { attributes } = node
  switch (node.name) {
    case 't': parts.text += textContent(node); return
    case 'r': return run(node, parts)
    case 'tab': case 'ptab': parts.text += '\t'; return
    case 'br': case 'cr': parts.text += '\n'; return
    case 'noBreakHyphen': parts.text += '-'; return
    case 'sym': parts.text += symbol(attributes.char, attributes.font); return
    case 'footnoteReference': parts.footnotes.push(attributes.id ?? ''); return
    case 'endnoteReference': parts.endnotes.push(attributes.id ?? ''); return
    case 'commentReference': parts.comments.push(attributes.id ?? ''); return
    case 'txbxContent': parts.textBoxes.push(node); return
    case 'AlternateContent': return alternate(node, parts)
    case 'docPr': addAltText(attributes.descr, parts); return
    case 'textpath': addAltText(attributes.string, parts); return
    case 'blip': if (attributes.embed !== undefined) parts.drawings.push({ kind: 'picture', relationship: attributes.embed }); return
    case 'imagedata': if (attributes.id !== undefined) parts.drawings.push({ kind: 'picture', relationship: attributes['r:id'] ?? attributes.id }); addAltText(attributes.title, parts); return
    case 'chart': if (attributes.id !== undefined) parts.drawings.push({ kind: 'chart', relationship: attributes.id }); return
    case 'relIds': if (attributes.dm !== undefined) parts.drawings.push({ kind: 'diagram', relationship: attributes.dm }); return
    // Formulas: a fraction or a power read as plain runs would say something else.
    case 'f': if (child(node, 'num') !== undefined) return fraction(node, parts); break
    case 'sup': parts.text += '^'; break
    case 'sub': parts.text += '_'; break
    // Ruby: the base text, without its reading aid.
    case 'rt': return
    default:
  }
  visit(node, parts)
}

function run(node: XmlElement, parts: ParagraphParts): void {
  const vanish = child(child(node, 'rPr'), 'vanish')
  if (vanish === undefined || /^(0|false|off)$/.test(vanish.attributes.val ?? '')) return visit(node, parts)
  const shown = parts.text
  parts.text = ''
  visit(node, parts)
  parts.hidden += parts.text
  parts.text = shown
}

/** The newest form first; what only an old form shows is taken from there. Both say the same, so never both. */
function alternate(node: XmlElement, parts: ParagraphParts): void {
  const choice = child(node, 'Choice')
  const size = (): number => parts.text.length + parts.textBoxes.length + parts.drawings.length + parts.altTexts.length
  const before = size()
  if (choice !== undefined) visit(choice, parts)
  const fallback = child(node, 'Fallback')
  if (size() === before && fallback !== undefined) visit(fallback, parts)
}

function fraction(node: XmlElement, parts: ParagraphParts): void {
  for (const [name, after] of [['num', '/'], ['den', '']] as const) {
    const part = child(node, name)
    if (part === undefined) continue
    const before = parts.text
    parts.text = ''
    visit(part, parts)
    const isSimple = parts.text.length <= 1 || /^[\w.]+$/.test(parts.text)
    parts.text = before + (isSimple ? parts.text : `(${parts.text})`) + after
  }
}

function addAltText(text: string | undefined, parts: ParagraphParts): void {
  if (text !== undefined && text.trim() !== '') parts.altTexts.push(text.trim())
}

// Symbols of fonts without Unicode stand in the private use area; these are the ones that carry meaning in forms and lists.
const SYMBOLS: Readonly<Record<string, string>> = {
  F0FC: '✓', F0FE: '☑', F0A8: '☐', F06F: '☐', F0FD: '☒', F078: '☒', F0FB: '✗', F0B7: '•', F0A7: '▪', F0D8: '➢', F0E0: '→', F0DF: '←', F0AE: '→', F0B3: '≥', F0A3: '≤', F0B1: '±', F0B4: '×', F0B0: '°', F06D: 'μ',
}

function symbol(code: string | undefined, _font: string | undefined): string {
  if (code === undefined || !/^[0-9a-f]{1,6}$/i.test(code)) return ''
  const known = SYMBOLS[code.toUpperCase()]
  if (known !== undefined) return known
  const point = Number.parseInt(code, 16)
  return point >= 0xf000 && point <= 0xf0ff ? '' : String.fromCodePoint(Math.min(point, 0x10ffff))
}
