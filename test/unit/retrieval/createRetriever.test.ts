import { beforeEach, describe, expect, it } from 'vitest'
import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'
import type { Embedder } from '../../../src-main/core/ports/Embedder.ts'
import type { LibraryReader } from '../../../src-main/core/ports/LibraryReader.ts'
import { createRetriever } from '../../../src-main/core/retrieval/createRetriever.ts'
import { lexicalTerms } from '../../../src-main/core/retrieval/lexicalTerms.ts'
import type { Retriever } from '../../../src-main/core/retrieval/Retrieval.ts'
import { DEFAULT_RETRIEVAL, retrievalFingerprint } from '../../../src-main/core/retrieval/retrievalConfig.ts'
import { buildMemoryLibrary, type MemoryLibrary } from '../../eval/MemoryLibrary.ts'
import { plainUnit } from '../../eval/plainUnit.ts'

/** Words hashed into 64 places: near enough to meaning for texts that share words, and the same on every machine. */
const embedder: Embedder = {
  identity: { model: 'words', sha256: '', runtime: 'onnx', quantisation: '', dimensions: 64, contextTokens: 512, queryPrefix: '', passagePrefix: '', fingerprint: 'words' },
  embedPassages: (texts) => Promise.resolve(texts.map(vectorOf)),
  embedQuery: (text) => Promise.resolve(vectorOf(text)),
  close: () => Promise.resolve(),
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(64)
  for (const term of lexicalTerms(text)) {
    const place = [...term].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7) % 64
    vector[place] = (vector[place] ?? 0) + 1
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

const texts: Readonly<Record<string, string>> = {
  'lease 2022.md': 'The yearly rent is 48,000 pounds. Notice takes six months.', 'lease 2024.md': 'The yearly rent is 55,200 pounds. Notice takes nine months.',
  'handbook.md': 'Staff have 27 days of holiday. Illness is told before ten.', 'copy of handbook.md': 'Staff have 27 days of holiday. Illness is told before ten.', 'menu.md': 'Soup on Monday, fish on Friday.',
}

describe('createRetriever', () => {
  let library: MemoryLibrary
  let changes: Partial<LibraryReader>

  beforeEach(async () => {
    changes = {}
    library = await buildMemoryLibrary({ name: 'test', questions: [], documents: Object.entries(texts).map(([name, text]) => ({ name, units: [plainUnit(text)] })) }, {
      embedder, sizes: { targetTokens: 100, maxTokens: 200, overlapTokens: 10 }, countTokens: (text) => text.split(/\s+/).length,
    })
  })

  function retriever(using: Embedder = embedder): Retriever {
    let ticks = 0
    return createRetriever({ store: library.store, embedder: using, reader: { ...library.reader, ...changes }, clock: { now: () => 0, monotonic: () => ticks++ }, config: DEFAULT_RETRIEVAL })
  }

  it('gives passages whose text stands at their anchor, with each stage’s rank when asked', async () => {
    const { passages, timingsMs } = await retriever().search({ query: 'yearly rent in 2024', explain: true })
    const [first] = passages
    expect(first?.documentId).toBe('lease 2024.md')
    expect(texts['lease 2024.md']?.slice(first?.anchor.charStart, first?.anchor.charEnd)).toBe(first?.text)
    expect(first?.trace).toMatchObject({ lexicalRank: expect.any(Number) as number, vectorRank: expect.any(Number) as number, fused: expect.any(Number) as number })
    expect(passages.map(({ rank }) => rank)).toEqual(passages.map((_, index) => index + 1))
    expect(timingsMs.total).toBeGreaterThan(0)
  })

  it('leaves traces out when nobody asked', async () => {
    expect((await retriever().search({ query: 'rent' })).passages[0]).not.toHaveProperty('trace')
  })

  it('searches only what the filter lets through', async () => {
    const { passages } = await retriever().search({ query: 'yearly rent in 2024', filter: { name: ['*2022*'] } })
    expect(new Set(passages.map(({ documentId }) => documentId))).toEqual(new Set(['lease 2022.md']))
  })

  it.each(['lexical', 'vector'] as const)('searches by %s alone', async (mode) => {
    const { passages } = await retriever().search({ query: 'soup on monday', mode, explain: true })
    expect(passages[0]?.documentId).toBe('menu.md')
    expect(passages[0]?.trace).not.toHaveProperty(mode === 'lexical' ? 'vectorRank' : 'lexicalRank')
  })

  it('runs no model for full text alone, so that it works and is quick before one is loaded', async () => {
    const broken: Embedder = { ...embedder, embedQuery: () => Promise.reject(new Error('the embedder was called')) }
    const { passages } = await retriever(broken).search({ query: 'soup on monday', mode: 'lexical' })
    expect(passages[0]?.documentId).toBe('menu.md')
  })

  it('marks passages of files that changed on disk, and looks at each file once', async () => {
    const asked: DocumentId[] = []
    changes = { staleness: (id) => { asked.push(id); return Promise.resolve<Staleness>(id === 'menu.md' ? 'changed' : false) } }
    const { passages } = await retriever().search({ query: 'soup' })
    expect(passages.find(({ documentId }) => documentId === 'menu.md')?.stale).toBe('changed')
    expect(asked).toHaveLength(new Set(asked).size)
  })

  it('never shows text that the catalog no longer holds', async () => {
    changes = { unit: (id, unit) => (id === 'menu.md' ? plainUnit('Something else.') : library.reader.unit(id, unit)) }
    expect((await retriever().search({ query: 'soup on monday' })).passages.map(({ documentId }) => documentId)).not.toContain('menu.md')
    const { candidates } = await retriever().retrieve({ question: 'soup on monday', budgetTokens: 500 })
    expect(candidates.find(({ documentId }) => documentId === 'menu.md')?.fate).toBe('stale')
  })

  it('tells what became of every candidate, and drops copies', async () => {
    const { passages, candidates, documentsInScope, config } = await retriever().retrieve({ question: 'How many days of holiday do staff have?', budgetTokens: 500 })
    expect(passages.filter(({ documentId }) => documentId.includes('handbook'))).toHaveLength(1)
    expect(candidates.filter(({ fate }) => fate === 'duplicate')).toHaveLength(1)
    expect(candidates.filter(({ fate }) => fate === 'context')).toHaveLength(passages.length)
    expect(documentsInScope).toBe(5)
    expect(config.fingerprint).toBe(retrievalFingerprint(DEFAULT_RETRIEVAL))
  })

  it.each(['handbook.md', 'copy of handbook.md'])('shows of two copies the newest, %s, unless a filter asks for the other', async (newest) => {
    changes = { document: (id) => {
      const document = library.reader.document(id)
      return document === undefined ? undefined : { ...document, modified: id === newest ? '2024-05-01T00:00:00.000Z' : '2023-01-01T00:00:00.000Z' }
    } }
    const shown = async (filter: DocumentFilter) => (await retriever().retrieve({ question: 'How many days of holiday do staff have?', filter, budgetTokens: 500 })).passages.map(({ documentId }) => documentId).filter((id) => id.includes('handbook'))
    expect(await shown({})).toEqual([newest])
    expect(await shown({ name: ['copy*'] })).toEqual(['copy of handbook.md'])
  })

  it('keeps within the budget', async () => {
    const { passages } = await retriever().retrieve({ question: 'rent and notice', budgetTokens: 11, countTokens: (text) => text.split(' ').length })
    expect(passages).toHaveLength(1)
  })

  it('shows both documents of a comparison first', async () => {
    const { passages, analysis } = await retriever().retrieve({ question: 'How did the yearly rent change from 2022 to 2024?', budgetTokens: 500 })
    expect(analysis.kind).toBe('comparison')
    expect(new Set(passages.slice(0, 2).map(({ documentId }) => documentId))).toEqual(new Set(['lease 2022.md', 'lease 2024.md']))
  })

  it('answers a follow-up as the question that it means', async () => {
    const { query, passages, analysis } = await retriever().retrieve({ question: 'And in 2022?', history: [{ question: 'What is the yearly rent in 2024?' }], budgetTokens: 500 })
    expect(query).toBe('What is the yearly rent in 2022?')
    expect(analysis.rewritten).toBe(query)
    expect(passages[0]?.documentId).toBe('lease 2022.md')
  })

  it('refuses an empty question and gives nothing from an empty library', async () => {
    await expect(retriever().retrieve({ question: '  ', budgetTokens: 100 })).rejects.toMatchObject({ code: 'QUESTION_EMPTY' })
    await library.store.removeDocuments([...(await library.store.listDocuments()).keys()])
    expect((await retriever().retrieve({ question: 'rent', budgetTokens: 100 })).passages).toEqual([])
  })

  it('loads no model where there is nothing to search: an empty library, a filter that no document fits', async () => {
    let loaded = 0
    const counting: Embedder = { ...embedder, embedQuery: (text) => { loaded++; return embedder.embedQuery(text) } }
    expect((await retriever(counting).search({ query: 'rent', filter: { doc: ['none.md'] } })).passages).toEqual([])
    changes = { documents: () => [], document: () => undefined, unit: () => undefined }
    expect((await retriever(counting).search({ query: 'rent' })).passages).toEqual([])
    expect(await retriever(counting).retrieve({ question: 'What is the rent?', budgetTokens: 100 })).toMatchObject({ passages: [], documentsInScope: 0 })
    expect(loaded).toBe(0)
  })

  it('stops when it is aborted', async () => {
    await expect(retriever().search({ query: 'rent' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('retrievalFingerprint', () => {
  it('depends on the values and not on the name', () => {
    expect(retrievalFingerprint({ ...DEFAULT_RETRIEVAL, name: 'other' })).toBe(retrievalFingerprint(DEFAULT_RETRIEVAL))
    expect(retrievalFingerprint({ ...DEFAULT_RETRIEVAL, vectorWeight: 0.9 })).not.toBe(retrievalFingerprint(DEFAULT_RETRIEVAL))
  })
})
