import { closeSync, existsSync, fstatSync, openSync, writeSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../../src-shared/domain/answer.ts'
import type { AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import { PLAIN_VAULT } from '../../../src-main/core/lock/createVault.ts'
import { openStores } from '../../../src-main/hosts/openStores.ts'
import { openIndex } from '../../../src-main/hosts/openIndex.ts'
import { comparable, DIMENSIONS, openTestLibrary, plainParser, snapshot, type TestLibrary } from './openTestLibrary.ts'

let root: string
let folder: string
let dataDir: string
let open: TestLibrary | undefined

const answer = (number: number) => ({ answerId: `answer-${number}` as AnswerId, threadId: `thread-${number % 3}` as ThreadId, question: `Question ${number}?`, text: 'words '.repeat(200), citations: [], passages: [], warnings: [] }) as unknown as Answer

/** 60 documents of a few pages, 30 answers in three threads, 30 entries of the audit log. */
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'footnote-damage-'))
  folder = path.join(root, 'folder')
  dataDir = path.join(root, 'data')
  await mkdir(folder)
  for (let index = 0; index < 60; index++) await writeFile(path.join(folder, `${index}.txt`), Array.from({ length: 4 }, (_, page) => Array.from({ length: 10 }, (_, line) => `file ${index} page ${page} line ${line} of some words`).join('\n')).join('\f'))
  open = await openTestLibrary(dataDir)
  open.library.start({ sync: false })
  await open.library.engine.add([folder], { rules: { hidden: true } })
  for (let number = 0; number < 30; number++) {
    open.conversations.saveAnswer(answer(number))
    open.conversations.saveFeedback({ answerId: answer(number).answerId, grade: 'useful', given: '2026-01-01T00:00:00.000Z' })
    open.auditLog.append({ answerId: `answer-${number}`, question: 'words '.repeat(500) } as unknown as AuditRecord)
  }
})

afterEach(async () => {
  await open?.close()
  open = undefined
  await rm(root, { recursive: true, force: true })
})

async function closed<T>(look: (library: TestLibrary) => T): Promise<Awaited<T>> {
  if (open === undefined) throw new Error('nothing is open')
  const seen = await look(open)
  await open.close()
  open = undefined
  return seen
}

async function reopened(): Promise<TestLibrary> {
  open = await openTestLibrary(dataDir)
  open.library.start({ sync: false })
  return open
}

/** Overwrites whole pages of a database. */
function overwrite(file: string, from: number, bytes: number): void {
  const handle = openSync(file, 'r+')
  const start = Math.floor(fstatSync(handle).size * from / 4096) * 4096
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, start)
  closeSync(handle)
}

describe('a damaged catalog', () => {
  it.each([0.1, 0.3, 0.5, 0.7, 0.9])('overwritten at %d of its length is set aside and made anew; what is lost is read again', async (from) => {
    const before = await closed(async (library) => ({ ...comparable(await snapshot(library)), ids: library.library.engine.documents().map(({ documentId }) => documentId).sort() }))
    overwrite(path.join(dataDir, 'catalog.db'), from, 16_384)

    const { library, conversations, catalog, vectorStore } = await reopened()
    expect((await readdir(path.join(dataDir, 'damaged'))).filter((name) => name.endsWith('.db')).length).toBe(1)
    expect(library.engine.folders().map(({ path: place, rules }) => [place, rules.hidden])).toEqual([[folder, true]])
    await library.engine.sync()
    const after = { ...comparable(await snapshot({ catalog, vectorStore })), ids: library.engine.documents().map(({ documentId }) => documentId).sort() }
    expect(after).toEqual(before)

    // Four pages of damage cost at most the answers and names that stood on them.
    const answers = ['thread-0', 'thread-1', 'thread-2'].flatMap((threadId) => conversations.answers(threadId as ThreadId))
    expect(answers.length).toBeGreaterThan(15)
    for (const kept of answers) expect(kept).toEqual(answer(Number(kept.answerId.slice(7))))
    expect(open?.auditLog.verify()).toMatchObject({ entries: 30, ok: true })
  })

  it('of which nothing can be read is made anew from the list of folders', async () => {
    const before = await closed(async (library) => comparable(await snapshot(library)))
    await writeFile(path.join(dataDir, 'catalog.db'), Buffer.alloc(300_000, 'nothing of a database '))
    const { library } = await reopened()
    expect(library.engine.folders().map(({ path: place, rules }) => [place, rules.hidden])).toEqual([[folder, true]])
    await library.engine.sync()
    if (open !== undefined) expect(comparable(await snapshot(open))).toEqual(before)
  })

  it('is refused to a reader, who changes nothing', async () => {
    await closed(() => undefined)
    overwrite(path.join(dataDir, 'catalog.db'), 0.5, 16_384)
    const sizeBytes = (await stat(path.join(dataDir, 'catalog.db'))).size
    expect(() => openStores({ vault: PLAIN_VAULT, dataDir, readOnly: true, repairAudit: false, now: new Date() })).toThrow(expect.objectContaining({ code: 'DAMAGED_LIBRARY' }))
    expect([(await stat(path.join(dataDir, 'catalog.db'))).size, existsSync(path.join(dataDir, 'damaged'))]).toEqual([sizeBytes, false])
  })

  it('is put in place by the next start when the process ended halfway', async () => {
    const before = await closed(async (library) => comparable(await snapshot(library)))
    await rename(path.join(dataDir, 'catalog.db'), path.join(dataDir, 'catalog.db.salvaged'))
    await reopened()
    if (open !== undefined) expect(comparable(await snapshot(open))).toEqual(before)
  })
})

describe('a damaged index', () => {
  const table = () => path.join(dataDir, 'index', 'test', 'chunks.lance')
  const newest = async (where: string, ending: string) => {
    const names = (await readdir(path.join(table(), where))).filter((name) => name.endsWith(ending))
    const times = await Promise.all(names.map(async (name) => ({ name, time: (await stat(path.join(table(), where, name))).mtimeMs })))
    return path.join(table(), where, times.sort((a, b) => b.time - a.time)[0]?.name ?? '')
  }

  it.each([
    ['a deleted fragment', async () => { await rm(await newest('data', '.lance')) }],
    ['a cut fragment', async () => { await truncate(await newest('data', '.lance'), 100) }],
    ['a cut manifest', async () => { await truncate(await newest('_versions', '.manifest'), 20) }],
    ['no index files of full text', async () => { await rm(path.join(table(), '_indices'), { recursive: true, force: true }) }],
    ['garbage in a fragment', async () => { await writeFile(await newest('data', '.lance'), Buffer.alloc(20_000, 'nothing of a table ')) }],
    ['its whole folder deleted', async () => { await rm(path.join(dataDir, 'index'), { recursive: true }) }],
  ])('with %s is made anew from the stored text: no file is read, threads, feedback and the log stay, and it answers again', async (_name, harm) => {
    const before = await closed(async (library) => comparable(await snapshot(library)))
    await harm()
    let parsed = 0
    // The folder is out of reach too: nothing of it is needed.
    await rename(folder, `${folder} elsewhere`)
    open = await openTestLibrary(dataDir, { parser: { ...plainParser, parse: (...given) => { parsed++; return plainParser.parse(...given) } } })
    const { library, vectorStore, conversations, auditLog } = open
    library.start({ sync: false })
    await library.engine.sync()
    expect(comparable(await snapshot(open))).toEqual(before)
    expect((await vectorStore.searchLexical('file 7 page 2 line 3', { k: 1 })).length).toBe(1)
    await rename(`${folder} elsewhere`, folder)
    expect((await library.engine.sync()).summary).toMatchObject({ unchanged: 60, indexed: 0 })
    expect(parsed).toBe(0)
    expect(['thread-0', 'thread-1', 'thread-2'].flatMap((threadId) => conversations.answers(threadId as ThreadId))).toHaveLength(30)
    expect(conversations.feedback(answer(7).answerId)).toMatchObject({ grade: 'useful' })
    expect(auditLog.verify()).toMatchObject({ entries: 30, ok: true })
  })

  it('whose making anew is interrupted is made whole by the next start, by itself', async () => {
    const before = await closed(async (library) => comparable(await snapshot(library)))
    await rm(path.join(dataDir, 'index'), { recursive: true })
    open = await openTestLibrary(dataDir, { embedMs: 20 })
    const { promise, resolve } = Promise.withResolvers<undefined>()
    open.library.start({ sync: false })
    const watch = setInterval(() => { if (open !== undefined && open.embedded.length > 64) resolve(undefined) }, 5)
    await promise
    clearInterval(watch)
    await closed(() => undefined)
    const { library } = await reopened()
    await library.idle()
    if (open !== undefined) expect(comparable(await snapshot(open))).toEqual(before)
  })

  it('is refused to a reader', async () => {
    await closed(() => undefined)
    await truncate(await newest('_versions', '.manifest'), 20)
    await expect(openIndex({ indexDir: path.join(dataDir, 'index'), fingerprint: 'test', dimensions: DIMENSIONS, readOnly: true })).rejects.toMatchObject({ code: 'DAMAGED_LIBRARY' })
    expect(existsSync(path.join(dataDir, 'damaged'))).toBe(false)
  })
})

describe('a damaged audit log', () => {
  it('is reported as broken where it is damaged, and never replaced', async () => {
    await closed(() => undefined)
    new DatabaseSync(path.join(dataDir, 'audit.db')).close()
    overwrite(path.join(dataDir, 'audit.db'), 0.5, 8192)
    const { auditLog } = await reopened()
    expect(auditLog.verify()).toMatchObject({ ok: false })
    expect(auditLog.verify().brokenAt).toBeGreaterThan(1)
    expect(existsSync(path.join(dataDir, 'damaged'))).toBe(false)
  })

  it('that cannot be opened lets the rest work; a new one begins only when a person asks for it', async () => {
    await closed(() => undefined)
    await writeFile(path.join(dataDir, 'audit.db'), Buffer.alloc(50_000, 'nothing of a database '))
    const { auditLog, library } = await reopened()
    expect(auditLog.verify()).toMatchObject({ ok: false, reason: 'unreadable' })
    expect(() => auditLog.append({} as AuditRecord)).toThrow(expect.objectContaining({ code: 'CHAIN_BROKEN' }))
    expect(library.engine.documents().length).toBe(60)
    await closed(() => undefined)

    const stores = openStores({ vault: PLAIN_VAULT, dataDir, readOnly: false, repairAudit: true, now: new Date() })
    expect(stores.auditLog.verify()).toMatchObject({ entries: 0, ok: true })
    expect(await readdir(path.join(dataDir, 'damaged'))).toEqual([expect.stringMatching(/^audit-.*\.db$/)])
    stores.auditLog.close()
    stores.catalog.close()
  })
})
