import { rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { CheckpointStore, ReadingKey, StoredReading, StoredVectors } from '../../core/ports/CheckpointStore.ts'
import type { ReadingCheckpoint } from '../../core/ports/DocumentParser.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import type { Resealer } from '../../core/ports/Resealer.ts'
import { createCheckpointResealer } from './createResealer.ts'
import { decodeUnit, encodeUnit, type EncodedUnit } from './encodeUnit.ts'
import { inTransaction, openDatabase } from './openDatabase.ts'

export const CHECKPOINT_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE reading (
    readingId INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, options TEXT NOT NULL, stamp TEXT NOT NULL, usedMs REAL NOT NULL, checkpoint TEXT,
    UNIQUE (sha256, options)
  );
  CREATE TABLE unit (
    readingId INTEGER NOT NULL REFERENCES reading ON DELETE CASCADE, unit INTEGER NOT NULL,
    source TEXT NOT NULL, text TEXT NOT NULL, rest BLOB NOT NULL, chunks TEXT NOT NULL,
    PRIMARY KEY (readingId, unit)
  );
  `,
  'CREATE TABLE vectors (key TEXT NOT NULL, slice INTEGER NOT NULL, digest TEXT NOT NULL, savedMs REAL NOT NULL, count INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (key, slice))',
]

/** Readings that nobody came back to. */
const KEPT_MS = 30 * 24 * 3600 * 1000
/** About 50,000 pages; the ones used longest ago go first. */
const MAX_BYTES = 512 * 1024 * 1024

/** `checkpoints.db`: a file of its own, because its content comes and goes and none of it is missed. */
export function openCheckpointStore(file: string, now: () => number, vault: Vault = PLAIN_VAULT): CheckpointStore & { readonly resealer: () => Resealer } {
  const database = openOrBeginAnew(file)
  const statements = {
    find: database.prepare('SELECT readingId, stamp FROM reading WHERE sha256 = ? AND options = ?'),
    create: database.prepare('INSERT INTO reading (sha256, options, stamp, usedMs) VALUES (?, ?, ?, ?)'),
    remove: database.prepare('DELETE FROM reading WHERE readingId = ?'),
    use: database.prepare('UPDATE reading SET checkpoint = ?, usedMs = ? WHERE readingId = ?'),
    checkpoint: database.prepare('SELECT checkpoint FROM reading WHERE readingId = ?'),
    add: database.prepare('INSERT OR REPLACE INTO unit VALUES (?, ?, ?, ?, ?, ?)'),
    count: database.prepare('SELECT COUNT(*) AS n FROM unit WHERE readingId = ?'),
    next: database.prepare('SELECT unit, source, text, rest FROM unit WHERE readingId = ? AND unit > ? ORDER BY unit LIMIT 1'),
    texts: database.prepare('SELECT unit, source, text FROM unit WHERE readingId = ? ORDER BY unit'),
    leading: database.prepare("SELECT unit, source, text, rest FROM unit WHERE readingId = ? AND text <> '' ORDER BY unit LIMIT ?"),
    chunks: database.prepare('SELECT chunks FROM unit WHERE readingId = ? ORDER BY unit'),
  }
  prune(database, now())

  return {
    open(key) {
      const stamp = stampOf(key)
      const known = statements.find.get(key.sha256, key.options)
      if (known !== undefined && known.stamp !== stamp) statements.remove.run(Number(known.readingId))
      let readingId = known?.stamp === stamp ? Number(known.readingId) : undefined
      return {
        get count() { return readingId === undefined ? 0 : Number(statements.count.get(readingId)?.n) },
        checkpoint() {
          const row = readingId === undefined ? undefined : statements.checkpoint.get(readingId)
          return typeof row?.checkpoint === 'string' ? JSON.parse(vault.open(row.checkpoint)) as ReadingCheckpoint : undefined
        },
        leading: (limit) => (readingId === undefined ? [] : statements.leading.all(readingId, limit).map((row) => decodeUnit(row as unknown as EncodedUnit, vault))),
        async append(units) {
          const encoded = await Promise.all(units.map(async ({ unit, chunks }) => ({ ...await encodeUnit(unit, vault), chunks: vault.seal(JSON.stringify(chunks)) })))
          inTransaction(database, () => {
            readingId ??= Number(statements.create.run(key.sha256, key.options, stamp, now()).lastInsertRowid)
            for (const { unit, source, text, rest, chunks } of encoded) statements.add.run(readingId, unit, source, text, rest, chunks)
            const last = units.at(-1)
            if (last !== undefined) statements.use.run(vault.seal(JSON.stringify(last.checkpoint)), now(), readingId)
          })
        },
        * units(): Generator<ParsedUnit> {
          // One statement a unit: an open one would keep the database from being written meanwhile.
          for (let row = next(0); row !== undefined; row = next(row.unit)) yield decodeUnit(row, vault)
        },
        texts: () => (readingId === undefined ? [] : statements.texts.all(readingId).map((row) => ({ unit: Number(row.unit), source: String(row.source) as ParsedUnit['source'], text: vault.open(String(row.text)) }))),
        chunks: () => (readingId === undefined ? [] : statements.chunks.all(readingId).flatMap((row) => JSON.parse(vault.open(String(row.chunks))) as Chunk[]).map((chunk, ordinal) => ({ ...chunk, ordinal }))),
        remove() {
          if (readingId !== undefined) inTransaction(database, () => { statements.remove.run(Number(readingId)) })
          readingId = undefined
          database.exec('PRAGMA incremental_vacuum')
        },
      } satisfies StoredReading

      function next(after: number): EncodedUnit | undefined {
        return readingId === undefined ? undefined : statements.next.get(readingId, after) as EncodedUnit | undefined
      }
    },
    vectors: (key) => storedVectors(database, key, now),
    resealer: () => createCheckpointResealer(database, vault),
    close: () => { if (database.isOpen) database.close() },
  }
}

function storedVectors(database: DatabaseSync, key: string, now: () => number): StoredVectors {
  return {
    get(slice, digest) {
      const row = database.prepare('SELECT count, bytes FROM vectors WHERE key = ? AND slice = ? AND digest = ?').get(key, slice, digest) as { count: number; bytes: Uint8Array } | undefined
      if (row === undefined) return undefined
      // Copied: the bytes may lie at any address, numbers may not.
      const values = new Float32Array(row.bytes.slice().buffer)
      const dimensions = values.length / row.count
      return Array.from({ length: row.count }, (_, index) => values.slice(index * dimensions, (index + 1) * dimensions))
    },
    save(slice, digest, vectors) {
      try {
        const bytes = Buffer.concat(vectors.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)))
        inTransaction(database, () => { database.prepare('INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?, ?)').run(key, slice, digest, now(), vectors.length, bytes) })
      } catch {
        // A full disk is told by what has to be written.
      }
    },
    remove() {
      inTransaction(database, () => { database.prepare('DELETE FROM vectors WHERE key = ?').run(key) })
      database.exec('PRAGMA incremental_vacuum')
    },
  }
}

/** Nothing in it is missed for long: a damaged file is not worth a word. */
function openOrBeginAnew(file: string): DatabaseSync {
  try {
    return openDatabase(file, { migrations: CHECKPOINT_MIGRATIONS })
  } catch {
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
    return openDatabase(file, { migrations: CHECKPOINT_MIGRATIONS })
  }
}

function stampOf({ sizeBytes, modifiedMs, inode }: ReadingKey): string {
  return JSON.stringify([sizeBytes, modifiedMs, inode])
}

function prune(database: DatabaseSync, nowMs: number): void {
  database.prepare('DELETE FROM reading WHERE usedMs < ?').run(nowMs - KEPT_MS)
  database.prepare('DELETE FROM vectors WHERE savedMs < ?').run(nowMs - KEPT_MS)
  const pages = database.prepare('PRAGMA page_count')
  const free = database.prepare('PRAGMA freelist_count')
  const size = Number(database.prepare('PRAGMA page_size').get()?.page_size ?? 4096)
  const oldest = database.prepare('DELETE FROM reading WHERE readingId = (SELECT readingId FROM reading ORDER BY usedMs LIMIT 1)')
  const oldestVectors = database.prepare('DELETE FROM vectors WHERE key = (SELECT key FROM vectors ORDER BY savedMs LIMIT 1)')
  while ((Number(pages.get()?.page_count) - Number(free.get()?.freelist_count)) * size > MAX_BYTES) if (oldest.run().changes === 0 && oldestVectors.run().changes === 0) break
  // Otherwise what was deleted would stay on disk as free pages; it has an effect from the next VACUUM on, which is cheap while the file is small.
  if (Number(database.prepare('PRAGMA auto_vacuum').get()?.auto_vacuum) !== 2) database.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM')
  else database.exec('PRAGMA incremental_vacuum')
}
