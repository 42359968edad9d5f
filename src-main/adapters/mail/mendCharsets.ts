import { decodeAs, standardDecoder } from '../text/decodeAs.ts'

/**
 * A message with the same parts, in which every header and text part is in an encoding that any MIME parser decodes. Senders
 * leave charsets out, name ones that nobody decodes (`cp850`, `unknown-8bit`), or write one and mean another; the bytes would
 * be lost as replacement characters. Parts that are in order pass through byte for byte; attached messages are not entered.
 */
export function mendCharsets(bytes: Uint8Array): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const out: Buffer[] = []
  mendPart(source, 0, source.length, out, 0)
  return Buffer.concat(out)
}

// The MIME parser refuses deeper nesting anyway.
const MAX_DEPTH = 100

function mendPart(source: Buffer, start: number, end: number, out: Buffer[], depth: number): void {
  const bodyStart = headerEnd(source, start, end)
  const headerBytes = source.subarray(start, bodyStart)
  const header = mendHeader(headerBytes)
  const type = field(header, 'content-type')
  const boundary = parameter(type, 'boundary')
  if (/^multipart\//i.test(type) && boundary !== '' && depth < MAX_DEPTH) {
    out.push(Buffer.from(header))
    mendChildren(source, bodyStart, end, `--${boundary}`, out, depth)
    return
  }
  const isText = type === '' || (/^text\//i.test(type) && !/^attachment/i.test(field(header, 'content-disposition')))
  const mended = isText ? mendBody(header, source.subarray(bodyStart, end)) : null
  if (mended === null) out.push(Buffer.from(header), source.subarray(bodyStart, end))
  else out.push(Buffer.from(mended.header), Buffer.from(mended.body))
}

/** Parts between boundary lines, each mended; what is not a part passes through. */
function mendChildren(source: Buffer, start: number, end: number, mark: string, out: Buffer[], depth: number): void {
  let partStart = -1
  let at = start
  while (at < end) {
    const found = source.indexOf(mark, at)
    const isLineStart = found >= 0 && found < end && (found === start || source[found - 1] === 0x0a)
    if (found < 0 || found >= end) break
    if (!isLineStart) { at = found + 1; continue }
    const lineEnd = source.indexOf(0x0a, found)
    const next = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1
    const rest = source.subarray(found + mark.length, next).toString('latin1').trim()
    // Another boundary may begin with this one's text.
    if (rest !== '' && rest !== '--') { at = found + 1; continue }
    if (partStart < 0) out.push(source.subarray(start, found))
    else mendPart(source, partStart, found, out, depth + 1)
    out.push(source.subarray(found, next))
    partStart = next
    at = next
    if (rest === '--') { out.push(source.subarray(next, end)); return }
  }
  if (partStart < 0) out.push(source.subarray(start, end))
  else mendPart(source, partStart, end, out, depth + 1)
}

/** Offset of the body: after the first blank line. A part may have no header at all. */
function headerEnd(source: Buffer, start: number, end: number): number {
  for (let at = start; at < end;) {
    const lineEnd = source.indexOf(0x0a, at)
    if (lineEnd < 0 || lineEnd >= end) return end
    if (lineEnd === at || (lineEnd === at + 1 && source[at] === 0x0d)) return lineEnd + 1
    at = lineEnd + 1
  }
  return end
}

function mendHeader(bytes: Buffer): string {
  const raw = decodeAs(bytes, 'utf-8').text
  return raw
    .replace(/=\?([^?*\s]+)(?:\*[^?]*)?\?([BQ])\?([^?]*)\?=/gi, (word, label: string, kind: string, payload: string) => {
      if (standardDecoder(label) !== null) return word
      const content = kind.toUpperCase() === 'B' ? Buffer.from(payload, 'base64') : quoted(payload.replaceAll('_', ' '))
      return `=?utf-8?B?${Buffer.from(decodeAs(content, label).text).toString('base64')}?=`
    })
    .replace(/(\*=)([\w.:-]+)'([^']*)'([^\s;]+)/g, (value, equals: string, label: string, language: string, payload: string) => {
      if (standardDecoder(label) !== null) return value
      return `${equals}utf-8'${language}'${encodeURIComponent(decodeAs(quoted(payload.replaceAll('%', '=')), label).text)}`
    })
}

function mendBody(header: string, body: Buffer): { readonly header: string; readonly body: string } | null {
  const transfer = field(header, 'content-transfer-encoding').toLowerCase().trim()
  const label = parameter(field(header, 'content-type'), 'charset')
  const content = transfer === 'base64' ? Buffer.from(body.toString('latin1'), 'base64') : transfer === 'quoted-printable' ? quoted(body.toString('latin1')) : body
  const { text, isTrue } = decodeAs(content, label === '' ? 'utf-8' : label)
  if (isTrue) return null
  let mended = header.replace(/^content-transfer-encoding:.*(\r?\n[ \t].*)*\r?\n/gim, '')
  const type = field(header, 'content-type').replace(/;?\s*charset\s*=\s*("[^"]*"|[^\s;]*)/i, '') || 'text/plain'
  mended = mended.replace(/^content-type:.*(\r?\n[ \t].*)*\r?\n/gim, '')
  // Base64 cannot be taken for a boundary and survives every parser.
  const lines = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')
  return { header: `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n${mended}`, body: `${lines}\r\n` }
}

function field(header: string, name: string): string {
  const match = new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(header)
  return (match?.[1] ?? '').replace(/\r?\n[ \t]+/g, ' ').trim()
}

function parameter(value: string, name: string): string {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(value)
  return match?.[1] ?? match?.[2] ?? ''
}

/** Quoted-printable (RFC 2045 6.7) to bytes. */
function quoted(text: string): Buffer {
  return Buffer.from(text.replace(/[ \t]+(?=\r?\n)/g, '').replace(/=\r?\n/g, '').replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))), 'latin1')
}
