import type { DocumentMetadata, EmbeddedFile, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { OutlineEntry } from '../../core/reading/recogniseHeadings.ts'
import type { PdfDocument } from './openPdf.ts'

/** Title, author and date as the file states them. What is plainly not a title (a file name, "untitled") is left out. */
export async function readMetadata(document: PdfDocument): Promise<DocumentMetadata> {
  const { info, metadata } = await document.getMetadata().catch(() => ({ info: {}, metadata: null }))
  const facts = info as Readonly<Record<string, unknown>>
  const xmp = (name: string): string | undefined => { const value: unknown = metadata?.get(name); return typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : undefined }
  const title = sensibleTitle(text(facts['Title'])) ?? sensibleTitle(xmp('dc:title'))
  const author = text(facts['Author']) ?? xmp('dc:creator')
  const created = isoDate(text(facts['CreationDate']))
  const language = /^[a-z]{2}(?=-|_|$)/i.exec(text(facts['Language']) ?? '')?.[0]?.toLowerCase()
  return {
    ...(title === undefined ? {} : { title }), ...(author === undefined ? {} : { author }),
    ...(created === undefined ? {} : { created }), ...(language === undefined ? {} : { language }),
  }
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  // eslint-disable-next-line no-control-regex
  const clean = value.replace(/[\u0000-\u001F]+/gu, ' ').trim()
  return clean === '' ? undefined : clean
}

function sensibleTitle(title: string | undefined): string | undefined {
  const clean = title?.replace(/^Microsoft (?:Word|PowerPoint|Excel) - /u, '').trim()
  if (clean === undefined || !/\p{L}{2}/u.test(clean)) return undefined
  return /^(?:untitled|document\d*|slide \d+|powerpoint presentation|.*\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|ps|rtf|odt|html?|txt))$/iu.test(clean) ? undefined : clean
}

/** `D:YYYYMMDDHHmmSS+HH'mm'` (PDF 32000-1, 7.9.4) as ISO 8601 UTC; parts from the month on may be missing. */
export function isoDate(date: string | undefined): string | undefined {
  const match = /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-])(\d{2})'?(\d{2})?)?/.exec(date ?? '')
  if (match === null) return undefined
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', sign, offsetHours = '00', offsetMinutes = '00'] = match
  const zone = sign === undefined ? 'Z' : `${sign}${offsetHours}:${offsetMinutes}`
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}

interface OutlineNode {
  readonly title: string
  readonly dest: unknown
  readonly items: readonly OutlineNode[]
}

// A book of a thousand pages has fewer; more are a generated index, or an attack.
const MAX_ENTRIES = 5000

/** Bookmarks with their pages; a document with broken ones has none. */
export async function readOutline(document: PdfDocument): Promise<OutlineEntry[]> {
  const entries: OutlineEntry[] = []
  const walk = async (nodes: readonly OutlineNode[], level: number): Promise<void> => {
    for (const node of nodes) {
      if (entries.length >= MAX_ENTRIES || level > 8) return
      entries.push({ title: node.title, level, page: await pageOf(document, node.dest) })
      await walk(node.items, level + 1)
    }
  }
  const outline = await document.getOutline().catch(() => null) as readonly OutlineNode[] | null
  await walk(outline ?? [], 1)
  return entries
}

async function pageOf(document: PdfDocument, destination: unknown): Promise<number | undefined> {
  try {
    const explicit: unknown = typeof destination === 'string' ? await document.getDestination(destination) : destination
    const target: unknown = Array.isArray(explicit) ? explicit[0] : undefined
    if (typeof target === 'number') return target + 1
    return target !== null && typeof target === 'object' ? await document.getPageIndex(target as never) + 1 : undefined
  } catch {
    return undefined
  }
}

// A portfolio of more than this is an archive; the rest is said to be left out.
const MAX_ATTACHMENTS = 200
const MAX_ATTACHMENT_BYTES = 256 * 1024 * 1024

/** Files attached to the document or pinned to one of its pages, to be read as documents of their own. A file that is there twice is read once. */
export async function readAttachments(document: PdfDocument, pinned: readonly { readonly id: string; readonly name: string }[], warnings: ParseWarning[]): Promise<EmbeddedFile[]> {
  const found = await document.getAttachments().catch(() => null)
  const listed = entriesOf(found).map(([id, attachment]) => {
    const { filename, content } = attachment as { readonly filename?: unknown; readonly content?: unknown }
    return { id, name: typeof filename === 'string' && filename !== '' ? filename : id, content }
  })
  const files: EmbeddedFile[] = []
  let total = 0
  for (const { id, name: path, content } of [...listed, ...pinned.map((file) => ({ ...file, content: undefined }))]) {
    const name = baseName(path)
    try {
      const bytes = content instanceof Uint8Array ? content : (await document.getAttachmentContent(id) as { readonly content?: unknown } | Uint8Array | null)
      const data = bytes instanceof Uint8Array ? bytes : bytes?.content instanceof Uint8Array ? bytes.content : undefined
      if (data === undefined || data.length === 0 || files.some((file) => file.name === name && isSame(file.bytes, data))) continue
      total += data.length
      if (files.length >= MAX_ATTACHMENTS || total > MAX_ATTACHMENT_BYTES) {
        warnings.push({ code: 'LIMIT_EXCEEDED', message: `Attachments from “${name}” on were left out: there are too many, or they are too large.` })
        break
      }
      files.push({ name, bytes: data })
    } catch {
      warnings.push({ code: 'ATTACHMENT_NOT_READ', message: `The attachment “${name}” could not be read.` })
    }
  }
  return files
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

function entriesOf(found: unknown): [string, unknown][] {
  if (found instanceof Map) return [...found] as [string, unknown][]
  return found !== null && typeof found === 'object' ? Object.entries(found) : []
}

/** The last part of a path, so that a name can never lead out of its container. */
function baseName(path: string): string {
  return path.split(/[\\/]/u).findLast((part) => part !== '' && part !== '.' && part !== '..') ?? 'attachment'
}
