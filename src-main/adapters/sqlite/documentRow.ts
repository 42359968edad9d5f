import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { NearDuplicate, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'
import type { ParsedUnit, UnitReport } from '../../../src-shared/domain/unit.ts'
import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'
import type { DocumentStamp, StoredDocument } from '../../core/ports/Catalog.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import { definedOnly } from '../../core/library/definedOnly.ts'

type Value = string | number | bigint | null | Uint8Array
export type Row = Record<string, Value>

/** Every column but the units' reports; those are large and wanted by few readers. */
export const DOCUMENT_COLUMNS = [
  'documentId', 'sourceId', 'path', 'contentPath', 'parentId', 'sizeBytes', 'modifiedMs', 'inode', 'settled', 'sha256', 'mediaType',
  'state', 'code', 'message', 'action', 'duplicateOf', 'title', 'author', 'created', 'language', 'fingerprint', 'chunks', 'opening', 'warnings',
  'elapsedMs', 'signature', 'nearDuplicates',
] as const

export const STAMP_COLUMNS = [
  'documentId', 'sourceId', 'path', 'parentId', 'sizeBytes', 'modifiedMs', 'inode', 'settled', 'sha256', 'state', 'code', 'message', 'duplicateOf', 'fingerprint', 'chunks',
] as const

/** Values for `DOCUMENT_COLUMNS`, in their order. */
export function toDocumentRow(document: StoredDocument, vault: Vault = PLAIN_VAULT): Value[] {
  const { error, signature, title, author } = document
  const row: Record<(typeof DOCUMENT_COLUMNS)[number], Value> = {
    documentId: document.documentId, sourceId: document.sourceId, path: document.path, contentPath: document.contentPath, parentId: document.parentId ?? null,
    sizeBytes: document.sizeBytes, modifiedMs: document.modifiedMs, inode: document.inode, settled: document.settled ? 1 : 0,
    sha256: document.sha256, mediaType: document.mediaType, state: document.state,
    code: error?.code ?? null, message: error?.message ?? null, action: error?.action ?? null, duplicateOf: document.duplicateOf ?? null,
    title: title === undefined ? null : vault.seal(title), author: author === undefined ? null : vault.seal(author), created: document.created ?? null, language: document.language ?? null,
    fingerprint: document.fingerprint, chunks: document.chunks, opening: vault.seal(document.opening), warnings: vault.seal(JSON.stringify(document.warnings)), elapsedMs: document.elapsedMs,
    signature: signature === undefined ? null : new Uint8Array(signature.buffer, signature.byteOffset, signature.byteLength),
    nearDuplicates: document.nearDuplicates === undefined ? null : JSON.stringify(document.nearDuplicates),
  }
  return DOCUMENT_COLUMNS.map((column) => row[column])
}

export function fromDocumentRow(row: Row, vault: Vault = PLAIN_VAULT): StoredDocument {
  const opened = (value: Value | undefined) => (typeof value === 'string' ? vault.open(value) : undefined)
  return definedOnly({
    documentId: String(row.documentId) as DocumentId, sourceId: String(row.sourceId) as FolderId, path: String(row.path), contentPath: String(row.contentPath),
    parentId: text(row.parentId) as DocumentId | undefined,
    sizeBytes: Number(row.sizeBytes), modifiedMs: Number(row.modifiedMs), inode: String(row.inode), settled: row.settled === 1,
    sha256: String(row.sha256), mediaType: String(row.mediaType), state: String(row.state) as StoredDocument['state'],
    error: row.code === null || row.code === undefined ? undefined
      : definedOnly({ code: String(row.code) as ErrorCode, message: String(row.message), action: text(row.action) }),
    duplicateOf: text(row.duplicateOf) as DocumentId | undefined,
    title: opened(row.title), author: opened(row.author), created: text(row.created), language: text(row.language),
    fingerprint: String(row.fingerprint), chunks: Number(row.chunks), opening: vault.open(String(row.opening)),
    warnings: JSON.parse(vault.open(String(row.warnings))) as ParseWarning[], elapsedMs: Number(row.elapsedMs),
    signature: toSignature(row.signature),
    nearDuplicates: row.nearDuplicates === null ? undefined : JSON.parse(String(row.nearDuplicates)) as NearDuplicate[],
  })
}

export function fromStampRow(row: Row): DocumentStamp {
  return definedOnly({
    documentId: String(row.documentId) as DocumentId, sourceId: String(row.sourceId) as FolderId, path: String(row.path),
    parentId: text(row.parentId) as DocumentId | undefined,
    sizeBytes: Number(row.sizeBytes), modifiedMs: Number(row.modifiedMs), inode: String(row.inode), settled: row.settled === 1,
    sha256: String(row.sha256), state: String(row.state) as StoredDocument['state'], code: text(row.code), message: text(row.message),
    duplicateOf: text(row.duplicateOf) as DocumentId | undefined, fingerprint: String(row.fingerprint), chunks: Number(row.chunks),
  })
}

/** What reports show of each unit, without its text. */
export function toUnitReport(unit: ParsedUnit): UnitReport {
  return definedOnly({
    unit: unit.unit, kind: unit.kind, label: unit.label, source: unit.source, chars: unit.text.length,
    confidence: unit.confidence, width: unit.width, height: unit.height, note: unit.note,
  })
}

/** Reports of a few units are kept as text: a list of ten thousand small documents is read often, and unpacking each costs more than its bytes. */
const PACK_FROM_CHARS = 4096

export function encodeUnitReports(reports: readonly UnitReport[], vault: Vault = PLAIN_VAULT): string | Uint8Array {
  const text = JSON.stringify(reports)
  return text.length < PACK_FROM_CHARS ? vault.seal(text) : vault.seal<Uint8Array>(deflateRawSync(text, { level: 1 }))
}

export function decodeUnitReports(stored: Value | undefined, vault: Vault = PLAIN_VAULT): readonly UnitReport[] {
  if (typeof stored === 'string') return JSON.parse(vault.open(stored)) as UnitReport[]
  return stored instanceof Uint8Array ? JSON.parse(inflateRawSync(vault.open(stored)).toString('utf8')) as UnitReport[] : []
}

export function toSignature(blob: Value | undefined): Uint32Array | undefined {
  // Copied: a blob from SQLite need not start at a multiple of four bytes.
  return blob instanceof Uint8Array ? new Uint32Array(new Uint8Array(blob).buffer) : undefined
}

function text(value: Value | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value)
}
