import type { DocumentReport, DocumentState } from '../../../src-shared/domain/document.ts'
import type { UnitReport } from '../../../src-shared/domain/unit.ts'
import type { StoredDocument } from '../ports/Catalog.ts'
import { definedOnly } from './definedOnly.ts'

/** A stored document as the contract shows it. `unchanged` is what a run says of a document that it left as it was. */
export function toReport(document: StoredDocument, units: readonly UnitReport[], state: DocumentState = document.state): DocumentReport {
  const { error } = document
  return definedOnly({
    documentId: document.documentId, path: document.path, sha256: document.sha256, mediaType: document.mediaType, sizeBytes: document.sizeBytes,
    modified: new Date(document.modifiedMs).toISOString(),
    title: document.title, author: document.author, created: document.created, language: document.language,
    state, code: error?.code, message: error?.message, action: error?.action, duplicateOf: document.duplicateOf, nearDuplicates: document.nearDuplicates,
    parentId: document.parentId, units, chunks: document.chunks, elapsedMs: document.elapsedMs,
    warnings: document.warnings.length === 0 ? undefined : document.warnings,
  })
}
