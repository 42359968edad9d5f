import type { DocumentMetadata, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { openZip } from '../archive/openZip.ts'
import { composeSections } from '../../core/reading/composeSections.ts'
import { htmlBlocks } from '../html/htmlBlocks.ts'
import { htmlTree } from '../html/htmlTree.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { child, children, descendants, readXml, textContent, type XmlElement } from '../xml/readXml.ts'

/** EPUB 2 and 3: the chapters of the spine in order, each cut at its headings. */
export async function parseEpub(input: FormatInput): Promise<ParsedContent> {
  const zip = await openZip(input.bytes)
  if (zip.has('META-INF/rights.xml')) throw new AppError('PASSWORD_NEEDED', 'This book is locked by its shop.', { action: 'Add a copy without copy protection.' })
  const container = await zip.read('META-INF/container.xml')
  const packagePath = container === undefined ? undefined : descendants(readXml(container).root, 'rootfile')[0]?.attributes['full-path']
  const packageBytes = packagePath === undefined ? undefined : await zip.read(packagePath)
  if (packagePath === undefined || packageBytes === undefined) throw new AppError('DAMAGED_FILE')
  const { root } = readXml(packageBytes)
  const folder = packagePath.slice(0, packagePath.lastIndexOf('/') + 1)
  const items = new Map(children(child(root, 'manifest'), 'item').map((item) => [item.attributes.id ?? '', item.attributes.href ?? '']))
  const units: ParsedUnit[] = []
  const warnings: ParseWarning[] = []
  let paragraph = 1
  const spine = children(child(root, 'spine'), 'itemref')
  for (const [index, reference] of spine.entries()) {
    input.signal?.throwIfAborted()
    const href = items.get(reference.attributes.idref ?? '')
    const path = href === undefined ? undefined : resolvePath(folder, href)
    const bytes = path === undefined ? undefined : await zip.read(path)
    if (path === undefined || bytes === undefined) {
      units.push({ unit: units.length + 1, kind: 'section', label: `part ${index + 1}`, source: 'failed', text: '', segments: [], note: 'This part of the book is missing from the file.' })
      continue
    }
    const chapter = composeSections(htmlBlocks(htmlTree(new TextDecoder().decode(bytes))), { label: `part ${index + 1}`, firstUnit: units.length + 1, firstParagraph: paragraph })
    paragraph += chapter.reduce((sum, unit) => sum + unit.segments.length, 0)
    units.push(...chapter)
    input.onProgress?.(index + 1, spine.length, 'parts')
  }
  if (units.length === 0) throw new AppError('DAMAGED_FILE', 'This book does not list its parts.')
  return { units, warnings, metadata: bookMetadata(child(root, 'metadata')) }
}

function resolvePath(folder: string, href: string): string {
  const parts: string[] = []
  let path = href.replace(/[?#].*$/, '')
  try { path = decodeURIComponent(path) } catch { /* a stray % stands for itself */ }
  for (const part of (folder + path).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function bookMetadata(metadata: XmlElement | undefined): DocumentMetadata {
  const field = (name: string): string => textContent(child(metadata, name)).trim()
  const title = field('title')
  const author = children(metadata, 'creator').map(textContent).join(', ').trim()
  const created = Date.parse(field('date'))
  const language = /^[a-z]{2}\b/i.exec(field('language'))?.[0].toLowerCase()
  return {
    ...(title === '' ? {} : { title }), ...(author === '' ? {} : { author }), ...(Number.isNaN(created) ? {} : { created: new Date(created).toISOString() }),
    ...(language === undefined ? {} : { language }),
  }
}
