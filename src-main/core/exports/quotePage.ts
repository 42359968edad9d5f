import { escapeHtml } from './reportToHtml.ts'

/** Characters shown before and after the quote. */
const SURROUNDINGS = 2000
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"
const STYLE = 'body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:3rem auto;padding:0 1rem;color:#1b1b1f;background:#fff}h1{font-size:1.2rem}pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}mark{background:#ffe45c}.note{color:#5b5b66}'

export interface QuotePage {
  /** `contract.docx, paragraph 3`. */
  readonly title: string
  readonly quote: string
  /** Why there is no picture. */
  readonly note: string
  /** The stored text, with the quote's place in it; absent when it is no longer known. */
  readonly text?: { readonly text: string; readonly charStart: number; readonly charEnd: number }
}

/** The quote marked in what stands around it, for files that have no pages to draw: one HTML file without scripts or requests. */
export function quotePage({ title, quote, note, text }: QuotePage): string {
  const marked = `<mark>${escapeHtml(quote)}</mark>`
  const [before, after] = text === undefined ? ['', ''] : [text.text.slice(0, text.charStart), text.text.slice(text.charEnd)]
  const around = `${before.length > SURROUNDINGS ? '… ' : ''}${escapeHtml(before.slice(-SURROUNDINGS))}${marked}${escapeHtml(after.slice(0, SURROUNDINGS))}${after.length > SURROUNDINGS ? ' …' : ''}`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(title)}</h1><p class="note">${escapeHtml(note)}</p><pre>${around}</pre></body></html>
`
}
