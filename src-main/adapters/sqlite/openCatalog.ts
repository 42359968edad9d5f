import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { OPEN_POLICY, type FolderPolicy } from '../../../src-shared/domain/folderPolicy.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { DEFAULT_FOLDER_RULES, type FolderRules } from '../../../src-shared/domain/folderRules.ts'
import type { DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'
import type { Catalog, CatalogCounts, DocumentChange, Source } from '../../core/ports/Catalog.ts'
import type { ParsedUnit, UnitReport } from '../../../src-shared/domain/unit.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import type { Resealer } from '../../core/ports/Resealer.ts'
import { createCatalogResealer } from './createResealer.ts'
import { CATALOG_MIGRATIONS } from './catalogSchema.ts'
import {
  DOCUMENT_COLUMNS, STAMP_COLUMNS, decodeUnitReports, encodeUnitReports, fromDocumentRow, fromStampRow, toDocumentRow, toSignature, toUnitReport, type Row,
} from './documentRow.ts'
import { decodeUnit, encodeUnit, type EncodedUnit } from './encodeUnit.ts'
import { indexStore } from './indexStore.ts'
import { jobStore } from './jobStore.ts'
import { inTransaction, isNewer, openDatabase } from './openDatabase.ts'
import { createConversationStore } from './createConversationStore.ts'
import type { ConversationStore } from '../../core/ports/ConversationStore.ts'
import type { JobRequests } from '../../core/ports/JobRequests.ts'
import { createJobRequests } from './jobRequests.ts'
import type { QuestionStore } from '../../core/ports/QuestionStore.ts'
import { createQuestionStore } from './createQuestionStore.ts'
import type { EvaluationStore } from '../../core/ports/EvaluationStore.ts'
import type { MeasurementStore } from '../../core/ports/MeasurementStore.ts'
import { createEvaluationStore } from './createEvaluationStore.ts'
import { createMeasurementStore } from './createMeasurementStore.ts'

export interface OpenedCatalog {
  readonly catalog: Catalog
  /** In the same file: threads, answers, feedback. */
  readonly conversations: ConversationStore
  /** Questions on their way. */
  readonly questions: QuestionStore
  readonly evaluations: EvaluationStore
  /** Absent in a process that only reads. */
  readonly jobRequests?: JobRequests
  readonly measurements: MeasurementStore
  /** Absent in a process that only reads. */
  readonly resealer?: () => Resealer
}

/** Opens (or creates) `catalog.db`. Closing the catalog closes the others. See `openDatabase` for errors; NEWER_LIBRARY also where a newer one cannot even be read. */
export function openCatalog(file: string, options: { readonly readOnly?: boolean; readonly vault?: Vault } = {}): OpenedCatalog {
  const database = openDatabase(file, { migrations: CATALOG_MIGRATIONS, ...(options.readOnly === true ? { readOnly: true } : {}) })
  // What is removed is overwritten: a redaction must leave nothing to be found in the file.
  if (options.readOnly !== true) database.exec('PRAGMA secure_delete = ON')
  try {
    return storesOf(database, options)
  } catch (cause) {
    // Its tables or columns are other ones.
    const error = isNewer(file, CATALOG_MIGRATIONS) ? new AppError('NEWER_LIBRARY', undefined, { action: 'Install the newer version: this one cannot read it. Nothing was changed.', cause }) : cause
    database.close()
    throw error
  }
}

function storesOf(database: DatabaseSync, { readOnly = false, vault = PLAIN_VAULT }: { readonly readOnly?: boolean; readonly vault?: Vault }): OpenedCatalog {
  return {
    catalog: createCatalog(database, readOnly, vault), conversations: createConversationStore(database, vault), questions: createQuestionStore(database, vault),
    evaluations: createEvaluationStore(database, vault), measurements: createMeasurementStore(database),
    ...(readOnly ? {} : { jobRequests: createJobRequests(database), resealer: () => createCatalogResealer(database, vault) }),
  }
}

/** A slice of documents takes about 5 ms. */
const SLICE_ROWS = 250

function createCatalog(database: DatabaseSync, isReadOnly: boolean, vault: Vault): Catalog {
  const fromRow = (row: Row) => fromDocumentRow(row, vault)
  const first = (found: readonly Row[]) => (found[0] === undefined ? undefined : fromRow(found[0]))
  const all = DOCUMENT_COLUMNS.join(', ')
  const select = (where: string) => database.prepare(`SELECT ${all} FROM document WHERE ${where}`)
  const statements = {
    revision: database.prepare("SELECT CAST(value AS INTEGER) AS revision FROM meta WHERE key = 'revision'"),
    countRevision: database.prepare("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'"),
    sources: database.prepare('SELECT * FROM source ORDER BY path'),
    saveSource: database.prepare('INSERT INTO source (sourceId, kind, path, watched, reachable, rules, policy) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sourceId) DO UPDATE SET kind = excluded.kind, path = excluded.path, watched = excluded.watched, reachable = excluded.reachable, rules = excluded.rules, policy = excluded.policy'),
    policyOf: database.prepare('SELECT policy FROM source WHERE sourceId = ?'),
    removeSource: database.prepare('DELETE FROM source WHERE sourceId = ?'),
    byId: select('documentId = ?'),
    byPath: select("path = ? ORDER BY state = 'removed', modifiedMs DESC LIMIT 1"),
    living: select("state <> 'removed' ORDER BY path"),
    children: select("parentId = ? AND state <> 'removed' ORDER BY path"),
    // The second term lets SQLite use the index of documents with a hash: a parameter alone does not prove that it is not empty.
    byHash: select("sha256 = ? AND sha256 <> '' ORDER BY state <> 'indexed', path"),
    duplicates: select("duplicateOf = ? AND state = 'duplicate' ORDER BY path"),
    stamps: database.prepare(`SELECT ${STAMP_COLUMNS.join(', ')} FROM document`),
    stampsBelow: database.prepare(`SELECT ${STAMP_COLUMNS.join(', ')} FROM document WHERE path = ? OR (path > ? AND path < ?)`),
    documentSlice: database.prepare(`SELECT rowid, ${all} FROM document WHERE rowid > ? AND state <> 'removed' ORDER BY rowid LIMIT ${SLICE_ROWS}`),
    stampSlice: database.prepare(`SELECT rowid, ${STAMP_COLUMNS.join(', ')} FROM document WHERE rowid > ? ORDER BY rowid LIMIT ${SLICE_ROWS}`),
    orphanedCopies: database.prepare(`SELECT ${STAMP_COLUMNS.map((column) => `copy.${column}`).join(', ')} FROM document AS copy LEFT JOIN document AS original ON original.documentId = copy.duplicateOf
      WHERE copy.duplicateOf IS NOT NULL AND copy.state = 'duplicate' AND (original.documentId IS NULL OR original.state <> 'indexed' OR original.sha256 <> copy.sha256) ORDER BY copy.path`),
    signatures: database.prepare("SELECT documentId, signature FROM document WHERE signature IS NOT NULL AND state = 'indexed'"),
    allUnitReports: database.prepare("SELECT documentId, unitReports FROM document WHERE state <> 'removed' AND unitReports IS NOT NULL"),
    bySource: database.prepare("SELECT sourceId, COUNT(*) AS n FROM document WHERE state <> 'removed' GROUP BY sourceId"),
    unitReports: database.prepare('SELECT unitReports FROM document WHERE documentId = ?'),
    unit: database.prepare('SELECT unit, source, text, rest FROM unit WHERE documentId = ? AND unit = ?'),
    units: database.prepare('SELECT unit, source, text, rest FROM unit WHERE documentId = ? ORDER BY unit'),
    upsert: database.prepare(`INSERT INTO document (${all}) VALUES (${DOCUMENT_COLUMNS.map(() => '?').join(', ')}) ON CONFLICT (documentId) DO UPDATE SET ${DOCUMENT_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`),
    dropUnits: database.prepare('DELETE FROM unit WHERE documentId = ?'),
    addUnit: database.prepare('INSERT INTO unit (documentId, unit, source, text, rest) VALUES (?, ?, ?, ?, ?)'),
    setUnitReports: database.prepare('UPDATE document SET unitReports = ? WHERE documentId = ?'),
    touch: database.prepare('UPDATE document SET sizeBytes = ?, modifiedMs = ?, inode = ?, settled = ? WHERE documentId = ?'),
    erase: database.prepare('DELETE FROM document WHERE documentId = ?'),
    states: database.prepare('SELECT state, COUNT(*) AS n, SUM(chunks) AS chunks FROM document GROUP BY state'),
    skipped: database.prepare("SELECT code, COUNT(*) AS n FROM document WHERE state = 'skipped' GROUP BY code"),
    coverage: database.prepare('SELECT source, COUNT(*) AS n FROM unit GROUP BY source'),
    stale: database.prepare("SELECT COALESCE(SUM(chunks), 0) AS n FROM document WHERE state = 'indexed' AND fingerprint <> ?"),
  }
  const rows = (statement: { all(...values: (string | number)[]): unknown[] }, ...values: (string | number)[]) => statement.all(...values) as Row[]
  const storedRevision = () => Number(statements.revision.get()?.revision ?? 0)
  // A process that only reads asks each time: the writer is another one.
  let revision = storedRevision()

  async function* slices(statement: { all(...values: number[]): unknown[] }): AsyncGenerator<Row[]> {
    for (let after = 0, isLast = false; !isLast;) {
      const slice = rows(statement, after)
      yield slice
      isLast = slice.length < SLICE_ROWS
      after = Number(slice.at(-1)?.rowid ?? 0)
      await new Promise((resolve) => { setImmediate(resolve) })
    }
  }

  function write({ document }: DocumentChange, encoded: EncodedUnits | undefined): void {
    statements.upsert.run(...toDocumentRow(document, vault))
    if (encoded === undefined) return
    statements.dropUnits.run(document.documentId)
    for (const { unit, source, text, rest } of encoded.units) statements.addUnit.run(document.documentId, unit, source, text, rest)
    statements.setUnitReports.run(encoded.reports.length === 0 ? null : encodeUnitReports(encoded.reports, vault), document.documentId)
  }

  return {
    isReadOnly,
    get revision() { return isReadOnly ? storedRevision() : revision },
    sources: () => rows(statements.sources).map((row): Source => ({
      sourceId: String(row.sourceId) as FolderId, kind: row.kind === 'file' ? 'file' : 'folder', path: String(row.path), watched: row.watched === 1, reachable: row.reachable === 1,
      ...(row.rules === null ? {} : { rules: { ...DEFAULT_FOLDER_RULES, ...JSON.parse(String(row.rules)) as Partial<FolderRules> } }),
      ...(row.policy === null ? {} : { policy: { ...OPEN_POLICY, ...JSON.parse(String(row.policy)) as Partial<FolderPolicy> } }),
    })),
    saveSource({ sourceId, kind, path: place, watched, reachable, rules, policy }) {
      const written = policy === undefined ? null : JSON.stringify(policy)
      inTransaction(database, () => {
        const isChanged = (statements.policyOf.get(sourceId)?.policy ?? null) !== written
        statements.saveSource.run(sourceId, kind, place, watched ? 1 : 0, reachable ? 1 : 0, rules === undefined ? null : JSON.stringify(rules), written)
        // Caches and recorded answers go by the revision.
        if (isChanged) statements.countRevision.run()
      })
      revision = storedRevision()
    },
    removeSource: (sourceId) => inTransaction(database, () => { statements.removeSource.run(sourceId) }),

    document: (documentId) => first(rows(statements.byId, documentId)),
    documentAt: (place) => first(rows(statements.byPath, place)),
    documents: () => rows(statements.living).map(fromRow),
    stamps: (scope) => {
      if (scope === undefined) return rows(statements.stamps).map(fromStampRow)
      // All paths that begin with the folder and a separator: from it up to, not including, the next character.
      const start = scope.endsWith(path.sep) ? scope : scope + path.sep
      return rows(statements.stampsBelow, scope, start, start.slice(0, -1) + String.fromCharCode(path.sep.charCodeAt(0) + 1)).map(fromStampRow)
    },
    async *documentSlices() {
      for await (const slice of slices(statements.documentSlice)) yield slice.map(fromRow)
    },
    async *stampSlices() {
      for await (const slice of slices(statements.stampSlice)) yield slice.map(fromStampRow)
    },
    orphanedCopies: () => rows(statements.orphanedCopies).map(fromStampRow),
    children: (parentId) => rows(statements.children, parentId).map(fromRow),
    withHash: (sha256) => rows(statements.byHash, sha256).map(fromRow),
    duplicatesOf: (documentId) => rows(statements.duplicates, documentId).map(fromRow),
    signatures: () => new Map(rows(statements.signatures).map((row) => [String(row.documentId) as DocumentId, toSignature(row.signature) ?? new Uint32Array()])),

    allUnitReports: () => new Map(rows(statements.allUnitReports).map((row) => [String(row.documentId) as DocumentId, decodeUnitReports(row.unitReports, vault)])),
    documentsBySource: () => new Map(rows(statements.bySource).map((row) => [String(row.sourceId) as FolderId, Number(row.n)])),
    unitReports: (documentId) => decodeUnitReports(rows(statements.unitReports, documentId)[0]?.unitReports, vault),
    unit: (documentId, unit) => {
      const row = statements.unit.get(documentId, unit)
      return row === undefined ? undefined : decodeUnit(row as unknown as EncodedUnit, vault)
    },
    units: (documentId) => rows(statements.units, documentId).map((row) => decodeUnit(row as unknown as EncodedUnit, vault)),

    async publish(changes) {
      const encoded: (EncodedUnits | undefined)[] = []
      for (const { units } of changes) encoded.push(units === undefined ? undefined : await encodeAll(units, vault))
      inTransaction(database, () => {
        for (const [index, change] of changes.entries()) write(change, encoded[index])
        statements.countRevision.run()
      })
      revision = storedRevision()
    },
    touch: (stamps) => inTransaction(database, () => {
      for (const stamp of stamps) statements.touch.run(stamp.sizeBytes, stamp.modifiedMs, stamp.inode, stamp.settled ? 1 : 0, stamp.documentId)
    }),
    erase: (documentIds) => inTransaction(database, () => { for (const documentId of documentIds) statements.erase.run(documentId) }),

    ...jobStore(database),
    ...indexStore(database, () => { revision = storedRevision() }),

    counts(fingerprint): CatalogCounts {
      const states = rows(statements.states)
      const coverage = rows(statements.coverage)
      return {
        documents: Object.fromEntries(states.map((row) => [String(row.state), Number(row.n)])),
        skipped: Object.fromEntries(rows(statements.skipped).map((row) => [String(row.code), Number(row.n)])),
        units: coverage.reduce((sum, row) => sum + Number(row.n), 0),
        coverage: Object.fromEntries(coverage.map((row) => [String(row.source), Number(row.n)])),
        chunks: states.filter((row) => row.state === 'indexed').reduce((sum, row) => sum + Number(row.chunks), 0),
        staleChunks: Number(statements.stale.get(fingerprint)?.n ?? 0),
      }
    },
    close: () => { if (database.isOpen) database.close() },
  }
}

interface EncodedUnits {
  readonly units: readonly EncodedUnit[]
  readonly reports: readonly UnitReport[]
}

/** In slices, so that a document of thousands of pages does not hold thousands of buffers at once on the pool's queue, nor all of its units. */
async function encodeAll(units: Iterable<ParsedUnit>, vault: Vault): Promise<EncodedUnits> {
  const encoded: EncodedUnit[] = []
  const reports: UnitReport[] = []
  let slice: ParsedUnit[] = []
  const flush = async (): Promise<void> => {
    encoded.push(...await Promise.all(slice.map((unit) => encodeUnit(unit, vault))))
    slice = []
  }
  for (const unit of units) {
    reports.push(toUnitReport(unit))
    slice.push(unit)
    if (slice.length === 16) await flush()
  }
  await flush()
  return { units: encoded, reports }
}
