import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import type { JobId } from '../../src-shared/domain/ids.ts'
import { silent } from './testModels.ts'
import { askToEnd } from './askToEnd.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const QUESTION = 'What is the notice period of the lease?'
let root: string
let dataDir: string
let earlier: Answer

const open = (options: { readonly watch?: boolean; readonly repair?: boolean } = {}) => composeEngine({ dataDir, resourcesDir, logger: silent, ...options })

/** What the databases hold; their logs were emptied when the writer closed them. */
async function stateOnDisk(): Promise<readonly string[]> {
  return Promise.all(['catalog.db', 'audit.db', 'settings.json'].map(async (name) => createHash('sha256').update(await readFile(join(dataDir, name)).catch(() => '')).digest('hex')))
}

/** A library with one file and one answer, as a program of next year leaves it: higher versions, columns and tables that this one has never heard of. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'footnote-newer-'))
  dataDir = join(root, 'library')
  await mkdir(join(root, 'folder'))
  await writeFile(join(root, 'folder', 'lease.txt'), 'The notice period of the lease is three months.\n')
  const engine = await open()
  await engine.library.add([join(root, 'folder')], { watch: true })
  earlier = await askToEnd(engine, { question: QUESTION })
  await engine.close()
  for (const [name, table] of [['catalog.db', 'document'], ['audit.db', 'entries']] as const) {
    const database = new DatabaseSync(join(dataDir, name))
    database.exec(`PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE; ALTER TABLE ${table} ADD COLUMN mood TEXT; CREATE TABLE future (x); PRAGMA user_version = 999`)
    database.close()
  }
})
afterAll(() => rm(root, { recursive: true, force: true }))

it('opens for reading: it is searched, asked and verified; nothing of it changes, and whoever wants to change it is told what to do', async () => {
  const before = await stateOnDisk()
  // As the window opens it.
  const engine = await open({ watch: true })
  try {
    const [document] = engine.library.documents()
    if (document === undefined) throw new Error('the library is empty')
    expect((await engine.status()).readOnly).toMatchObject({ code: 'NEWER_LIBRARY', action: expect.stringContaining('Install the newer version') as string })
    expect((await engine.doctor()).checks[0]).toMatchObject({ name: 'library', ok: false })
    expect((await engine.search({ query: 'notice period' })).passages[0]?.text).toContain('three months')
    expect(engine.audit.list().map(({ answerId }) => answerId)).toEqual([earlier.answerId])
    expect(engine.audit.verify()).toMatchObject({ entries: 1, ok: true })
    expect(await engine.questions.answer(earlier.answerId)).toMatchObject({ answerId: earlier.answerId, citations: earlier.citations })

    // Asked now: answered, held for as long as it is open, and recorded nowhere.
    const answer = await askToEnd(engine, { question: 'How long is the notice period?' })
    expect([answer.citations[0]?.quote, answer.audit.sequence]).toEqual(['The notice period of the lease is three months.', 0])
    const finished = new Promise<Answer>((resolve) => { engine.subscribe((event) => { if (event.topic === 'answer' && event.event.type === 'answer.finished') resolve(event.event.answer) }) })
    const ticket = engine.questions.submit({ question: 'Which notice period has the lease?' })
    expect((await finished).answerId).toBe(ticket.answerId)
    expect(await engine.questions.thread(ticket.threadId)).toMatchObject([{ answerId: ticket.answerId }])
    expect(engine.questions.threads().map(({ title }) => title)).toEqual(['Which notice period has the lease?', 'How long is the notice period?', QUESTION])
    expect(engine.audit.list()).toHaveLength(1)

    const { threadId } = earlier
    const folder = engine.library.folders()[0]
    if (threadId === undefined || folder === undefined) throw new Error('the library is not as it was made')
    const writes: readonly (() => unknown)[] = [
      () => engine.library.add([root]), () => engine.library.startAdd([root]), () => engine.library.startAddSample(), () => engine.library.sync(), () => engine.library.forget([document.documentId]),
      () => engine.library.readAgain(document.documentId), () => engine.library.setFolderRules(folder.folderId, folder.rules),
      () => { engine.questions.renameThread(threadId, 'x') }, () => { engine.questions.removeThread(threadId) }, () => engine.questions.pinSources(threadId, []),
      () => { engine.questions.giveFeedback({ answerId: earlier.answerId, grade: 'useful' }) },
      () => { engine.audit.noteCall({}) }, () => engine.audit.redact(earlier.answerId, 'x'),
      () => engine.models.use({ name: 'multilingual-e5-small' }), () => engine.models.importFile('/model.gguf'), () => engine.reindex({ embedding: null, isRollback: false, override: null }),
      () => engine.settings.update({ reading: { pace: 'gentle' } }), () => engine.jobs.retry('job' as JobId), () => engine.blindAudit.sample({ size: 1 }),
      () => engine.evaluation.questionSets.save({ name: 'x', text: '' }), () => engine.evaluation.configurations.save('x', []),
    ]
    for (const write of writes) await expect((async () => write())()).rejects.toMatchObject({ code: 'NEWER_LIBRARY' })
  } finally {
    await engine.close()
  }
  await expect(open({ repair: true })).rejects.toMatchObject({ code: 'NEWER_LIBRARY' })
  expect(await stateOnDisk()).toEqual(before)
})
