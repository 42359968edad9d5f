import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import { composeSections } from '../../core/reading/composeSections.ts'
import { normaliseLine } from '../../core/reading/normaliseText.ts'
import type { ParsedContent } from '../parsing/ParseFileRequest.ts'
import { htmlBlocks } from './htmlBlocks.ts'
import { findElement, htmlTree, type HtmlElement } from './htmlTree.ts'

/** Headings, paragraphs, lists and tables of a page; scripts, styles and hidden parts gone; nothing is fetched. */
export function parseHtml(html: string): ParsedContent {
  const root = htmlTree(html)
  const blocks = htmlBlocks(root)
  const title = normaliseLine(pageTitle(root))
  return { units: composeSections(blocks, title === '' ? {} : { label: title }), warnings: [], metadata: { ...(title === '' ? {} : { title }), ...pageMetadata(root) } }
}

function pageTitle(root: HtmlElement): string {
  const title = findElement(root, 'title')
  return title === undefined ? '' : title.children.filter((child) => typeof child === 'string').join('')
}

function pageMetadata(root: HtmlElement): DocumentMetadata {
  const facts = new Map<string, string>()
  const pending: HtmlElement[] = [findElement(root, 'head') ?? root]
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    for (const child of element.children) {
      if (typeof child === 'string') continue
      if (child.name === 'meta') facts.set((child.attributes.name ?? child.attributes.property ?? '').toLowerCase(), child.attributes.content ?? '')
      pending.push(child)
    }
  }
  const author = normaliseLine(facts.get('author') ?? facts.get('dc.creator') ?? facts.get('article:author') ?? '')
  const date = facts.get('article:published_time') ?? facts.get('dc.date') ?? facts.get('dcterms.created') ?? facts.get('date') ?? ''
  const created = date === '' || Number.isNaN(Date.parse(date)) ? undefined : new Date(date).toISOString()
  const language = /^[a-z]{2}\b/i.exec(findElement(root, 'html')?.attributes.lang ?? '')?.[0].toLowerCase()
  return { ...(author === '' ? {} : { author }), ...(created === undefined ? {} : { created }), ...(language === undefined ? {} : { language }) }
}
