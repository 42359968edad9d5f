import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Table } from '@lancedb/lancedb'
import type { ChunkId, DocumentId } from '../../../src-shared/domain/ids.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { ChunkRow, ScoredChunk, SearchOptions, VectorStore } from '../../core/ports/VectorStore.ts'
import { fileStem } from '../../core/retrieval/chunkText.ts'
import { RESULT_COLUMNS, chunkSchema, fromResult, toArrowTable } from './chunkTable.ts'
import { filterToSql, inList, literal } from './filterToSql.ts'
import { loadLance } from './loadLance.ts'
import { createTermCounter } from './termCounter.ts'
import { ensureVectorIndex, MOST_PROBES, PROBES } from './vectorIndex.ts'

export interface OpenVectorStoreOptions {
  /** `index/` of the library; the table lies in a folder named by the fingerprint. */
  readonly indexDir: string
  readonly fingerprint: string
  readonly dimensions: number
  readonly readOnly?: boolean
}

/** Lance keeps index pages and file metadata in memory up to these sizes; its own defaults (6 GB and 1 GB) are for servers. */
const INDEX_CACHE_BYTES = 256n << 20n
const METADATA_CACHE_BYTES = 64n << 20n
/** Old versions of the table stay this long, so that a search that began before a commit ends on the files it began with. */
const KEEP_VERSIONS_MS = 60_000
const MIXED = 'mixed'
const ABSENT_WORD = 'zqxjvkwzqxjvkw'
/** `IN` lists longer than this are cut into several reads. */
const LIST_LENGTH = 1000

/**
 * Chunks with vectors and full text in one LanceDB table. Vectors have unit length, so L2 distance orders as the cosine does
 * (|a−b|² = 2 − 2·cos) and costs a third of LanceDB's cosine. Rows that no index covers yet are searched one by one by Lance itself, so
 * a published chunk is found at once. Writes wait for each other; a reader sees a commit whole or not at all.
 *
 * A replacement is two commits, the new rows first: Lance's own merge joins the whole table (260 ms among 50,000 rows, this a tenth). Between the two both versions
 * stand in the table; readers go by the content hash, and the next start sweeps what a crash leaves.
 *
 * Throws DAMAGED_LIBRARY when the table cannot be read (files missing, cut or overwritten).
 */
export async function openVectorStore({ indexDir, fingerprint, dimensions, readOnly = false }: OpenVectorStoreOptions): Promise<VectorStore> {
  const { lancedb, arrow } = await loadLance()
  const directory = path.join(indexDir, fingerprint)
  const schema = chunkSchema(arrow, dimensions)
  const session = new lancedb.Session(INDEX_CACHE_BYTES, METADATA_CACHE_BYTES)
  if (!readOnly) await mkdir(directory, { recursive: true })
  // A read-only process must see what the writer commits; the writer knows its own commits.
  const connection = await lancedb.connect(directory, readOnly ? { readConsistencyInterval: 0 } : {}, session)
  const table = await intact(openTable())
  /** What the table holds of each document: the content hash of its rows, `mixed` while two versions stand in it. */
  const known = new Map([...await intact(describe())].map(([documentId, { sha256 }]) => [documentId, sha256]))
  const terms = createTermCounter(table, (term) => new lancedb.MatchQuery(term, 'lexicalText', { operator: lancedb.Operator.And }))
  let writing: Promise<unknown> = Promise.resolve()
  await intact(probeIndexes())

  /** What opens and lists its rows may still lack the files of an index: one question to each. Made anew from the rows where that helps. */
  async function probeIndexes(): Promise<void> {
    const probe = async () => {
      // A word that stands nowhere, and no look at all vectors where no index spares it: this is part of every start.
      await table.query().fullTextSearch(new lancedb.MatchQuery(ABSENT_WORD, 'lexicalText')).select(['_score']).limit(1).toArray()
      const hasVectorIndex = (await table.listIndices()).some(({ columns }) => columns.includes('vector'))
      if (hasVectorIndex) await table.query().nearestTo(new Float32Array(dimensions)).distanceType('l2').select(['_distance']).limit(1).toArray()
      else await table.query().select(['vector']).limit(1).toArray()
    }
    try {
      await probe()
    } catch (error) {
      if (readOnly) throw error
      for (const { name } of await table.listIndices()) await table.dropIndex(name)
      await createTextIndex(table)
      await ensureVectorIndex(lancedb, table)
      await probe()
    }
  }

  async function openTable(): Promise<Table> {
    const names = await connection.tableNames()
    if (names.includes('chunks')) {
      const opened = await connection.openTable('chunks')
      if ((await opened.listIndices()).some(({ columns }) => columns.includes('lexicalText'))) return opened
      if (readOnly) return opened
      // The process ended between creating the table and its index.
      await createTextIndex(opened)
      return opened
    }
    if (readOnly) throw new AppError('LIBRARY_EMPTY')
    // A half-made table (ended before its first version) has a folder that the connection does not list.
    await rm(path.join(directory, 'chunks.lance'), { recursive: true, force: true })
    const created = await connection.createEmptyTable('chunks', schema as never)
    await createTextIndex(created)
    return created
  }

  /**
   * `icu` finds words in every script. English stemming does no harm elsewhere; marks are kept because folding them breaks Hindi and
   * Thai words; stop words are kept because BM25 weighs them down by itself and names consist of them ("The Who").
   */
  async function createTextIndex(target: Table): Promise<void> {
    const config = lancedb.Index.fts({
      // LanceDB 0.31 knows this tokenizer; its type does not list it.
      baseTokenizer: 'icu' as 'simple',
      language: 'English', stem: true, lowercase: true, asciiFolding: false, removeStopWords: false, withPosition: false, maxTokenLength: 64,
    })
    await target.createIndex('lexicalText', { config })
  }

  async function describe(): Promise<Map<DocumentId, { sha256: string; path: string; rows: number }>> {
    const found = new Map<DocumentId, { sha256: string; path: string; rows: number }>()
    for await (const batch of table.query().select(['documentId', 'sha256', 'path'])) {
      const [ids, hashes, paths] = ['documentId', 'sha256', 'path'].map((name) => batch.getChild(name))
      for (let index = 0; index < batch.numRows; index++) {
        const documentId = String(ids?.get(index)) as DocumentId
        const sha256 = String(hashes?.get(index))
        const place = String(paths?.get(index))
        const before = found.get(documentId)
        // The process ended between adding a version and deleting the one before; an answer that matches neither makes the sweep renew it.
        const mixed = before !== undefined && (before.sha256 !== sha256 || before.path !== place)
        found.set(documentId, { sha256: mixed ? MIXED : sha256, path: place, rows: (before?.rows ?? 0) + 1 })
      }
    }
    return found
  }

  async function remove(documentIds: readonly DocumentId[]): Promise<void> {
    if (documentIds.length === 0) return
    await table.delete(inList('documentId', documentIds))
    for (const documentId of documentIds) known.delete(documentId)
  }

  /** One write after the other; each ends before the next begins, whether it worked or not. */
  function write<T>(work: () => Promise<T>): Promise<T> {
    const result = writing.then(async () => {
      try {
        return await work()
      } catch (error) {
        throw toWriteError(error)
      }
    })
    writing = result.catch(() => undefined)
    return result
  }

  async function results(query: { toArray(): Promise<unknown[]> }, score: (row: Record<string, unknown>) => number): Promise<ScoredChunk[]> {
    return (await query.toArray() as Record<string, unknown>[]).map((row) => ({ row: fromResult(row), score: score(row) }))
  }

  return {
    fingerprint,
    replaceDocuments: (documentIds, rows) => write(async () => {
      const coming = new Map(rows.map((row) => [row.documentId, row.sha256]))
      // Rows of the same version cannot be told from the new ones, and those of a replacement that failed halfway are of both: these go first.
      const outright = documentIds.filter((documentId) => known.has(documentId) && (known.get(documentId) === MIXED || known.get(documentId) === (coming.get(documentId) ?? known.get(documentId))))
      await remove(outright)
      if (rows.length === 0) return
      const former = documentIds.filter((documentId) => known.has(documentId))
      for (const documentId of former) known.set(documentId, MIXED)
      await table.add(toArrowTable(arrow, schema, rows, dimensions) as never)
      if (former.length > 0) await table.delete(former.map((documentId) => `(documentId = ${literal(documentId)} AND sha256 <> ${literal(coming.get(documentId) ?? '')})`).join(' OR '))
      for (const [documentId, sha256] of coming) known.set(documentId, sha256)
    }),
    removeDocuments: (documentIds) => write(async () => {
      await remove(documentIds.filter((documentId) => known.has(documentId)))
    }),
    relocateDocument: (documentId, place) => write(async () => {
      if (!known.has(documentId)) return
      const where = `documentId = ${literal(documentId)}`
      const [former] = await table.query().where(where).select(['path', 'name', 'title', 'lexicalText']).limit(1).toArray() as unknown as FormerPlace[]
      if (former === undefined) return
      await table.update({ where, valuesSql: renamedColumns(former, place) })
    }),

    async searchLexical(query: string, { k, filter, without }: SearchOptions) {
      if (query.trim() === '') return []
      const search = table.query().fullTextSearch(new lancedb.MatchQuery(query, 'lexicalText')).select([...RESULT_COLUMNS, '_score']).limit(k)
      const where = filterToSql(filter, without)
      return results(where === undefined ? search : search.where(where), (row) => Number(row._score))
    },
    async searchVector(vector: Float32Array, { k, filter, without }: SearchOptions) {
      const search = table.query().nearestTo(vector).distanceType('l2').maximumNprobes(MOST_PROBES).minimumNprobes(PROBES).select([...RESULT_COLUMNS, '_distance']).limit(k)
      const where = filterToSql(filter, without)
      return results(where === undefined ? search : search.where(where), (row) => 1 - Number(row._distance) / 2)
    },
    termStatistics: (list) => terms.count(list),
    async vectors(chunkIds: readonly ChunkId[]) {
      const found = new Map<ChunkId, Float32Array>()
      for (let start = 0; start < chunkIds.length; start += LIST_LENGTH) {
        const slice = chunkIds.slice(start, start + LIST_LENGTH)
        const rows = await table.query().where(inList('chunkId', slice)).select(['chunkId', 'vector']).toArray() as { chunkId: string; vector: Iterable<number> }[]
        for (const row of rows) found.set(row.chunkId as ChunkId, Float32Array.from(row.vector))
      }
      return found
    },
    listDocuments: async () => new Map([...await describe()].map(([documentId, { sha256 }]) => [documentId, sha256])),
    describeDocuments: describe,
    async *chunkTexts() {
      for await (const batch of table.query().select(['documentId', 'unit', 'charStart', 'charEnd', 'text'])) {
        const column = (name: string) => batch.getChild(name)
        const [ids, units, starts, ends, texts] = ['documentId', 'unit', 'charStart', 'charEnd', 'text'].map(column)
        yield Array.from({ length: batch.numRows }, (_, index) => ({
          documentId: String(ids?.get(index)) as DocumentId, unit: Number(units?.get(index)), charStart: Number(starts?.get(index)), charEnd: Number(ends?.get(index)), text: String(texts?.get(index)),
        }))
      }
    },
    countRows: () => table.countRows(),
    unindexedRows: async () => (await table.indexStats('lexicalText_idx'))?.numUnindexedRows ?? await table.countRows(),
    async waste() {
      const { numRows, fragmentStats: { numFragments, numSmallFragments, lengths } } = await table.stats()
      const inFiles = lengths.mean * numFragments
      return { smallFragments: numSmallFragments, deletedShare: inFiles > 0 ? Math.max(0, 1 - numRows / inFiles) : 0 }
    },
    refreshTextIndex: () => write(() => createTextIndex(table)),
    optimize: () => write(async () => {
      await ensureVectorIndex(lancedb, table)
      // Nobody else writes (one process holds the library, and writes wait for each other), so files that a killed process left are nobody's.
      await table.optimize({ cleanupOlderThan: new Date(Date.now() - KEEP_VERSIONS_MS), deleteUnverified: true })
    }),
    async close() {
      await writing
      table.close()
      connection.close()
    },
  }
}

type FormerPlace = Pick<ChunkRow, 'path' | 'name' | 'title' | 'lexicalText'>

/**
 * A file's name is found by full text at the start of each row, and stands for the title where the document has none: both follow the file. In SQL, inside Lance, so that
 * no vector leaves the table. What begins one row of a document begins all of them.
 */
function renamedColumns(former: FormerPlace, place: { readonly path: string; readonly name: string }): Record<string, string> {
  const [oldStem, newStem] = [fileStem(former.path), fileStem(place.path)]
  const beginsWithName = oldStem !== newStem && oldStem !== '' && former.lexicalText.startsWith(oldStem)
  return {
    path: literal(place.path), name: literal(place.name),
    ...(former.title === path.parse(former.name).name ? { title: literal(path.parse(place.name).name) } : {}),
    // Positions in SQL count code points.
    ...(beginsWithName ? { lexicalText: `concat(${literal(newStem)}, substr(lexicalText, ${[...oldStem].length + 1}))` } : {}),
  }
}

/** Trouble while opening is damage, except where the disk or the system says otherwise. */
async function intact<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const known = toWriteError(error)
    if (known.code !== 'INTERNAL' || /permission denied|too many open files|os error (13|24)\b/i.test(known.message)) throw known
    throw new AppError('DAMAGED_LIBRARY', `The search index is damaged: ${known.message.split('\n')[0]?.slice(0, 200) ?? ''}`, { cause: error })
  }
}

/** Lance reports a full disk as text only. */
function toWriteError(error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error)
  if (/no space left|os error 28\b/i.test(message)) return new AppError('DISK_FULL', undefined, { cause: error })
  if (/read-only file system|os error 30\b/i.test(message)) return new AppError('READ_ONLY', undefined, { cause: error })
  return toAppError(error)
}
