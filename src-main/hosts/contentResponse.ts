import { DOCUMENT_POLICY } from './contentSecurityPolicy.ts'

export interface DocumentFile {
  readonly path: string
  readonly mediaType: string
  readonly sizeBytes: number
}

export interface ContentResponse {
  readonly status: 200 | 206 | 416
  readonly headers: Readonly<Record<string, string>>
  /** Bytes to send, `end` inclusive; null: none. */
  readonly range: { readonly start: number; readonly end: number } | null
}

/** What a browser shows without running anything. The rest is offered as a download: HTML and SVG of a user could hold scripts. */
const SHOWN: ReadonlySet<string> = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp', 'image/tiff', 'text/plain'])

/** How a document's own bytes are sent to the window, whole or a single range (pdf.js reads large files in parts). Pure; the host streams. */
export function contentResponse(file: DocumentFile, rangeHeader: string | null): ContentResponse {
  const headers: Record<string, string> = {
    'content-type': file.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : file.mediaType,
    'content-disposition': dispositionOf(file),
    'content-security-policy': DOCUMENT_POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
  }
  const range = rangeHeader === null ? undefined : parseRange(rangeHeader, file.sizeBytes)
  if (range === null) return { status: 416, headers: { ...headers, 'content-range': `bytes */${file.sizeBytes}`, 'content-length': '0' }, range: null }
  if (range === undefined) {
    const whole = file.sizeBytes === 0 ? null : { start: 0, end: file.sizeBytes - 1 }
    return { status: 200, headers: { ...headers, 'content-length': String(file.sizeBytes) }, range: whole }
  }
  return {
    status: 206, range,
    headers: { ...headers, 'content-range': `bytes ${range.start}-${range.end}/${file.sizeBytes}`, 'content-length': String(range.end - range.start + 1) },
  }
}

/** One range as RFC 9110, 14.1.2 has it; undefined: not a form that is served in parts, so the whole is sent; null: not satisfiable. */
function parseRange(header: string, size: number): { start: number; end: number } | null | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  if (match === null) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end || start >= size ? null : { start, end }
}

function dispositionOf({ path, mediaType }: DocumentFile): string {
  return disposition(SHOWN.has(mediaType) ? 'inline' : 'attachment', path.split(/[\\/]/).at(-1) ?? 'document')
}

/** The header of RFC 6266: an ASCII name for old clients, the real one encoded. */
export function disposition(kind: 'inline' | 'attachment', fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_')
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
