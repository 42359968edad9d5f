import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { openZip, type OpenZip } from '../archive/openZip.ts'
import { child, children, readXml, textContent, type XmlElement } from '../xml/readXml.ts'

export interface Relationship {
  /** Last part of the relationship's type: `slide`, `header`, `comments` … */
  readonly type: string
  /** Path of the part in the package; a link's address when external. */
  readonly target: string
  readonly isExternal: boolean
}

/** An Office Open XML package (ECMA-376 part 2): parts and how they refer to each other. External targets are never opened. */
export interface OfficePackage {
  readonly zip: OpenZip
  readonly mainPart: string
  /** A part's XML; `undefined` when it is missing. */
  xml(path: string): Promise<XmlElement | undefined>
  relationships(path: string): Promise<ReadonlyMap<string, Relationship>>
  metadata(): Promise<DocumentMetadata>
  /** Parts that were not well-formed and were read as far as they went. */
  readonly damagedParts: readonly string[]
}

export async function openPackage(bytes: Uint8Array): Promise<OfficePackage> {
  const zip = await openZip(bytes)
  const damagedParts: string[] = []
  const xml = async (path: string): Promise<XmlElement | undefined> => {
    const content = await zip.read(path)
    if (content === undefined) return undefined
    const { root, isDamaged } = readXml(content)
    if (isDamaged) damagedParts.push(path)
    return root
  }
  const relationships = async (path: string): Promise<Map<string, Relationship>> => {
    const slash = path.lastIndexOf('/')
    const folder = path.slice(0, slash + 1)
    const root = await xml(`${folder}_rels/${path.slice(slash + 1)}.rels`)
    return new Map(children(root, 'Relationship').map(({ attributes }) => {
      const isExternal = attributes.TargetMode === 'External'
      const target = attributes.Target ?? ''
      return [attributes.Id ?? '', { type: (attributes.Type ?? '').replace(/^.*\//, ''), target: isExternal ? target : resolvePart(folder, target), isExternal }]
    }))
  }
  const top = await relationships('')
  const mainPart = [...top.values()].find((relationship) => relationship.type === 'officeDocument')?.target
  if (mainPart === undefined) throw new AppError('DAMAGED_FILE', 'This Office file does not say which of its parts is the document.')
  return { zip, mainPart, xml, relationships, damagedParts, metadata: async () => coreProperties(await xml([...top.values()].find((part) => part.type === 'core-properties')?.target ?? 'docProps/core.xml')) }
}

function resolvePart(folder: string, target: string): string {
  const parts: string[] = []
  for (const part of (target.startsWith('/') ? target.slice(1) : folder + target).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function coreProperties(root: XmlElement | undefined): DocumentMetadata {
  const field = (name: string): string => textContent(child(root, name)).trim()
  const title = field('title')
  const author = field('creator')
  const created = Date.parse(field('created'))
  const language = /^[a-z]{2}\b/i.exec(field('language'))?.[0].toLowerCase()
  return {
    ...(title === '' ? {} : { title }), ...(author === '' ? {} : { author }),
    ...(Number.isNaN(created) ? {} : { created: new Date(created).toISOString() }), ...(language === undefined ? {} : { language }),
  }
}
