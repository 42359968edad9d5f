import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { AuditEntry, AuditNote, AuditRecord, AuditSummary } from '../../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { canonicalJson } from '../../core/audit/canonicalJson.ts'
import { GENESIS_HASH, hashContent, hashEntry, verifyChain, type ChainLink } from '../../core/audit/hashChain.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import type { Resealer } from '../../core/ports/Resealer.ts'
import { createAuditResealer } from './createResealer.ts'
import { openEntry, openEntryBytes, sealEntry } from './sealedEntry.ts'
import { AUDIT_GUARDS, AUDIT_MIGRATIONS } from './auditSchema.ts'
import { inTransaction, migrate } from './openDatabase.ts'
import { toStorageError } from './toStorageError.ts'
import type { AuditLog, StoredAuditEntry } from '../../core/ports/AuditLog.ts'

/** Fields that an entry does not have are empty; of a sealed one all but its id. */
type SummaryRow = Omit<AuditSummary, 'repeats'> & { readonly repeats: string; readonly sealed: string }

interface EntryRow { readonly sequence: number; readonly previous_hash: string; readonly hash: string; readonly record: string }

/** The audit log in one SQLite file (`audit.db`). `readOnly` opens it without writing to it; one that does not exist yet is made empty. Throws DAMAGED_LIBRARY when it cannot be opened, NEWER_LIBRARY when a newer program wrote it. */
export function openSqliteAuditLog(path: string, options: { readonly readOnly?: boolean; readonly vault?: Vault } = {}): AuditLog & { readonly resealer?: () => Resealer } {
  const { vault = PLAIN_VAULT } = options
  const database = open()

  function open(): DatabaseSync {
    let opened: DatabaseSync | undefined
    try {
      if (options.readOnly === true && !existsSync(path)) openSqliteAuditLog(path).close()
      opened = new DatabaseSync(path, { readOnly: options.readOnly ?? false, timeout: 5000 })
      if (options.readOnly !== true) {
        migrate(opened, AUDIT_MIGRATIONS)
        // FULL: an answer that a person has seen must not be missing from the log after a power cut.
        opened.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${AUDIT_GUARDS}`)
      }
      // Reads the schema and the last page: a file that is no database, or has lost its end, is found now and not at the first question.
      opened.prepare('SELECT hash FROM entries ORDER BY sequence DESC LIMIT 1').get()
      return opened
    } catch (error) {
      opened?.close()
      throw toStorageError(error)
    }
  }

  function entryOf(row: EntryRow): AuditEntry {
    try {
      return { sequence: row.sequence, previousHash: row.previous_hash, hash: row.hash, record: JSON.parse(openEntry(row.record, vault)) as AuditRecord }
    } catch (cause) {
      throw new AppError('CHAIN_BROKEN', `Entry ${row.sequence} of the audit log was altered and cannot be read.`, { cause })
    }
  }

  function summaryOf({ sealed, repeats, ...row }: SummaryRow): AuditSummary {
    if (sealed === '') return { ...row, ...(repeats === '' ? {} : { repeats: repeats as AnswerId }) }
    const { asked, question, answer } = JSON.parse(vault.open(sealed)) as AuditRecord
    return { ...row, asked, question, status: answer.status, grade: answer.grade, ...(answer.repeats === undefined ? {} : { repeats: answer.repeats }) }
  }

  /** The highest number ever given out; SQLite keeps it even when rows are cut off. */
  function highestSequence(): number {
    const row = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").get() as { seq: number } | undefined
    return row?.seq ?? 0
  }

  function* links(): Generator<ChainLink> {
    // As bytes: a damaged record may be neither JSON nor UTF-8 any more, and must still be named.
    const rows = database.prepare('SELECT sequence, previous_hash AS previousHash, content_hash AS contentHash, hash, CAST(record AS BLOB) AS bytes FROM entries ORDER BY sequence')
    for (const row of rows.iterate()) yield { ...row as unknown as ChainLink, bytes: openEntryBytes(row.bytes as Uint8Array, vault) }
  }

  function insert(record: AuditRecord | AuditNote): { readonly sequence: number; readonly hash: string } {
    const content = canonicalJson(record)
    const contentHash = hashContent(content)
    const last = database.prepare('SELECT sequence, hash FROM entries ORDER BY sequence DESC LIMIT 1').get() as { sequence: number; hash: string } | undefined
    // Never a number that was used before: a cut-off tail stays visible as a gap.
    const sequence = Math.max(last?.sequence ?? 0, highestSequence()) + 1
    const previousHash = last?.hash ?? GENESIS_HASH
    const hash = hashEntry(previousHash, sequence, contentHash)
    database.prepare('INSERT INTO entries (sequence, previous_hash, content_hash, hash, record) VALUES (?, ?, ?, ?, ?)').run(sequence, previousHash, contentHash, hash, sealEntry(content, record, vault))
    return { sequence, hash }
  }

  return {
    append: (record) => inTransaction(database, () => insert(record)),
    redact(redactions) {
      inTransaction(database, () => {
        const empty = database.prepare("UPDATE entries SET record = '' WHERE sequence = ?")
        for (const { sequence, note } of redactions) {
          insert(note)
          empty.run(sequence)
        }
      })
      // Moving rows between pages leaves copies in their free space that secure_delete does not reach, so the file is written anew; then the write-ahead log is emptied.
      database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
    },
    list({ limit = 50, before } = {}) {
      const field = (path: string) => `coalesce(CASE WHEN json_valid(record) THEN record ->> '$.${path}' END, '')`
      return database.prepare(`
        SELECT sequence, hash, ${field('answerId')} AS answerId, ${field('asked')} AS asked, ${field('question')} AS question,
               ${field('answer.status')} AS status, ${field('answer.grade')} AS grade, ${field('answer.repeats')} AS repeats, ${field('sealed')} AS sealed
        FROM entries WHERE sequence < ? AND ${field('kind')} <> 'note' AND record <> '' ORDER BY sequence DESC LIMIT ?`).all(before ?? Number.MAX_SAFE_INTEGER, limit).map((row) => summaryOf(row as unknown as SummaryRow))
    },
    get(id: AnswerId | number) {
      const column = typeof id === 'number' ? 'sequence' : 'answer_id'
      const row = database.prepare(`SELECT sequence, previous_hash, hash, record FROM entries WHERE ${column} = ? AND CASE WHEN json_valid(record) THEN record ->> '$.kind' END IS NOT 'note' ORDER BY sequence DESC LIMIT 1`).get(id)
      // A redacted one has nothing left to give; whether it was redacted or only emptied, `verify` tells.
      return row === undefined || row['record'] === '' ? undefined : entryOf(row as unknown as EntryRow)
    },
    * stored({ from = 1 } = {}) {
      const rows = database.prepare('SELECT sequence, previous_hash AS previousHash, content_hash AS contentHash, hash, record AS content FROM entries WHERE sequence >= ? ORDER BY sequence').iterate(from)
      for (const row of rows as unknown as Iterable<StoredAuditEntry>) yield { ...row, content: openEntry(row.content, vault) }
    },
    verify(witnesses) {
      const read: number[] = []
      try {
        return verifyChain(noting(links(), read), { highest: highestSequence(), ...(witnesses === undefined ? {} : { witnesses }) })
      } catch (error) {
        if (toStorageError(error).code !== 'DAMAGED_LIBRARY') throw error
        // Everything before the damage was read and fits, or would have been named.
        return { entries: read.length, ok: false, brokenAt: read.length + 1, reason: 'unreadable', head: '' }
      }
    },
    ...(options.readOnly === true ? {} : { resealer: () => createAuditResealer(database, vault) }),
    count() {
      return (database.prepare('SELECT count(*) AS entries FROM entries').get() as { entries: number }).entries
    },
    close() {
      if (database.isOpen) database.close()
    },
  }
}

function* noting(links: Iterable<ChainLink>, read: number[]): Generator<ChainLink> {
  for (const link of links) {
    read.push(link.sequence)
    yield link
  }
}
