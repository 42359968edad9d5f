import { Parser } from 'htmlparser2'

export interface HtmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (HtmlElement | string)[]
}

// What is nested deeper is read as if it stood at this depth: pages and mails repeat wrappers thousands of times by mistake or on purpose.
const MAX_DEPTH = 400

/**
 * The library's own stack costs time with the square of its depth (a hundred thousand open elements take half a minute), so
 * beyond the limit elements are treated as ones that hold nothing, and their text goes to the last real one.
 */
class ShallowParser extends Parser {
  #depth: () => number = () => 0
  /** Decided once a tag, before it counts itself. */
  #isTooDeep = false

  limitBy(depth: () => number): void { this.#depth = depth }

  override onopentagname(start: number, end: number): void {
    this.#isTooDeep = this.#depth() >= MAX_DEPTH
    super.onopentagname(start, end)
  }

  override onclosetag(start: number, end: number): void {
    this.#isTooDeep = false
    super.onclosetag(start, end)
  }

  protected override isVoidElement(name: string): boolean {
    return this.#isTooDeep || super.isVoidElement(name)
  }
}

/**
 * A light tree of an HTML document as browsers would repair it (htmlparser2). Nothing is fetched or run; entities are the
 * fixed HTML ones, so none can expand. Depth is limited, so walking it recursively is safe.
 */
export function htmlTree(html: string): HtmlElement {
  const root: HtmlElement = { name: '#root', attributes: {}, children: [] }
  const stack: HtmlElement[] = [root]
  const parser = new ShallowParser({
    onopentag(name, attributes) {
      const element: HtmlElement = { name, attributes: { ...attributes }, children: [] }
      stack.at(-1)?.children.push(element)
      stack.push(element)
    },
    ontext(data) { stack.at(-1)?.children.push(data) },
    onclosetag() { if (stack.length > 1) stack.pop() },
  }, { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true })
  parser.limitBy(() => stack.length)
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
