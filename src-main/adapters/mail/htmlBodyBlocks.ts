import type { Block } from '../../core/reading/block.ts'
import { htmlBlocks } from '../html/htmlBlocks.ts'
import { htmlTree, type HtmlElement } from '../html/htmlTree.ts'

/** Body of an HTML mail; what mail programs wrap around earlier messages is quoted. */
export function htmlBodyBlocks(html: string): Block[] {
  const root = htmlTree(html)
  return htmlBlocks(markQuoted(root))
}

/** Gmail, Outlook, Yahoo and Thunderbird each mark the earlier message in their own way; as `blockquote` all read alike. */
function markQuoted(element: HtmlElement): HtmlElement {
  const { attributes } = element
  const isQuote = /\b(gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote)\b/.test(attributes.class ?? '') || attributes.id === 'divRplyFwdMsg' || attributes.id === 'appendonsend'
  return { name: isQuote ? 'blockquote' : element.name, attributes, children: element.children.map((child) => (typeof child === 'string' ? child : markQuoted(child))) }
}
