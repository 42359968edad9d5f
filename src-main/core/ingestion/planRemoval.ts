import path from 'node:path'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { ERRORS } from '../../../src-shared/errors/errorCode.ts'
import type { Catalog, DocumentChange, StoredDocument } from '../ports/Catalog.ts'
import type { Publication } from './createPublisher.ts'

/** `gone`: from the disk; `forgotten`: by a person, who may name it again; `erased`: with the folder that was taken out; `ignored`: by the
 * rules of its folder. */
export type RemovalMark = 'gone' | 'forgotten' | 'erased' | 'ignored'

type Lookup = Pick<Catalog, 'children' | 'duplicatesOf'>

/** Everything inside a document, at any depth. */
export function descendantsOf(catalog: Lookup, documentId: DocumentId): StoredDocument[] {
  return catalog.children(documentId).flatMap((child) => [child, ...descendantsOf(catalog, child.documentId)])
}

/** `document` with all inside it at its new place; `displaced`, what stood there before, ends. */
export function planRelocation(catalog: Lookup, document: StoredDocument, from: string, displaced: readonly StoredDocument[]): Publication {
  const inside = descendantsOf(catalog, document.documentId).map((child): StoredDocument => ({ ...child, sourceId: document.sourceId, path: document.path + child.path.slice(from.length) }))
  const ended = displaced.map(({ documentId }) => documentId)
  return {
    changes: [document, ...inside].map((moved) => ({ document: moved })), rows: [], replaces: ended, erases: ended,
    relocations: from === document.path ? [] : [document, ...inside].map((moved) => ({ documentId: moved.documentId, path: moved.path, name: path.basename(moved.path) })),
  }
}

/** Former members of a container that are not among those that `stay`, with all inside them, and what their end publishes. */
export function planFormerMembers(catalog: Lookup, before: StoredDocument | undefined, stay: ReadonlySet<DocumentId>) {
  const former = before === undefined ? [] : catalog.children(before.documentId).filter(({ documentId }) => !stay.has(documentId))
  const documents = former.flatMap((child) => [child, ...descendantsOf(catalog, child.documentId)]).map((child) => removedFrom(child))
  return { documents, changes: documents.map((gone): DocumentChange => ({ document: gone, units: [] })), replaces: documents.map(({ documentId }) => documentId) }
}

/**
 * What the end of documents publishes, and their reports. The bytes of an indexed one may live on in a copy: then the document with its id, vectors and citations
 * moves to the copy's place instead of ending. Not when a person took it out: then its place must stay marked, and the copy is read by itself.
 */
export function planRemoval(catalog: Lookup, gone: ReadonlyMap<DocumentId, StoredDocument>, mark: RemovalMark) {
  const changes: DocumentChange[] = []
  const replaces: DocumentId[] = []
  const erases: DocumentId[] = []
  const relocations: NonNullable<Publication['relocations']>[number][] = []
  const reports: StoredDocument[] = []
  for (const document of gone.values()) {
    const report = removedFrom(document, document.parentId === undefined ? REASONS[mark] : undefined)
    reports.push(report)
    const heir = mark === 'forgotten' ? undefined : heirOf(catalog, document, gone)
    if (heir !== undefined) {
      const move = planRelocation(catalog, inPlaceOf(document, heir), document.path, [heir])
      changes.push(...move.changes)
      erases.push(heir.documentId)
      relocations.push(...(move.relocations ?? []))
      continue
    }
    replaces.push(document.documentId)
    if (mark === 'erased') erases.push(document.documentId)
    else changes.push({ document: report, units: [] })
  }
  const publication: Publication = { changes, rows: [], replaces, erases, relocations }
  return { publication, reports, ended: replaces }
}

/** A container has no heir: what is inside it would have to move as well, and reading the copy does that. */
function heirOf(catalog: Lookup, document: StoredDocument, gone: ReadonlyMap<DocumentId, StoredDocument>): StoredDocument | undefined {
  if (document.state !== 'indexed' || catalog.children(document.documentId).length > 0) return undefined
  return catalog.duplicatesOf(document.documentId).find(({ documentId, sha256 }) => sha256 === document.sha256 && !gone.has(documentId))
}

function inPlaceOf({ parentId: _parentId, ...document }: StoredDocument, { path: place, contentPath, sourceId, parentId, sizeBytes, modifiedMs, inode, settled }: StoredDocument): StoredDocument {
  return { ...document, path: place, contentPath, sourceId, sizeBytes, modifiedMs, inode, settled, ...(parentId === undefined ? {} : { parentId }) }
}

/** Forgotten ones carry IGNORED: a scan leaves the place out until a person names it again. */
const REASONS: Readonly<Partial<Record<RemovalMark, 'IGNORED' | 'IGNORED_BY_RULE'>>> = { forgotten: 'IGNORED', ignored: 'IGNORED_BY_RULE' }

function removedFrom({ error: _error, duplicateOf: _duplicateOf, ...document }: StoredDocument, code?: 'IGNORED' | 'IGNORED_BY_RULE'): StoredDocument {
  return { ...document, ...(code === undefined ? {} : { error: { code, ...ERRORS[code] } }), state: 'removed', fingerprint: '', chunks: 0 }
}
