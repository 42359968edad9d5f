import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { DocumentStamp } from '../ports/Catalog.ts'

export interface IndexedDocument {
  readonly sha256: string
  readonly path: string
  readonly rows: number
}

export interface Repairs {
  /** Rows that no current document claims: left by a crash between index and catalog, or by a removal that did not finish. */
  readonly removeRows: readonly DocumentId[]
  /** Documents of which the index holds another version: what the file holds is not known, so it is read again. */
  readonly readAgain: readonly DocumentId[]
  /** Documents whose rows are missing, or not all there: their text is in the catalog. */
  readonly restore: readonly DocumentId[]
  /** Documents whose rows still carry an older path. */
  readonly relocate: readonly DocumentStamp[]
}

/** What a crash may have left different between catalog and index, in both directions. Pure. */
export function compareWithIndex(documents: readonly DocumentStamp[], index: ReadonlyMap<DocumentId, IndexedDocument>, fingerprint: string): Repairs {
  const claimed = new Set<DocumentId>()
  const readAgain: DocumentId[] = []
  const restore: DocumentId[] = []
  const relocate: DocumentStamp[] = []
  for (const document of documents) {
    if (document.state !== 'indexed' || document.fingerprint !== fingerprint) continue
    const rows = index.get(document.documentId)
    if (document.chunks === 0 && rows === undefined) continue
    if (rows?.sha256 === document.sha256 && rows.rows === document.chunks) {
      claimed.add(document.documentId)
      if (rows.path !== document.path) relocate.push(document)
    } else if (rows === undefined || rows.sha256 === document.sha256) {
      restore.push(document.documentId)
    } else {
      readAgain.push(document.documentId)
    }
  }
  return { removeRows: [...index.keys()].filter((documentId) => !claimed.has(documentId)), readAgain, restore, relocate }
}
