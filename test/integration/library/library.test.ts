import { chmod, cp, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AddResult } from '../../../src-shared/domain/document.ts'
import { currentRowsOnly } from '../../../src-main/core/library/currentRowsOnly.ts'
import { openTestLibrary, snapshot, type TestLibrary } from './openTestLibrary.ts'

let root: string
let folder: string
let open: TestLibrary

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'footnote-library-'))
  folder = path.join(root, 'folder')
  await mkdir(folder)
  open = await openTestLibrary(path.join(root, 'data'))
  open.library.start({ sync: false })
})

afterEach(async () => {
  await open.close()
  await rm(root, { recursive: true, force: true })
})

const write = (name: string, text: string) => writeFile(path.join(folder, name), text)
const states = (result: AddResult) => Object.fromEntries(result.documents.map((document) => [path.relative(folder, document.path), document.code === undefined ? document.state : `${document.state} ${document.code}`]))
const add = () => open.library.engine.add([folder])
const sync = () => open.library.engine.sync()

describe('adding a folder', () => {
  it('gives every file below it exactly one report', async () => {
    await write('a.txt', 'alpha one\nalpha two\fsecond page')
    await write('copy.txt', 'alpha one\nalpha two\fsecond page')
    await write('broken.txt', 'damaged')
    await write('empty.txt', '')
    await write('blank.txt', '\n\n')
    await write('~$a.docx', 'lock')
    await write('movie.mkv.part', 'half')
    await write('.hidden', 'dots')
    await mkdir(path.join(folder, '.git'))
    await write('.git/config', 'internals')
    await writeFile(path.join(root, 'outside.txt'), 'secret')
    await symlink(path.join(root, 'outside.txt'), path.join(folder, 'link.txt'))
    await symlink(path.join(folder, 'gone.txt'), path.join(folder, 'dangling.txt'))

    const result = await add()

    expect(states(result)).toEqual({
      'a.txt': 'indexed', 'copy.txt': 'duplicate', 'broken.txt': 'failed DAMAGED_FILE', 'empty.txt': 'skipped EMPTY_FILE', 'blank.txt': 'failed NO_TEXT_FOUND',
      '~$a.docx': 'skipped TEMPORARY_FILE', 'movie.mkv.part': 'skipped TEMPORARY_FILE', '.hidden': 'skipped IGNORED', '.git': 'skipped IGNORED',
      'link.txt': 'skipped OUTSIDE_FOLDER', 'dangling.txt': 'failed UNREADABLE',
    })
    const indexed = result.documents.find(({ state }) => state === 'indexed')
    expect(indexed?.units.map(({ label, source }) => `${label} ${source}`)).toEqual(['page 1 text', 'page 2 text'])
    expect(result.documents.find(({ state }) => state === 'duplicate')?.duplicateOf).toBe(indexed?.documentId)
    expect(result.summary).toMatchObject({ files: 11, indexed: 1, duplicate: 1, failed: 3, skipped: 6, chunks: 3 })
    await snapshot(open)
  })

  it('reads what it already holds again only when it changed', async () => {
    await write('a.txt', 'alpha')
    await write('b.txt', 'beta')
    await add()
    open.embedded.length = 0
    await write('b.txt', 'beta changed')

    expect(states(await add())).toEqual({ 'a.txt': 'unchanged', 'b.txt': 'indexed' })
    expect(open.embedded).toEqual(['beta changed'])
    await snapshot(open)
  })

  it('does not read a file again whose time alone changed', async () => {
    await write('a.txt', 'alpha')
    await add()
    open.embedded.length = 0
    await utimes(path.join(folder, 'a.txt'), 1, 1)

    expect(states(await sync())).toEqual({ 'a.txt': 'unchanged' })
    expect(open.embedded).toEqual([])
  })

  it('fails with NOT_FOUND for a path that is not there', async () => {
    await expect(open.library.engine.add([path.join(root, 'nowhere')])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('keeps a failed file failed without its old text in the index', async () => {
    await write('a.txt', 'alpha words')
    await add()
    await write('a.txt', 'damaged')

    expect(states(await sync())).toEqual({ 'a.txt': 'failed DAMAGED_FILE' })
    expect(await open.vectorStore.countRows()).toBe(0)
  })

  it('accepts a folder of which a part cannot be listed, and keeps what it held from there', async () => {
    await mkdir(path.join(folder, 'closed'))
    await write('closed/a.txt', 'alpha')
    await add()
    if (process.getuid?.() === 0) return // Root lists everything.
    await chmod(path.join(folder, 'closed'), 0)
    const result = await sync()
    await chmod(path.join(folder, 'closed'), 0o755)
    expect(states(result)).toEqual({ closed: 'failed UNREADABLE' })
  })
})

describe('files that move', () => {
  it('keep their document and are not embedded again', async () => {
    await write('draft.txt', 'the same words')
    const before = (await add()).documents[0]?.documentId
    open.embedded.length = 0
    await mkdir(path.join(folder, 'final'))
    await rename(path.join(folder, 'draft.txt'), path.join(folder, 'final', 'report.txt'))

    const result = await sync()
    expect(result.documents.map(({ documentId, path: place }) => [documentId, path.relative(folder, place)])).toEqual([[before, 'final/report.txt']])
    expect(open.embedded).toEqual([])
    expect((await open.vectorStore.searchLexical('words', { k: 5, filter: { name: ['report.*'] } })).length).toBe(1)
    await snapshot(open)
  })

  it('leave their copy as the document when the original goes', async () => {
    await write('a.txt', 'shared words')
    await write('b.txt', 'shared words')
    // Which of the two is read first is chance.
    const { documents } = await add()
    const original = documents.find(({ state }) => state === 'indexed')
    const copy = documents.find(({ state }) => state === 'duplicate')
    open.embedded.length = 0
    await rm(original?.path ?? '')

    await sync()
    expect(open.library.engine.documents().map(({ documentId, state, path: place }) => [documentId, state, place])).toEqual([[original?.documentId, 'indexed', copy?.path]])
    expect(open.embedded).toEqual([])
    await snapshot(open)
  })

  it('leave their copy to be read when the original changes', async () => {
    await write('a.txt', 'shared words')
    await write('b.txt', 'shared words')
    await add()
    await write('a.txt', 'other words now')

    await sync()
    expect(open.library.engine.documents().map(({ state, path: place }) => [state, path.basename(place)])).toEqual([['indexed', 'a.txt'], ['indexed', 'b.txt']])
    await snapshot(open)
  })
})

describe('files that go', () => {
  it('leave the index, and keep their id for when they come back', async () => {
    await write('a.txt', 'alpha')
    const { documentId } = (await add()).documents[0] ?? {}
    await rm(path.join(folder, 'a.txt'))
    expect(states(await sync())).toEqual({ 'a.txt': 'removed' })
    expect(await open.vectorStore.countRows()).toBe(0)
    expect(open.library.engine.documents()).toEqual([])

    await write('other.txt', 'alpha')
    const back = await sync()
    expect(back.documents[0]?.documentId).toBe(documentId)
    await snapshot(open)
  })

  it('stay while their folder cannot be reached', async () => {
    await write('a.txt', 'alpha')
    await add()
    await rename(folder, `${folder}-unplugged`)
    await sync()
    expect(open.library.engine.folders()[0]?.reachable).toBe(false)
    expect(open.library.engine.documents().length).toBe(1)

    await rename(`${folder}-unplugged`, folder)
    expect(states(await sync())).toEqual({ 'a.txt': 'unchanged' })
    expect(open.library.engine.folders()[0]?.reachable).toBe(true)
  })

  it('are marked missing or changed for an answer at once', async () => {
    await write('a.txt', 'alpha')
    const documentId = (await add()).documents[0]?.documentId
    if (documentId === undefined) throw new Error('nothing was added')
    expect(await open.library.reader.staleness(documentId)).toBe(false)
    await write('a.txt', 'gamma')
    expect(await open.library.reader.staleness(documentId)).toBe('changed')
    await rm(path.join(folder, 'a.txt'))
    expect(await open.library.reader.staleness(documentId)).toBe('missing')
  })
})

describe('files inside files', () => {
  it('are documents of their own, and go with their container', async () => {
    await write('mail.txt', 'hello\ninside note.txt: words in the attachment\ninside bad.txt: damaged')
    expect(states(await add())).toEqual({ 'mail.txt': 'indexed', 'mail.txt/note.txt': 'indexed', 'mail.txt/bad.txt': 'failed DAMAGED_FILE' })
    const note = open.library.engine.documents().find(({ path: place }) => place.endsWith('note.txt'))
    expect((await open.library.engine.content(note?.documentId ?? ('' as never))).sizeBytes).toBe(23)
    await snapshot(open)

    await write('mail.txt', 'hello again\ninside note.txt: words in the attachment')
    const again = await sync()
    expect(again.documents.find(({ path: place }) => place.endsWith('note.txt'))?.documentId).toBe(note?.documentId)
    expect(open.library.engine.documents().map(({ path: place }) => path.relative(folder, place))).toEqual(['mail.txt', 'mail.txt/note.txt'])
    await snapshot(open)

    await rm(path.join(folder, 'mail.txt'))
    await sync()
    expect(open.library.engine.documents()).toEqual([])
    await snapshot(open)
  })

  it('move with their container', async () => {
    await write('mail.txt', 'hello\ninside note.txt: words in the attachment')
    await add()
    open.embedded.length = 0
    await rename(path.join(folder, 'mail.txt'), path.join(folder, 'moved.txt'))
    await sync()
    expect(open.library.engine.documents().map(({ path: place }) => path.relative(folder, place))).toEqual(['moved.txt', 'moved.txt/note.txt'])
    expect(open.embedded).toEqual([])
    await snapshot(open)
  })
})

describe('forgetting', () => {
  it('takes a document out for good, until a person names it again', async () => {
    await write('a.txt', 'alpha')
    await write('b.txt', 'beta')
    await add()
    expect((await open.library.engine.forget([path.join(folder, 'a.txt')])).documents.map(({ state }) => state)).toEqual(['removed'])
    await sync()
    expect(open.library.engine.documents().map(({ path: place }) => path.basename(place))).toEqual(['b.txt'])
    await open.library.engine.add([path.join(folder, 'a.txt')])
    expect(open.library.engine.documents().map(({ path: place }) => path.basename(place))).toEqual(['a.txt', 'b.txt'])
  })

  it('takes a folder out with all it holds', async () => {
    await write('a.txt', 'alpha')
    await add()
    await open.library.engine.forget([folder])
    expect(open.library.engine.folders()).toEqual([])
    expect(await open.vectorStore.countRows()).toBe(0)
    await expect(open.library.engine.forget(['doc-unknown'])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

it('tells near-duplicates of a document', async () => {
  const words = Array.from({ length: 300 }, (_, index) => `word${(index * 7919) % 1000}`)
  await write('v3.txt', words.join(' '))
  await write('v4.txt', [...words.slice(0, 290), 'a', 'new', 'ending'].join(' '))
  await write('other.txt', words.map((word) => `x${word}`).join(' '))
  await add()
  const [v3] = open.library.engine.documents().filter(({ path: place }) => place.endsWith('v3.txt'))
  const near = open.library.engine.document(v3?.documentId ?? ('' as never)).nearDuplicates
  expect(near?.map(({ path: place }) => path.basename(place))).toEqual(['v4.txt'])
})

it('opens again with the same content', async () => {
  await cp(path.resolve('src-shared/domain'), folder, { recursive: true })
  await add()
  const before = await snapshot(open)
  await open.close()
  open = await openTestLibrary(path.join(root, 'data'))
  open.library.start({ sync: false })
  expect(await snapshot(open)).toEqual(before)
  expect((await sync()).summary.unchanged).toBe(before.documents.length)
})

it('reads the copy by itself when a person takes the original out', async () => {
  await write('a.txt', 'shared words')
  await write('b.txt', 'shared words')
  const original = (await add()).documents.find(({ state }) => state === 'indexed')
  const copy = path.join(folder, path.basename(original?.path ?? '') === 'a.txt' ? 'b.txt' : 'a.txt')
  await open.library.engine.forget([original?.documentId ?? ''])
  await open.library.idle()
  expect(open.library.engine.documents().map(({ path: place, state }) => [place, state])).toEqual([[copy, 'indexed']])
  await snapshot(open)
})

it('refuses a file that holds itself, byte for byte, instead of waiting for itself for ever', async () => {
  await write('quine.txt', 'itself')
  expect(states(await add())).toEqual({ 'quine.txt': 'indexed', 'quine.txt/itself.txt': 'failed LIMIT_EXCEEDED' })
  await snapshot(open)
})

it('never shows a question rows of a version that is not current', async () => {
  await write('a.txt', 'alpha words')
  const { documentId } = (await add()).documents[0] ?? {}
  const searchable = currentRowsOnly(open.vectorStore, open.library.reader)
  expect((await searchable.searchLexical('alpha', { k: 5 })).length).toBe(1)
  // As a publication is between index and catalog.
  const [hit] = await open.vectorStore.searchLexical('alpha', { k: 1 })
  if (hit === undefined || documentId === undefined) throw new Error('nothing was found')
  await open.vectorStore.replaceDocuments([documentId], [{ ...hit.row, sha256: 'next', vector: new Float32Array(16).fill(0.25) }])
  expect(await searchable.searchLexical('alpha', { k: 5 })).toEqual([])
  expect(await searchable.searchVector(new Float32Array(16).fill(0.25), { k: 5 })).toEqual([])

  // And the next start finds it.
  await open.close()
  open = await openTestLibrary(path.join(root, 'data'))
  open.library.start({ sync: false })
  await sync()
  expect((await currentRowsOnly(open.vectorStore, open.library.reader).searchLexical('alpha', { k: 5 })).length).toBe(1)
  await snapshot(open)
})

it('asks for a password once: a locked file opens with it, and opens again when it was changed', async () => {
  await write('contract.txt', 'locked alpha words')
  const { documentId } = (await add()).documents[0] ?? {}
  if (documentId === undefined) throw new Error('nothing was added')
  const { readAgain } = open.library.engine
  expect(await readAgain(documentId, { password: 'wrong' })).toMatchObject({ state: 'failed', code: 'PASSWORD_NEEDED' })
  expect(await readAgain(documentId, { password: 'sesame' })).toMatchObject({ state: 'indexed', chunks: 1 })
  await write('contract.txt', 'locked beta words and more')
  expect(states(await sync())).toEqual({ 'contract.txt': 'indexed' })
  // Nothing of it is on disk: after a restart the changed file asks again.
  await open.close()
  open = await openTestLibrary(path.join(root, 'data'))
  open.library.start({ sync: false })
  await write('contract.txt', 'locked gamma')
  expect(states(await sync())).toEqual({ 'contract.txt': 'failed PASSWORD_NEEDED' })
  await snapshot(open)
})
