import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CATALOG_MIGRATIONS } from '../../src-main/adapters/sqlite/catalogSchema.ts'
import { openCatalog } from '../../src-main/adapters/sqlite/openCatalog.ts'
import { openDatabase } from '../../src-main/adapters/sqlite/openDatabase.ts'
import type { StoredDocument } from '../../src-main/core/ports/Catalog.ts'
import type { AnswerId, DocumentId, FolderId } from '../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../src-shared/domain/unit.ts'

let root: string
let file: string

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'footnote-catalog-'))
  file = path.join(root, 'catalog.db')
})
afterEach(() => { rmSync(root, { recursive: true, force: true }) })

const document = (name: string, values: Partial<StoredDocument> = {}): StoredDocument => ({
  documentId: name as DocumentId, sourceId: 'src' as FolderId, path: `/folder/${name}`, contentPath: `/folder/${name}`, sizeBytes: 3, modifiedMs: 1234.5678, inode: '18446744073709551615', settled: true,
  sha256: `hash of ${name}`, mediaType: 'text/plain', state: 'indexed', fingerprint: 'f', chunks: 2, opening: 'Opening', warnings: [{ code: 'ODD', message: 'odd' }], elapsedMs: 12, ...values,
})
const unit: ParsedUnit = {
  unit: 1, kind: 'page', label: 'page 1', source: 'mixed', text: 'Größe “x” 𝒳\r\n\u0001', confidence: 0.123456789, width: 612.1, height: 792, facts: { page: 1 },
  segments: [{ charStart: 0, charEnd: 5, role: 'paragraph', block: 0, place: { kind: 'page', box: [0.1, 0.2, 0.30000000000000004, 4], words: [[0, 5, 0.1, 0.2, 0.3, 4]] } }],
  tables: [{ rows: [['a', '']], headerRows: 1 }],
}

describe('the catalog', () => {
  it('gives documents and units back exactly as they were put in, also after opening again', async () => {
    const full = document('full', {
      title: 'T', author: 'A', created: '2024', language: 'de', parentId: 'p' as DocumentId, duplicateOf: 'o' as DocumentId,
      error: { code: 'NO_TEXT_FOUND', message: 'm', action: 'a' }, signature: new Uint32Array([1, 2, 0xffffffff]), nearDuplicates: [{ documentId: 'n' as DocumentId, path: '/n', similarity: 0.9 }],
    })
    const { catalog } = openCatalog(file)
    await catalog.publish([{ document: full, units: [unit] }, { document: document('plain') }])
    catalog.close()

    const again = openCatalog(file).catalog
    expect(again.document(full.documentId)).toEqual(full)
    expect(again.document('plain' as DocumentId)).toEqual(document('plain'))
    expect(again.unit(full.documentId, 1)).toEqual(unit)
    expect(again.unitReports(full.documentId)).toEqual([{ unit: 1, kind: 'page', label: 'page 1', source: 'mixed', chars: unit.text.length, confidence: 0.123456789, width: 612.1, height: 792 }])
    expect(again.revision).toBe(1)
    again.close()
  })

  it('writes a group of documents whole or not at all', async () => {
    const { catalog } = openCatalog(file)
    const clash = document('b', { path: '/folder/a' })
    await expect(catalog.publish([{ document: document('a') }, { document: clash }])).rejects.toThrow()
    expect(catalog.documents()).toEqual([])
    expect(catalog.revision).toBe(0)
    catalog.close()
  })

  it('finds what lies below a folder, not what begins like it', async () => {
    const { catalog } = openCatalog(file)
    const paths = ['/a/b', '/a/b/c', '/a/b/c/d', '/a/bc', '/a/b-c', '/a/b0']
    await catalog.publish(paths.map((place, index) => ({ document: document(`d${index}`, { path: place }) })))
    expect(catalog.stamps('/a/b').map((stamp) => stamp.path).sort()).toEqual(['/a/b', '/a/b/c', '/a/b/c/d'])
    catalog.close()
  })

  it('can be read by a second process while it is written', async () => {
    const { catalog } = openCatalog(file)
    const reader = openCatalog(file, { readOnly: true }).catalog
    await catalog.publish([{ document: document('a'), units: [unit] }])
    expect(reader.documents().length).toBe(1)
    expect(reader.revision).toBe(1)
    expect(() => { reader.saveSource({ sourceId: 's' as FolderId, kind: 'file', path: '/x', watched: false, reachable: true }) }).toThrow(expect.objectContaining({ code: 'READ_ONLY' }))
    reader.close()
    catalog.close()
  })

  it('of a newer version is read as far as it is known, and left untouched', async () => {
    const { catalog } = openCatalog(file)
    await catalog.publish([{ document: document('a'), units: [unit] }])
    catalog.close()
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 999; CREATE TABLE future (x); ALTER TABLE document ADD COLUMN mood TEXT; PRAGMA journal_mode = DELETE')
    newer.close()
    const bytes = readFileSync(file)
    expect(() => openCatalog(file)).toThrow(expect.objectContaining({ code: 'NEWER_LIBRARY' }))
    const reader = openCatalog(file, { readOnly: true }).catalog
    expect([reader.documents().map(({ documentId }) => documentId), reader.unit('a' as DocumentId, 1)]).toEqual([['a'], unit])
    reader.close()
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  it('of a newer version that has other tables is refused, with what to do', () => {
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 999; CREATE TABLE future (x)')
    newer.close()
    for (const options of [{}, { readOnly: true }]) expect(() => openCatalog(file, options)).toThrow(expect.objectContaining({ code: 'NEWER_LIBRARY', action: expect.stringContaining('Install the newer version') as string }))
    const after = new DatabaseSync(file)
    expect(after.prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'future' }])
    after.close()
  })

  it('moves the pointer, the mark of every document and the former pointer together, and leaves what another index marked', async () => {
    const index = (fingerprint: string) => ({ fingerprint, model: fingerprint, runtime: null, chunking: { targetTokens: 1, maxTokens: 2, overlapTokens: 0 } })
    const { catalog } = openCatalog(file)
    catalog.moveIndex(index('f'))
    expect(catalog.indexes()).toEqual({ current: index('f') })
    await catalog.publish([{ document: document('a') }, { document: document('empty') }, { document: document('stale', { fingerprint: '' }) }, { document: document('broken', { state: 'failed', fingerprint: '' }) }])
    const { revision } = catalog
    catalog.moveIndex(index('g'), new Map([['a' as DocumentId, 7], ['stale' as DocumentId, 9]]))
    expect(catalog.indexes()).toEqual({ current: index('g'), previous: index('f') })
    expect(['a', 'empty', 'stale', 'broken'].map((name) => catalog.document(name as DocumentId)).map((found) => [found?.fingerprint, found?.chunks])).toEqual([['g', 7], ['g', 0], ['', 2], ['', 2]])
    // Readers look again: their counts are of the former index.
    expect(catalog.revision).toBeGreaterThan(revision)
    catalog.close()
    expect(openCatalog(file).catalog.indexes().current).toEqual(index('g'))
  })

  it('counts languages of what is written, not of tables', async () => {
    const { catalog } = openCatalog(file)
    await catalog.publish([
      { document: document('brief', { language: 'de' }) }, { document: document('report', { language: 'en', chunks: 5 }) }, { document: document('note', { language: 'en' }) }, { document: document('odd') },
      { document: document('names', { language: 'ro', mediaType: 'text/csv' }) }, { document: document('figures', { language: 'eo', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }) },
    ])
    expect(catalog.languages()).toEqual({ documents: 6, languages: new Map([['de', { documents: 1, chunks: 2 }], ['en', { documents: 2, chunks: 7 }]]) })
    catalog.close()
  })

  it('says that a damaged file is damaged', () => {
    writeFileSync(file, Buffer.alloc(8192, 'not a database '))
    expect(() => openCatalog(file)).toThrow(expect.objectContaining({ code: 'DAMAGED_LIBRARY' }))
  })
})

it.each(CATALOG_MIGRATIONS.map((_, version) => version).slice(1))('brings a catalog of version %i to the newest with all it holds', (version) => {
  const old = openDatabase(file, { migrations: CATALOG_MIGRATIONS.slice(0, version) })
  old.exec(`INSERT INTO source (sourceId, kind, path, watched, reachable) VALUES ('src', 'folder', '/folder', 1, 1);
    INSERT INTO document (documentId, sourceId, path, contentPath, sizeBytes, modifiedMs, inode, settled, sha256, mediaType, state, fingerprint, chunks, opening, warnings, elapsedMs)
      VALUES ('doc', 'src', '/folder/a', '/folder/a', 3, 1, '', 1, 'hash', 'text/plain', 'indexed', 'f', 2, '', '[]', 1);
    INSERT INTO unit (documentId, unit, source, text, rest) VALUES ('doc', 1, 'text', 'words', x'');
    INSERT INTO thread (threadId, title, updatedMs) VALUES ('thread', 'Title', 1);
    INSERT INTO answer (answerId, threadId, position, answer) VALUES ('answer', 'thread', 1, '{"answerId":"answer"}');
    INSERT INTO feedback (answerId, grade, given) VALUES ('answer', 'useful', '2026-01-01');
    INSERT INTO job (jobId, kind, key, label, payload, state, priority, attempt, progress, createdMs, updatedMs) VALUES ('job', 'add', 'k', 'Reading', '{}', 'succeeded', 1, 1, '{"stage":"done","done":1}', 1, 1)`)
  // What later versions brought, each from the version on that has it.
  if (version >= 3) old.exec(`UPDATE source SET rules = '{"hidden":true}'`)
  if (version >= 4) old.exec(`INSERT INTO question VALUES ('asked', 'thread', '{"question":"Why?"}', 1, 1, 'waiting', NULL, '', 0)`)
  if (version < 5) old.exec(`INSERT INTO evaluation VALUES ('baseline', '2026-01-01', '{"name":"baseline"}')`)
  else old.exec(`INSERT INTO evaluationValue VALUES ('run', 'baseline', '2026-01-01', '{"name":"baseline"}'); INSERT INTO measurement VALUES ('health', 'k', 1, '{"chunks":2}')`)
  old.close()
  const { catalog, conversations, questions, evaluations, measurements, jobRequests } = openCatalog(file)
  expect(catalog.sources()[0]?.rules?.hidden).toBe(version >= 3 ? true : undefined)
  expect(catalog.jobs()).toMatchObject([{ jobId: 'job', state: 'succeeded' }])
  expect(questions.questions().map(({ request }) => request.question)).toEqual(version >= 4 ? ['Why?'] : [])
  expect(evaluations.load('run', 'baseline')).toEqual({ name: 'baseline' })
  expect(measurements.newest('health')?.values).toEqual(version >= 5 ? { chunks: 2 } : undefined)
  expect(jobRequests).toBeDefined()
  expect(catalog.sources()).toMatchObject([{ path: '/folder', watched: true }])
  expect(catalog.documents()).toMatchObject([{ documentId: 'doc', chunks: 2 }])
  expect(catalog.counts('f')).toMatchObject({ units: 1, chunks: 2 })
  expect(conversations.threads()).toMatchObject([{ title: 'Title', answers: 1, pinned: [] }])
  expect(conversations.feedback('answer' as AnswerId)).toMatchObject({ grade: 'useful' })
  catalog.close()
})

it('brings a database from every earlier version to the newest, and stops at the last whole step', () => {
  const steps = ['CREATE TABLE a (x)', 'CREATE TABLE b (x)', 'CREATE TABLE c (x)']
  openDatabase(file, { migrations: steps.slice(0, 1) }).close()
  expect(() => openDatabase(file, { migrations: [...steps.slice(0, 2), 'CREATE TABLE c (x); THIS IS NOT SQL'] })).toThrow()
  const database = openDatabase(file, { migrations: steps })
  expect(database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all().map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  database.close()
})
