import type { DatabaseSync } from 'node:sqlite'
import type { JobId } from '../../../src-shared/domain/ids.ts'
import { definedOnly } from '../../core/library/definedOnly.ts'
import type { Catalog, IndexReference } from '../../core/ports/Catalog.ts'
import { inTransaction } from './openDatabase.ts'

/** The part of the catalog that says which index answers; `onRevision` is called after the revision was counted up. */
export function indexStore(database: DatabaseSync, onRevision: () => void): Pick<Catalog, 'indexes' | 'beginIndex' | 'moveIndex' | 'languages'> {
  const read = database.prepare('SELECT value FROM meta WHERE key = ?')
  const write = database.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  const drop = database.prepare('DELETE FROM meta WHERE key = ?')
  const countRevision = database.prepare("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
  const move = database.prepare("UPDATE document SET fingerprint = ?, chunks = ? WHERE documentId = ? AND state = 'indexed' AND fingerprint = ?")
  const moveEmpty = database.prepare("UPDATE document SET fingerprint = ?, chunks = 0 WHERE state = 'indexed' AND fingerprint = ?")
  const languages = database.prepare(`SELECT CASE WHEN mediaType LIKE '%spreadsheet%' OR mediaType LIKE '%excel%' OR mediaType IN ('text/csv', 'text/tab-separated-values') THEN '' ELSE COALESCE(language, '') END AS language,
    COUNT(*) AS documents, SUM(chunks) AS chunks FROM document WHERE state = 'indexed' GROUP BY 1`)

  function reference(key: string): IndexReference | undefined {
    const value = read.get(key)?.value
    return value === undefined ? undefined : JSON.parse(String(value)) as IndexReference
  }

  return {
    indexes: () => definedOnly({ current: reference('index'), previous: reference('previousIndex'), building: read.get('buildingIndex')?.value as JobId | undefined }),
    beginIndex: (jobId) => inTransaction(database, () => { write.run('buildingIndex', jobId) }),
    moveIndex(to, chunks) {
      inTransaction(database, () => {
        const current = reference('index')
        if (chunks !== undefined && current !== undefined) {
          for (const [documentId, count] of chunks) move.run(to.fingerprint, count, documentId, current.fingerprint)
          moveEmpty.run(to.fingerprint, current.fingerprint)
          write.run('previousIndex', JSON.stringify(current))
        }
        write.run('index', JSON.stringify(to))
        drop.run('buildingIndex')
        countRevision.run()
      })
      onRevision()
    },
    languages() {
      const rows = languages.all()
      const recognised = rows.filter((row) => row.language !== '').map((row) => [String(row.language), { documents: Number(row.documents), chunks: Number(row.chunks) }] as const)
      return { documents: rows.reduce((sum, row) => sum + Number(row.documents), 0), languages: new Map(recognised) }
    },
  }
}
