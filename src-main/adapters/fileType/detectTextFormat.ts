import type { FileFormat } from './fileFormat.ts'

const CODE_EXTENSIONS = new Set(('js mjs cjs jsx ts tsx mts cts py pyi rb php java kt kts scala groovy c h cc cpp cxx hpp hh m mm cs fs vb go rs swift '
  + 'dart lua pl pm r jl hs ml mli clj cljs ex exs erl elm sh bash zsh fish ps1 bat cmd sql css scss sass less vue svelte proto graphql '
  + 'tf gradle cmake mk makefile dockerfile asm s f f90 pas ada vhd vhdl v sv tcl awk sed').split(' '))
const BY_EXTENSION: Readonly<Record<string, FileFormat>> = {
  md: 'markdown', markdown: 'markdown', mdx: 'markdown', mkd: 'markdown',
  html: 'html', htm: 'html', xhtml: 'html',
  json: 'json', jsonl: 'json', ndjson: 'json', geojson: 'json', ipynb: 'json',
  xml: 'xml', xsd: 'xml', xsl: 'xml', svg: 'xml', rss: 'xml', atom: 'xml', kml: 'xml', gpx: 'xml',
  yaml: 'yaml', yml: 'yaml', csv: 'csv', tsv: 'tsv', tab: 'tsv', eml: 'eml', mbox: 'mbox', mbx: 'mbox', mht: 'mhtml', mhtml: 'mhtml',
}
const MAIL_HEADER = /^(received|return-path|from|to|cc|date|subject|message-id|mime-version|content-type|delivered-to|reply-to|x-[\w-]+|dkim-signature|authentication-results|sender|in-reply-to|references|thread-topic|content-transfer-encoding):/i

/**
 * The format of decoded text by its content; the name decides only between formats that all read as text (a `.csv`, a `.py`).
 */
export function detectTextFormat(text: string, name: string): FileFormat {
  const head = text.slice(0, 8_192)
  const start = head.trimStart()
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const named = BY_EXTENSION[extension]
  if (/^From \S+.*\d{4}/.test(head) && mailHeaders(head.slice(head.indexOf('\n') + 1)) >= 2) return 'mbox'
  if (mailHeaders(head) >= (named === 'eml' || named === 'mhtml' ? 1 : 3)) return named === 'mhtml' ? 'mhtml' : 'eml'
  if (CODE_EXTENSIONS.has(extension)) return 'code'
  if (looksLikeHtml(start)) return named === 'xml' || named === 'markdown' ? named : 'html'
  if (/^<\?xml\b|^<[A-Za-z_][\w.:-]*(\s[^<>]*)?>/.test(start) && named !== 'markdown' && named !== 'csv' && named !== 'html') return 'xml'
  if (named !== undefined && named !== 'eml' && named !== 'mbox') return named
  if (/^[[{]/.test(start) && isJson(text)) return 'json'
  if (extension === '' || extension === 'txt' || extension === 'dat') {
    const delimiter = delimiterOf(head)
    if (delimiter !== null) return delimiter === '\t' ? 'tsv' : 'csv'
  }
  return 'text'
}

function looksLikeHtml(start: string): boolean {
  const body = start.replace(/^(<\?xml[^>]*>|<!--[^]*?-->|\s)+/, '')
  return /^<(!doctype\s+html|html|head|body)\b/i.test(body) || (/^<(div|p|table|h[1-6]|ul|meta|title|script|style|span|article|section)\b/i.test(body) && /<\/\w+>/.test(start))
}

/** Header lines at the start of a message; 0 when anything else comes between. */
function mailHeaders(head: string): number {
  let known = 0
  const lines = head.replace(/\r\n?/g, '\n').replace(/^\n+/, '').split('\n')
  for (const [index, line] of lines.entries()) {
    if (line === '') break
    // Mails cut out of a spool keep its "From " line.
    if (index === 0 && /^>?From /.test(line)) continue
    if (/^[ \t]/.test(line) && index > 0) continue
    if (!/^[!-9;-~]+:/.test(line)) return index === lines.length - 1 ? known : 0
    if (MAIL_HEADER.test(line)) known++
  }
  return known
}

function isJson(text: string): boolean {
  // Megabytes are not parsed only to name them: what begins and ends like JSON is taken for it.
  if (text.length > 1_000_000) return /[\]}]\s*$/.test(text.slice(-100))
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The delimiter of a table without a telling name: at least five lines, all with the same number of it, and several columns. */
function delimiterOf(head: string): string | null {
  const lines = head.replace(/\r\n?/g, '\n').split('\n').slice(0, -1).filter((line) => line !== '').slice(0, 50)
  if (lines.length < 5) return null
  for (const delimiter of ['\t', ';', '|', ',']) {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1)
    const first = counts[0] ?? 0
    if (first >= (delimiter === ',' ? 2 : 1) && counts.every((count) => count === first)) return delimiter
  }
  return null
}
