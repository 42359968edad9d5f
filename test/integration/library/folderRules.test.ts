import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AddResult } from '../../../src-shared/domain/document.ts'
import { DEFAULT_FOLDER_RULES, type FolderRules } from '../../../src-shared/domain/folderRules.ts'
import { openTestLibrary, snapshot, type TestLibrary } from './openTestLibrary.ts'

let root: string
let folder: string
let open: TestLibrary

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'footnote-rules-'))
  folder = path.join(root, 'folder')
  await mkdir(path.join(folder, 'drafts'), { recursive: true })
  open = await openTestLibrary(path.join(root, 'data'))
  open.library.start({ sync: false })
})

afterEach(async () => {
  await open.close()
  await rm(root, { recursive: true, force: true })
})

const write = (name: string, text = name) => writeFile(path.join(folder, name), text)
const states = (result: AddResult) => Object.fromEntries(result.documents.map((document) => [path.relative(folder, document.path), document.code === undefined ? document.state : `${document.state} ${document.code}`]))
const add = (rules?: Partial<FolderRules>) => open.library.engine.add([folder], rules === undefined ? {} : { rules })
const held = () => open.library.engine.documents().filter(({ state }) => state === 'indexed').map(({ path: place }) => path.relative(folder, place))
const left = (name: string) => open.library.engine.documents().find(({ path: place }) => place === path.join(folder, name))?.message

describe('rules of a folder', () => {
  it('leave out what matches, each file with its report and the rule that it fell under', async () => {
    await write('a.txt')
    await write('b.log')
    await write('.hidden.txt')
    await write('drafts/c.txt')
    await write('large.txt', 'many words '.repeat(20))
    const result = await add({ ignore: ['# not these\n*.log\ndrafts/'], maxFileBytes: 100, hidden: true })
    expect(states(result)).toEqual({ 'a.txt': 'indexed', '.hidden.txt': 'indexed', 'b.log': 'skipped IGNORED_BY_RULE', 'drafts/c.txt': 'skipped IGNORED_BY_RULE', 'large.txt': 'skipped IGNORED_BY_RULE' })
    expect([left('b.log'), left('drafts/c.txt'), left('large.txt')]).toEqual(['*.log', 'drafts/', 'larger than 100 bytes'].map((rule) => expect.stringContaining(rule) as string))
    expect(open.library.counts().skipped).toEqual({ IGNORED_BY_RULE: 3 })
    await snapshot(open)
  })

  it('take only what is to be included', async () => {
    await write('a.txt')
    await write('b.md')
    await write('drafts/c.md')
    expect(states(await add({ include: ['*.md'], ignore: ['drafts/c.md'] }))).toEqual({ 'a.txt': 'skipped IGNORED_BY_RULE', 'b.md': 'indexed', 'drafts/c.md': 'skipped IGNORED_BY_RULE' })
  })

  it('take effect when they change, in both directions, and embed nothing again that stays', async () => {
    await write('a.txt')
    await write('b.log')
    await write('drafts/c.txt', 'c words')
    await add()
    expect(held()).toEqual(['a.txt', 'b.log', 'drafts/c.txt'])
    open.embedded.length = 0
    const [{ folderId } = { folderId: '' }] = open.library.engine.folders()
    const rules = { ...DEFAULT_FOLDER_RULES, ignore: ['*.log', 'drafts'] }
    expect(open.library.engine.setFolderRules(folderId, rules).folder.rules).toEqual(rules)
    await open.library.idle()
    expect(held()).toEqual(['a.txt'])
    expect((await open.vectorStore.searchLexical('words', { k: 5 })).length).toBe(0)
    await snapshot(open)

    open.library.engine.setFolderRules(folderId, DEFAULT_FOLDER_RULES)
    await open.library.idle()
    expect(held()).toEqual(['a.txt', 'b.log', 'drafts/c.txt'])
    expect(open.embedded.sort()).toEqual(['b.log', 'c words'])
    expect(() => open.library.engine.setFolderRules('nowhere', rules)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    await snapshot(open)
  })

  it('are kept across restarts', async () => {
    await write('b.log')
    await add({ ignore: ['*.log'] })
    await open.close()
    open = await openTestLibrary(path.join(root, 'data'))
    open.library.start({ sync: false })
    expect(open.library.engine.folders()[0]?.rules.ignore).toEqual(['*.log'])
    expect(states(await add())).toEqual({ 'b.log': 'skipped IGNORED_BY_RULE' })
  })

  it('come from .footnoteignore too', async () => {
    await write('a.txt')
    await write('b.log')
    await write('.footnoteignore', '*.log')
    await add()
    expect(held()).toEqual(['a.txt'])
    await write('.footnoteignore', '*.txt')
    await open.library.engine.sync()
    expect(held()).toEqual(['b.log'])
  })

  it('belong to the added folder, not to one inside it', async () => {
    await add()
    await expect(open.library.engine.add([path.join(folder, 'drafts')], { rules: { hidden: true } })).rejects.toMatchObject({ code: 'WRONG_USAGE' })
  })

  it('report a folder with very many files once, with their number, and take back what was read from it', async () => {
    for (let index = 0; index < 1001; index++) await write(`drafts/${index}.txt`)
    await write('a.txt')
    await add({ include: ['a.txt', 'drafts/7.txt'] })
    expect(held()).toEqual(['a.txt', 'drafts/7.txt'])
    const result = await add({ include: [], ignore: ['drafts/'] })
    expect(held()).toEqual(['a.txt'])
    expect(left('drafts')).toContain('1001 files')
    expect(result.documents.find(({ path: place }) => place.endsWith('/7.txt'))).toMatchObject({ state: 'removed', code: 'IGNORED_BY_RULE' })
    await snapshot(open)
  })
})

describe('links', () => {
  beforeEach(async () => {
    await mkdir(path.join(root, 'outside'))
    await writeFile(path.join(root, 'outside', 'secret.txt'), 'secret')
    await write('drafts/c.txt', 'c words')
    await symlink(path.join(root, 'outside'), path.join(folder, 'out'))
    await symlink(path.join(root, 'outside', 'secret.txt'), path.join(folder, 'out.txt'))
    await symlink(path.join(folder, 'drafts'), path.join(folder, 'linked'))
    await symlink(path.join(folder, 'drafts', 'c.txt'), path.join(folder, 'c.txt'))
    await symlink(folder, path.join(folder, 'drafts', 'circle'))
  })

  it('are reported, and not followed unless asked', async () => {
    expect(states(await add())).toEqual({
      'c.txt': 'skipped IGNORED_BY_RULE', 'drafts/c.txt': 'indexed', 'drafts/circle': 'skipped IGNORED_BY_RULE', 'linked': 'skipped IGNORED_BY_RULE', 'out': 'skipped OUTSIDE_FOLDER', 'out.txt': 'skipped OUTSIDE_FOLDER',
    })
  })

  it('followed, stay inside their folder, end in no circle, and leave again', async () => {
    expect(states(await add({ followLinks: true }))).toEqual({
      'c.txt': expect.stringMatching(/indexed|duplicate/) as string, 'drafts/c.txt': expect.stringMatching(/indexed|duplicate/) as string, 'linked/c.txt': expect.stringMatching(/indexed|duplicate/) as string,
      'drafts/circle': 'skipped IGNORED_BY_RULE', 'linked/circle': 'skipped IGNORED_BY_RULE', 'out': 'skipped OUTSIDE_FOLDER', 'out.txt': 'skipped OUTSIDE_FOLDER',
    })
    expect(open.embedded).toEqual(['c words'])
    await snapshot(open)
    await add({ followLinks: false })
    expect(held()).toEqual(['drafts/c.txt'])
    await snapshot(open)
  })

  it('that begin to lead out take what they led to with them', async () => {
    await add({ followLinks: true })
    await rm(path.join(folder, 'linked'))
    await rename(path.join(root, 'outside', 'secret.txt'), path.join(root, 'outside', 'c.txt'))
    await symlink(path.join(root, 'outside'), path.join(folder, 'linked'))
    await open.library.engine.sync()
    expect(open.library.engine.documents().filter(({ path: place }) => place.includes('linked')).map(({ path: place, code }) => [path.relative(folder, place), code])).toEqual([['linked', 'OUTSIDE_FOLDER']])
    expect((await open.vectorStore.searchLexical('secret', { k: 5 })).length).toBe(0)
  })
})
