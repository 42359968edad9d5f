import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createForkLauncher } from '../../../src-main/adapters/node/createForkLauncher.ts'
import { parseFile } from '../../../src-main/adapters/parsing/parseFile.ts'
import { openCatalog, type OpenedCatalog } from '../../../src-main/adapters/sqlite/openCatalog.ts'
import type { StoredDocument } from '../../../src-main/core/ports/Catalog.ts'
import { createTableProcess, type TableProcessOptions } from '../../../src-main/processes/tables/createTableProcess.ts'
import type { DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'
import { makeStaffSheet } from './makeWorkbooks.ts'

const document: StoredDocument = {
  documentId: 'doc-1' as DocumentId, sourceId: 's' as FolderId, path: '/staff.ods', contentPath: '/staff.ods', sha256: 'one', mediaType: 'application/vnd.oasis.opendocument.spreadsheet', state: 'indexed',
  sizeBytes: 1, modifiedMs: 1, inode: '', settled: true, fingerprint: '', chunks: 0, opening: '', warnings: [], elapsedMs: 0,
}
const source = { documentId: document.documentId, sha256: 'one', path: document.path }
const QUESTION = 'What is the total salary?'

let folder: string
let library: OpenedCatalog
let tables: ReturnType<typeof createTableProcess>
const logged: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-'))
  library = openCatalog(join(folder, 'catalog.db'))
  library.catalog.saveSource({ sourceId: document.sourceId, kind: 'file', path: document.path, watched: false, reachable: true })
  const { units } = await parseFile({ path: 'staff.ods', name: 'staff.ods', bytes: makeStaffSheet(), maxFileBytes: 1e9, maxPages: 1, ocr: null })
  await library.catalog.publish([{ document, units }])
})
afterAll(async () => { library.catalog.close(); await rm(folder, { recursive: true }) })
afterEach(() => tables.close())

function start(options: Partial<TableProcessOptions> = {}) {
  tables = createTableProcess({ launcher: createForkLauncher(), catalogFile: join(folder, 'catalog.db'), logger: { log: (_, message) => logged.push(message) }, ...options })
  return tables
}

const broken = { entry: new URL('./brokenTables.ts', import.meta.url) }

describe('the table process', () => {
  it('starts with the first question, reads the catalog beside its writer and computes', async () => {
    start()
    expect(tables.pid()).toBeNull()
    const answer = await tables.compute(QUESTION, [source])
    expect(answer?.sentences[0]?.text).toBe('The sum of Salary is 24,000 (5 rows).')
    expect(tables.pid()).not.toBeNull()
    if (answer !== null) expect(await tables.repeat(answer.computation)).toEqual([['24000']])
  })

  it('does not compute over a version that the catalog no longer holds', async () => {
    start()
    expect(await tables.compute(QUESTION, [{ ...source, sha256: 'two' }])).toBeNull()
  })

  it('costs one computation when it dies, and another starts', async () => {
    start(broken)
    await expect(tables.compute('die', [source])).rejects.toThrow('broke off')
    expect(logged).toContain('The table process stopped unexpectedly.')
    expect(tables.pid()).toBeNull()
  })

  it('is ended when it takes too long, and when the person stops the question', async () => {
    start({ ...broken, timeLimitMs: 300 })
    await expect(tables.compute('for ever', [source])).rejects.toThrow('too long')
    await tables.close()
    start(broken)
    const stop = new AbortController()
    const asked = tables.compute('for ever', [source], { signal: stop.signal })
    stop.abort()
    await expect(asked).rejects.toThrow(/abort/i)
    expect(tables.pid()).toBeNull()
  })
})
