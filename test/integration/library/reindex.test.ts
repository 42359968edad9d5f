import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AnswerEvent } from '../../../src-shared/domain/answer.ts'
import { compareWithIndex } from '../../../src-main/core/library/compareWithIndex.ts'
import { openReindexLibrary, wordEmbedder, type ReindexLibrary } from './openReindexLibrary.ts'

const FILES = 40

describe('making the index anew with another embedder', () => {
  let root: string
  let folder: string
  let open: ReindexLibrary
  const fileOf = (index: number) => join(folder, `station ${index}.txt`)
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'footnote-reindex-'))
    folder = join(root, 'files')
    await mkdir(folder)
    for (let index = 0; index < FILES; index++) await writeFile(fileOf(index), `Station ${index} counted ${index * 3} herons along the northern shore.\nIts keeper number ${index} wrote letters every single week of winter.`)
    open = await openReindexLibrary(join(root, 'data'))
    await open.library.engine.add([folder])
  })
  afterEach(async () => {
    await open.close()
    await rm(root, { recursive: true, force: true })
  })

  /** Every document has its rows, made by that embedder, in the index that the catalog points to, and nothing else is there. */
  async function expectWhole(model: string, files = FILES): Promise<void> {
    const { catalog, active } = open
    expect(active.current().reference.model).toBe(model)
    expect(catalog.indexes().current).toEqual(active.current().reference)
    const held = await active.store.describeDocuments()
    expect(compareWithIndex(catalog.stamps(), held, active.store.fingerprint)).toEqual({ removeRows: [], readAgain: [], restore: [], relocate: [] })
    expect(held.size).toBe(files)
    const rows = await active.store.searchVector(new Float32Array(64).fill(0.125), { k: 10_000 })
    const vectors = await active.store.vectors(rows.map(({ row }) => row.chunkId))
    const own = wordEmbedder(model, [])
    for (const { row } of rows) {
      const [expected = new Float32Array()] = await own.embedPassages([row.text])
      expect(dot(vectors.get(row.chunkId) ?? new Float32Array(64), expected)).toBeCloseTo(1, 4)
    }
  }
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)

  it('answers every question wholly from the one index or wholly from the other while files come and go', async () => {
    const { active } = open
    const finder = active.derive(({ reference, store, embedder }) => async (index: number) => {
      const vector = await embedder.embedQuery(`Station ${index} counted ${index * 3} herons along the northern shore.`)
      const [best] = await store.searchVector(vector, { k: 1 })
      return { model: reference.model, path: best?.row.path, score: best?.score ?? 0 }
    })
    const answers: Awaited<ReturnType<ReturnType<typeof finder>>>[] = []
    let isDone = false
    const asking = (async () => { while (!isDone) answers.push({ ...await finder()(7) }) })()
    const working = open.reindex('manifold')
    await writeFile(fileOf(FILES), 'Station new counted a pelican that nobody had seen here before.')
    await rm(fileOf(3))
    await open.library.engine.sync()
    const { comparison } = await working
    isDone = true
    await asking
    expect(comparison?.passed).toBe(true)
    expect(new Set(answers.map(({ model }) => model)).has('english')).toBe(true)
    // A vector of one model among rows of the other would be as near to any row as to none.
    for (const { path, score } of answers) expect({ path, isNear: score > 0.5 }).toEqual({ path: fileOf(7), isNear: true })
    expect((await finder()(7)).model).toBe('manifold')
    await expectWhole('manifold')
  })

  it('keeps the old index when the new one finds less, and takes it for a reason', async () => {
    await expect(open.reindex('broken')).rejects.toMatchObject({ code: 'GATE_FAILED', message: expect.stringContaining('the old one') as string })
    await expectWhole('english')
    await open.reindex('broken', 'to try it')
    await expectWhole('broken')
  })

  it('asks the gate of the complete new index before it takes over, and notes a reason that outweighs it', async () => {
    await open.close()
    const seen: object[] = []
    const notes: object[] = []
    open = await openReindexLibrary(join(root, 'data'), {
      judge: async (index) => {
        seen.push({ judged: index.reference.model, rows: await index.store.countRows(), answering: open.active.current().reference.model })
        return [{ questionSet: 'mine', verdict: { passed: false, refused: [{ metric: 'answer@5', before: 0.9, after: 0.4, worseByChance: 0.001 }], improved: [], compared: { metrics: {} } as never } }]
      },
      onOverride: (detail) => notes.push(detail),
    })
    await expect(open.reindex('manifold')).rejects.toMatchObject({ code: 'GATE_FAILED', message: expect.stringContaining('On “mine” it is significantly worse: answer@5 0.900 → 0.400.') as string })
    await expectWhole('english')
    expect(seen).toEqual([{ judged: 'manifold', rows: FILES, answering: 'english' }])
    expect(notes).toEqual([])
    const { overridden, gates } = await open.reindex('manifold', 'half of our papers are German')
    expect([overridden, gates.map(({ passed }) => passed)]).toEqual([true, [false]])
    expect(notes).toMatchObject([{ model: 'manifold', reason: 'half of our papers are German' }])
    await expectWhole('manifold')
  })

  it('goes back in one step, embedding only what changed since', async () => {
    await open.reindex('manifold')
    await writeFile(fileOf(5), 'Station five was closed and its herons flew to the southern islands.')
    await rm(fileOf(6))
    await open.library.engine.sync()
    open.embedded.length = 0
    await open.rollback()
    expect(open.embedded).toEqual(['Station five was closed and its herons flew to the southern islands.'])
    await expectWhole('english', FILES - 1)
    await open.rollback()
    await expectWhole('manifold', FILES - 1)
  })

  it('makes the index of the same embedder anew beside the old one', async () => {
    open.embedded.length = 0
    const { to } = await open.reindex(null)
    expect(to.fingerprint).toBe('english-b')
    expect(open.embedded.length).toBeGreaterThanOrEqual(FILES)
    await expectWhole('english')
    expect((await open.reindex(null)).to.fingerprint).toBe('english')
    await expectWhole('english')
  })

  it('goes on where it was stopped, without embedding again what it holds', async () => {
    const many = FILES + 160
    for (let index = FILES; index < many; index++) await writeFile(fileOf(index), `Harbour ${index} took in ${index} crates of oranges.`)
    await open.library.engine.sync()
    const first = open
    let stopped: Promise<void> | undefined
    first.embedded.length = 0
    // At a text, not at a report of progress: these come at most four times a second, and a fast machine is done by then.
    first.embedded.push = (...texts) => {
      first.embedded.splice(first.embedded.length, 0, ...texts)
      if (first.embedded.length >= 100) stopped ??= first.close()
      return first.embedded.length
    }
    await expect(first.reindex('manifold')).rejects.toMatchObject({ code: 'CANCELLED' })
    await stopped
    open = await openReindexLibrary(join(root, 'data'))
    expect(open.active.current().reference.model).toBe('english')
    await open.library.idle()
    await expectWhole('manifold', many)
    expect(first.embedded.length).toBeGreaterThanOrEqual(100)
    // What one commit may lose, and no more, was embedded twice.
    expect(first.embedded.length + open.embedded.length).toBeLessThan(many + 100)
  })

  it('tells once that another embedder reads the language of a question', async () => {
    const told: string[] = []
    open.events.subscribe((event) => { if (event.topic === 'models') told.push(event.message) })
    const ask = (question: string) => open.events.publish({ topic: 'answer', event: { type: 'answer.finished', answerId: 'a', answer: { question } } as unknown as AnswerEvent })
    ask('How many herons were counted?')
    expect(told).toEqual([])
    ask('Wie viele Reiher zählte die Station?')
    ask('Wer schrieb der Behörde die Briefe?')
    expect(told).toEqual([expect.stringContaining('manifold')])
  })

  it('says what to do when there is nothing to go back to', async () => {
    await expect(open.rollback()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
