import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChunkId, DocumentId } from '../../src-shared/domain/ids.ts'
import type { DocumentFilter } from '../../src-shared/domain/filter.ts'
import type { ChunkRow, VectorStore } from '../../src-main/core/ports/VectorStore.ts'
import { matchesFilter } from '../../src-main/core/retrieval/matchesFilter.ts'

/** Length of the vectors that `open` must accept. */
export const CONTRACT_DIMENSIONS = 16

export interface VectorStoreUnderTest {
  readonly store: VectorStore
  /** Closes the store and removes what it made. */
  dispose(): Promise<void>
}

/** What every VectorStore must do, also the in-memory one that measuring trusts. `open` gives an empty store of 16 dimensions. */
export function vectorStoreContract(name: string, open: () => Promise<VectorStoreUnderTest>): void {
  describe(`VectorStore: ${name}`, () => {
    let store: VectorStore
    let dispose: () => Promise<void>

    beforeEach(async () => {
      const opened = await open()
      store = opened.store
      dispose = () => opened.dispose()
    })
    afterEach(() => dispose())

    async function add(...rows: readonly Partial<ChunkRow>[]): Promise<ChunkRow[]> {
      const full = rows.map((row, index) => chunkRow(row, index))
      await store.replaceDocuments([...new Set(full.map(({ documentId }) => documentId))], full)
      await store.optimize()
      return full
    }

    async function lexical(query: string, k = 10, filter: DocumentFilter = {}): Promise<string[]> {
      return (await store.searchLexical(query, { k, filter })).map(({ row }) => row.chunkId)
    }

    async function nearest(axis: number, k = 10, filter: DocumentFilter = {}): Promise<string[]> {
      return (await store.searchVector(unitVector(axis), { k, filter })).map(({ row }) => row.chunkId)
    }

    it('finds nothing in an empty store, and says that it is empty', async () => {
      expect(await lexical('anything')).toEqual([])
      expect(await nearest(0)).toEqual([])
      expect(await store.countRows()).toBe(0)
      expect([...(await store.listDocuments())]).toEqual([])
    })

    it('finds a word that stands more than once in new rows after full text was refreshed', async () => {
      // LanceDB 0.31 looks through rows that its index lacks one by one, and misses such words there.
      const rows = ['Covenants, and one more covenant', 'a covenant, its covenant and the covenants'].map((text, index) => chunkRow({ chunkId: id(`twice ${index}`), text, lexicalText: text }, index))
      await store.replaceDocuments([...new Set(rows.map(({ documentId }) => documentId))], rows)
      await store.refreshTextIndex()
      expect((await lexical('covenant')).sort()).toEqual(['twice 0', 'twice 1'])
    })

    it('gives rows back as they were put in, without the vector', async () => {
      const [row] = await add({ chunkId: id('a'), text: 'Prüfung “genau” 𝒳\nzweite Zeile', title: "O'Brien's report", author: 'Anna Berg', dateMs: 1_700_000_000_000, charStart: 7, charEnd: 36, ordinal: 3 })
      const { vector: _vector, ...expected } = row ?? chunkRow({}, 0)
      const [hit] = await store.searchVector(unitVector(0), { k: 1 })
      expect(hit?.row).toEqual(expected)
    })

    it('ranks vectors by cosine, best first, with the cosine as score', async () => {
      await add({ chunkId: id('same'), vector: unitVector(1) }, { chunkId: id('near'), vector: mixed(1, 2) }, { chunkId: id('far'), vector: unitVector(2) })
      const hits = await store.searchVector(unitVector(1), { k: 3 })
      expect(hits.map(({ row }) => row.chunkId)).toEqual(['same', 'near', 'far'])
      expect(hits[0]?.score).toBeCloseTo(1, 4)
      expect(hits[1]?.score).toBeCloseTo(Math.SQRT1_2, 4)
      expect(hits[2]?.score).toBeCloseTo(0, 4)
    })

    it('gives at most k hits', async () => {
      await add(...Array.from({ length: 12 }, (_, index) => ({ chunkId: id(`c${index}`), text: `common word ${index}` })))
      expect(await lexical('common', 5)).toHaveLength(5)
      expect(await nearest(0, 5)).toHaveLength(5)
    })

    it('searches the lexical text, not only the quoted text', async () => {
      await add({ chunkId: id('a'), text: 'The period is three months.', lexicalText: 'Employment contract – Termination\nThe period is three months.' }, { chunkId: id('b'), text: 'Nothing here.' })
      expect(await lexical('termination')).toEqual(['a'])
    })

    it('finds English words in other forms', async () => {
      await add({ chunkId: id('a'), text: 'The company terminated two agreements.' }, { chunkId: id('b'), text: 'Unrelated prose.' })
      expect(await lexical('terminating agreement')).toEqual(['a'])
    })

    it.each([
      ['ISO 27001', 'Certified to ISO 27001 since 2020.'], ['1.0.21', 'Fixed in release 1.0.21 of the driver.'], ['A-17/b', 'See drawing A-17/b for the flange.'],
    ])('finds the identifier %s before texts that hold only parts of it', async (query, text) => {
      await add({ chunkId: id('exact'), text }, { chunkId: id('other'), text: 'Certified to ISO 9001. Fixed in release 1.0.3. See drawing A-4.' }, { chunkId: id('none'), text: 'Words about nothing.' })
      expect((await lexical(query))[0]).toBe('exact')
    })

    it.each([
      ['Chinese', '通知期', '员工的通知期为三个月。'], ['Thai', 'ภาษา', 'เอกสารนี้เขียนเป็นภาษาไทย'], ['German', 'kündigungsfrist', 'Die Kündigungsfrist beträgt drei Monate.'],
      ['Hindi', 'हिन्दी', 'यह दस्तावेज़ हिन्दी में है।'], ['Russian', 'договор', 'Этот договор подписан.'],
    ])('finds words of %s text', async (_language, query, text) => {
      await add({ chunkId: id('a'), text }, { chunkId: id('b'), text: 'English words only.' })
      expect(await lexical(query)).toEqual(['a'])
    })

    it.each(['"unbalanced', 'title:x AND (', '*', '?', "it's -not +a ~query^2", '[12] {x}', '\\', 'OR'])('takes the query %s as words, never as syntax', async (query) => {
      await add({ chunkId: id('a'), text: 'plain words' })
      await expect(lexical(query)).resolves.toBeInstanceOf(Array)
    })

    it('replaces all rows of a document and leaves the others alone', async () => {
      await add({ chunkId: id('old1'), documentId: doc('one'), text: 'alpha' }, { chunkId: id('old2'), documentId: doc('one'), text: 'beta' }, { chunkId: id('kept'), documentId: doc('two'), text: 'alpha' })
      await add({ chunkId: id('new1'), documentId: doc('one'), text: 'gamma', sha256: 'f'.repeat(64) })
      expect(await lexical('beta')).toEqual([])
      expect(await lexical('alpha')).toEqual(['kept'])
      expect(await lexical('gamma')).toEqual(['new1'])
      expect(await store.countRows()).toBe(2)
      expect(await store.listDocuments()).toEqual(new Map([['one', 'f'.repeat(64)], ['two', 'a'.repeat(64)]]))
    })

    it('lets a document become empty', async () => {
      await add({ chunkId: id('a'), documentId: doc('one') })
      await store.replaceDocuments([doc('one')], [])
      expect(await store.countRows()).toBe(0)
    })

    it('forgets removed documents, and does not mind unknown ones', async () => {
      await add({ chunkId: id('a'), documentId: doc('one'), text: 'alpha' }, { chunkId: id('b'), documentId: doc('two'), text: 'alpha' })
      await store.removeDocuments([doc('one'), doc("nobody's")])
      expect(await lexical('alpha')).toEqual(['b'])
      expect(await nearest(0)).toEqual(['b'])
    })

    it('finds what was just published, before any upkeep', async () => {
      await add({ chunkId: id('a'), text: 'alpha' })
      await store.replaceDocuments([doc('fresh')], [chunkRow({ chunkId: id('b'), documentId: doc('fresh'), text: 'omega', vector: unitVector(3) }, 1)])
      expect(await lexical('omega')).toEqual(['b'])
      expect((await nearest(3))[0]).toBe('b')
    })

    it('moves a document without losing its rows', async () => {
      await add({ chunkId: id('a'), documentId: doc('one'), path: '/x/old.pdf', name: 'old.pdf' })
      await store.relocateDocument(doc('one'), { path: "/y/it's new.pdf", name: "it's new.pdf" })
      expect((await store.searchVector(unitVector(0), { k: 1 }))[0]?.row).toMatchObject({ path: "/y/it's new.pdf", name: "it's new.pdf" })
      expect(await store.describeDocuments()).toEqual(new Map([['one', { sha256: 'a'.repeat(64), path: "/y/it's new.pdf", rows: 1 }]]))
    })

    it('finds a renamed document by its new name, and no longer by its old one', async () => {
      await add({ chunkId: id('a'), documentId: doc('one'), path: "/x/Anna's draft.pdf", name: "Anna's draft.pdf", title: "Anna's draft", text: 'payment terms', lexicalText: "Anna's draft – Terms\npayment terms" })
      await store.relocateDocument(doc('one'), { path: '/x/Größe_final.pdf', name: 'Größe_final.pdf' })
      expect([await lexical('draft'), await lexical('größe'), await lexical('final terms')]).toEqual([[], ['a'], ['a']])
      const [hit] = await store.searchLexical('payment', { k: 1 })
      expect(hit?.row).toMatchObject({ lexicalText: 'Größe final – Terms\npayment terms', title: 'Größe_final', text: 'payment terms' })
    })

    it('filters before it ranks: one row far down is found behind hundreds of better ones', async () => {
      const better = Array.from({ length: 300 }, (_, index) => ({ chunkId: id(`n${index}`), documentId: doc('noise'), text: 'alpha alpha alpha', vector: unitVector(1) }))
      await add(...better, { chunkId: id('wanted'), documentId: doc('rare'), text: 'alpha and a great many other words that make it a weak match', vector: mixed(1, 2), type: 'docx' })
      expect(await lexical('alpha', 3, { type: ['docx'] })).toEqual(['wanted'])
      expect(await nearest(1, 3, { type: ['docx'] })).toEqual(['wanted'])
    })

    it.each<[string, DocumentFilter]>([
      ['path', { path: ['reports/2024'] }], ['path in other case and slashes', { path: ['REPORTS\\2024'] }], ['path with a quote', { path: ["o'brien"] }], ['path with a percent sign', { path: ['100%'] }],
      ['name by glob', { name: ['*.pdf'] }], ['name by one letter', { name: ['q?.pdf'] }], ['name with a bracket', { name: ['a[1]*'] }], ['either of two names', { name: ['q1.pdf', 'a[1].xlsx'] }],
      ['type', { type: ['PDF'] }], ['after a day', { after: ['2024-01-31'] }], ['before a month', { before: ['2023-12'] }], ['a year', { after: ['2024'], before: ['2024'] }],
      ['author by part', { author: ['anna'] }], ['language', { language: ['de'] }], ['document', { doc: ['d2'] }], ['type and author', { type: ['pdf'], author: ['berg'] }], ['nothing that exists', { author: ['nobody'] }],
    ])('filters by %s as matchesFilter does', async (_name, filter) => {
      const rows = await add(
        { chunkId: id('1'), documentId: doc('d1'), path: '/lib/Reports/2024/q1.pdf', name: 'q1.pdf', type: 'pdf', author: 'Anna Berg', language: 'en', dateMs: Date.UTC(2024, 0, 31, 23, 59) },
        { chunkId: id('2'), documentId: doc('d2'), path: "/lib/O'Brien/100% sure/a[1].xlsx", name: 'a[1].xlsx', type: 'xlsx', author: 'Bob', language: 'de', dateMs: Date.UTC(2023, 11, 31, 12) },
        { chunkId: id('3'), documentId: doc('d3'), path: '/lib/100 notes/a1.PDF', name: 'a1.PDF', type: 'pdf', author: '', language: '', dateMs: Date.UTC(2024, 1, 1) },
      )
      const expected = rows.filter((row) => matchesFilter(row, filter)).map(({ chunkId }) => chunkId).sort()
      expect((await nearest(0, 10, filter)).sort()).toEqual(expected)
      expect((await lexical('word', 10, filter)).sort()).toEqual(expected)
    })

    it('counts the chunks that hold a word, in any of its forms', async () => {
      await add({ chunkId: id('a'), text: 'payments and payment' }, { chunkId: id('b'), text: 'a payment' }, { chunkId: id('c'), text: 'nothing' })
      const { chunks, frequency } = await store.termStatistics(['payments', 'nothing', 'absent'])
      expect(chunks).toBe(3)
      expect([...frequency]).toEqual([['payments', 2], ['nothing', 1], ['absent', 0]])
    })

    it('tells the place and text of every row', async () => {
      await add({ chunkId: id('a'), documentId: doc('one'), text: 'alpha', charStart: 3, charEnd: 8 }, { chunkId: id('b'), documentId: doc('two'), unit: 2, text: 'Größe 😀' })
      const rows: unknown[] = []
      for await (const slice of store.chunkTexts()) rows.push(...slice.map(({ documentId, unit, charStart, text }) => [documentId, unit, charStart, text]))
      expect(rows.sort()).toEqual([['one', 1, 3, 'alpha'], ['two', 2, 0, 'Größe 😀']])
    })

    it('gives the vectors of chunks that exist', async () => {
      await add({ chunkId: id('a'), vector: unitVector(4) }, { chunkId: id('b') })
      const vectors = await store.vectors([id('a'), id('absent')])
      expect([...vectors.keys()]).toEqual(['a'])
      expect([...(vectors.get(id('a')) ?? [])][4]).toBeCloseTo(1, 5)
    })
  })
}

function chunkRow(row: Partial<ChunkRow>, index: number): ChunkRow {
  const text = row.text ?? `word ${index}`
  return {
    chunkId: id(`row${index}`), documentId: doc('document'), sha256: 'a'.repeat(64), unit: 1, ordinal: index, charStart: 0, charEnd: text.length, text, lexicalText: text,
    vector: unitVector(0), path: '/library/document.txt', name: 'document.txt', type: 'txt', title: '', author: '', language: 'en', dateMs: 0, ...row,
  }
}

function unitVector(axis: number): Float32Array {
  const vector = new Float32Array(CONTRACT_DIMENSIONS)
  vector[axis] = 1
  return vector
}

function mixed(a: number, b: number): Float32Array {
  const vector = new Float32Array(CONTRACT_DIMENSIONS)
  vector[a] = Math.SQRT1_2
  vector[b] = Math.SQRT1_2
  return vector
}

function id(name: string): ChunkId {
  return name as ChunkId
}

function doc(name: string): DocumentId {
  return name as DocumentId
}
