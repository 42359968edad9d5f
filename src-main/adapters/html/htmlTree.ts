import { Parser } from 'htmlparser2'

export interface HtmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (HtmlElement | string)[]
}

// What is nested deeper is read as if it stood at this depth: pages and mails repeat wrappers thousands of times by mistake or on purpose.
const MAX_DEPTH = 400
const CLOSES_PARAGRAPH = new Set(['p', 'div', 'table', 'ul', 'ol', 'li', 'tr', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/**
 * A light tree of an HTML document as browsers would repair it (htmlparser2). Nothing is fetched or run; entities are the
 * fixed HTML ones, so none can expand. Depth is limited, so walking it recursively is safe.
 */
export function htmlTree(html: string): HtmlElement {
  const root: HtmlElement = { name: '#root', attributes: {}, children: [] }
  const stack: HtmlElement[] = [root]
  let depthBeyond = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      if (stack.length >= MAX_DEPTH) {
        depthBeyond++
        // A word boundary stands where a flattened block began.
        if (CLOSES_PARAGRAPH.has(name)) stack.at(-1)?.children.push('\n')
        return
      }
      const element: HtmlElement = { name, attributes: { ...attributes }, children: [] }
      stack.at(-1)?.children.push(element)
      stack.push(element)
    },
    ontext(data) { stack.at(-1)?.children.push(data) },
    onclosetag() {
      if (depthBeyond > 0) depthBeyond--
      else if (stack.length > 1) stack.pop()
    },
  }, { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true })
  parser.write(html)
  parser.end()
  return root
}

/** First element of that name, depth first. */
export function findElement(element: HtmlElement, name: string): HtmlElement | undefined {
  for (const child of element.children) {
    if (typeof child === 'string') continue
    if (child.name === name) return child
    const found = findElement(child, name)
    if (found !== undefined) return found
  }
  return undefined
}
