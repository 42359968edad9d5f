import { SaxesParser } from 'saxes'
import { AppError } from '../../../src-shared/errors/AppError.ts'

export interface XmlElement {
  /** Without its namespace prefix: producers choose prefixes freely. */
  readonly name: string
  /** By local name; of two with the same local name the one with a prefix is also under `prefix:name`. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (XmlElement | string)[]
}

// Deepest real documents (tables in text boxes in tables) stay under 200; walking this deep recursively is safe.
const MAX_DEPTH = 1_000

/**
 * A light tree of an XML part (saxes). Entities that a document type declares are never expanded and nothing external is
 * fetched, so entity bombs and external entities read as nothing. What is not well-formed is read as far as it makes sense;
 * `isDamaged` then says so. Throws LIMIT_EXCEEDED for nesting beyond reason, DAMAGED_FILE without any element.
 */
export function readXml(bytes: Uint8Array): { readonly root: XmlElement; readonly isDamaged: boolean } {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const top: XmlElement = { name: '#root', attributes: {}, children: [] }
  const stack: XmlElement[] = [top]
  let isDamaged = false
  parser.on('error', () => { isDamaged = true })
  parser.on('opentag', (tag) => {
    if (stack.length > MAX_DEPTH) throw new AppError('LIMIT_EXCEEDED')
    const attributes: Record<string, string> = {}
    for (const [name, value] of Object.entries(tag.attributes)) {
      const local = localName(name)
      if (local !== name) attributes[name] = value
      if (local === name || !(local in attributes)) attributes[local] = value
    }
    const element: XmlElement = { name: localName(tag.name), attributes, children: [] }
    stack.at(-1)?.children.push(element)
    stack.push(element)
  })
  parser.on('closetag', () => { if (stack.length > 1) stack.pop() })
  parser.on('text', (text) => { if (stack.length > 1) stack.at(-1)?.children.push(text) })
  parser.on('cdata', (text) => { stack.at(-1)?.children.push(text) })
  parser.write(decodeXml(bytes)).close()
  const root = top.children.find((child) => typeof child !== 'string')
  if (root === undefined || typeof root === 'string') throw new AppError('DAMAGED_FILE')
  return { root, isDamaged }
}

/** UTF-8 unless a mark or the XML declaration says otherwise. */
function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(200, bytes.length)).toString('latin1')
  const declared = /^[^<]*<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(head)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(declared).decode(bytes)
  } catch {
    return new TextDecoder('utf-8').decode(bytes)
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** First child element of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((node): node is XmlElement => typeof node !== 'string' && node.name === name)
}

/** Child elements, all or of one name. */
export function children(element: XmlElement | undefined, name?: string): XmlElement[] {
  return element?.children.filter((node): node is XmlElement => typeof node !== 'string' && (name === undefined || node.name === name)) ?? []
}

/** All descendants of that name, in document order, without those inside another of the same name. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = []
  const visit = (node: XmlElement): void => {
    for (const next of node.children) {
      if (typeof next === 'string') continue
      if (next.name === name) found.push(next)
      else visit(next)
    }
  }
  visit(element)
  return found
}

/** All character data below an element. */
export function textContent(element: XmlElement | undefined): string {
  if (element === undefined) return ''
  return element.children.map((node) => (typeof node === 'string' ? node : textContent(node))).join('')
}
