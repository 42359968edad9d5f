import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { openZip, type OpenZip } from '../archive/openZip.ts'
import { child, children, descendants, readXml, textContent, type XmlElement } from '../xml/readXml.ts'
import { OdfNumbers } from './OdfNumbers.ts'

export interface OpenDocument {
  readonly zip: OpenZip
  /** `office:text`, `office:presentation` … */
  readonly body: XmlElement
  readonly styles: OdfStyles
  /** Master pages and page layouts: headers and footers. */
  readonly stylesRoot: XmlElement | undefined
  readonly metadata: DocumentMetadata
}

/** What automatic styles say about paragraphs (the named style they come from), and the numbers of lists. */
export interface OdfStyles {
  readonly paragraphs: ReadonlyMap<string, { readonly parent: string; readonly isHidden: boolean }>
  readonly numbers: OdfNumbers
}

/** Opens an OpenDocument package (ISO 26300). Throws PASSWORD_NEEDED for encrypted ones. */
export async function openDocument(bytes: Uint8Array): Promise<OpenDocument> {
  const zip = await openZip(bytes)
  const manifest = await part(zip, 'META-INF/manifest.xml')
  if (manifest !== undefined && descendants(manifest, 'encryption-data').length > 0) throw new AppError('PASSWORD_NEEDED', undefined, { action: 'Open it in its own application, save a copy without a password, and add that.' })
  const content = await part(zip, 'content.xml')
  const body = children(child(content, 'body'))[0]
  if (content === undefined || body === undefined) throw new AppError('DAMAGED_FILE')
  const stylesRoot = await part(zip, 'styles.xml')
  return { zip, body, stylesRoot, styles: readStyles(content, stylesRoot), metadata: metadataOf(await part(zip, 'meta.xml')) }
}

async function part(zip: OpenZip, name: string): Promise<XmlElement | undefined> {
  const bytes = await zip.read(name)
  return bytes === undefined || bytes.length === 0 ? undefined : readXml(bytes).root
}

function readStyles(content: XmlElement, stylesRoot: XmlElement | undefined): OdfStyles {
  const holders = [child(content, 'automatic-styles'), child(stylesRoot, 'automatic-styles')]
  const paragraphs = new Map<string, { parent: string; isHidden: boolean }>()
  for (const holder of holders) {
    for (const style of children(holder, 'style')) {
      paragraphs.set(style.attributes.name ?? '', {
        parent: style.attributes['parent-style-name'] ?? '',
        isHidden: child(style, 'text-properties')?.attributes.display === 'none',
      })
    }
  }
  return { paragraphs, numbers: new OdfNumbers([child(stylesRoot, 'styles'), ...holders.toReversed()]) }
}

function metadataOf(root: XmlElement | undefined): DocumentMetadata {
  const meta = child(root, 'meta')
  const field = (name: string): string => textContent(child(meta, name)).trim()
  const title = field('title')
  const author = field('initial-creator') || field('creator')
  const created = Date.parse(field('creation-date') || field('date'))
  const language = /^[a-z]{2}\b/i.exec(field('language'))?.[0].toLowerCase()
  return {
    ...(title === '' ? {} : { title }), ...(author === '' ? {} : { author }),
    ...(Number.isNaN(created) ? {} : { created: new Date(created).toISOString() }), ...(language === undefined ? {} : { language }),
  }
}
