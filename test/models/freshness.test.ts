import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Engine } from '../../src-main/core/Engine.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import type { DocumentReport } from '../../src-shared/domain/document.ts'
import { silent } from './testModels.ts'
import { askToEnd } from './askToEnd.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const QUESTION = 'What is the notice period of the Rotterdam lease?'
const lease = (period: string) => `Lease of the Rotterdam warehouse.\n\nThe notice period of the Rotterdam lease is ${period}.\n`
let root: string
let file: string
let engine: Engine
let first: Answer

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'footnote-fresh-'))
  await mkdir(join(root, 'folder'))
  file = join(root, 'folder', 'lease.txt')
  await writeFile(file, lease('three months'))
  await writeFile(join(root, 'folder', 'canteen.txt'), 'The canteen serves fish on Fridays and soup on every other day of the week.\n')
  engine = await composeEngine({ dataDir: join(root, 'library'), resourcesDir, logger: silent, watch: true })
  engine.settings.update({ audit: { repeatAnswers: false } })
  await engine.library.add([join(root, 'folder')], { watch: true })
  first = await ask()
})
afterAll(async () => {
  await engine.close()
  await rm(root, { recursive: true, force: true })
})

const ask = (): Promise<Answer> => askToEnd(engine, { question: QUESTION })

/** Resolves when the library tells of a document of which that is true. */
function told(isExpected: (document: DocumentReport) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const leave = engine.subscribe((event) => {
      if (event.topic !== 'document' || !isExpected(event.document)) return
      leave()
      resolve()
    })
  })
}

/** Quotes that the answer shows as what a file holds now. */
const asFresh = (answer: Answer) => answer.citations.filter(({ stale }) => stale === false).map(({ quote }) => quote).join('\n')

it('quotes what the file holds', () => {
  expect(asFresh(first)).toContain('three months')
})

it('does not pass the old text of a changed file off as fresh in the very next answer, and quotes the new one once it is read', async () => {
  const read = told(({ path, state }) => path === file && state === 'indexed')
  await writeFile(`${file}.new`, lease('six months'))
  await rename(`${file}.new`, file)
  expect(asFresh(await ask())).not.toContain('three months')
  await read
  expect(asFresh(await ask())).toContain('six months')
})

it('says of an older answer, when it is opened, that its source has changed', async () => {
  const opened = await engine.questions.answer(first.answerId)
  expect(opened.citations.map(({ stale }) => stale)).toEqual(first.citations.map(() => 'changed'))
  expect(opened.warnings.map(({ code }) => code)).toContain('SOURCE_CHANGED')
  // The record stays as it was.
  expect(engine.audit.entry(first.answerId).record.answer.citations).toEqual(first.citations)
})

it('leaves a deleted file out of the very next answer, and older answers say that it is gone', async () => {
  const removed = told(({ path, state }) => path === file && state === 'removed')
  await rm(file)
  expect(asFresh(await ask())).not.toContain('months')
  await removed
  expect((await ask()).passages.map(({ path }) => path)).not.toContain(file)
  expect((await engine.questions.answer(first.answerId)).citations.map(({ stale }) => stale)).toEqual(first.citations.map(() => 'missing'))
})
