import { describe, expect, it } from 'vitest'
import type { ChunkId } from '../../../src-shared/domain/ids.ts'
import { applyBoosts } from '../../../src-main/core/retrieval/applyBoosts.ts'
import { fuseRankings } from '../../../src-main/core/retrieval/fuseRankings.ts'
import { mergeParts } from '../../../src-main/core/retrieval/mergeParts.ts'
import { rerankPassages } from '../../../src-main/core/retrieval/rerankPassages.ts'
import { spreadOverDocuments } from '../../../src-main/core/retrieval/spreadOverDocuments.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { candidate, hit, ids } from './candidates.ts'

const config = { vectorWeight: 0.5, lexicalFloor: 0.6 }
const nothingMissing = new Map<ChunkId, number>()

describe('fuseRankings', () => {
  it('puts what both find above what one finds', () => {
    const fused = fuseRankings({ lexical: [hit('a', 9), hit('b', 8)], vector: [hit('b', 0.8), hit('c', 0.79)], missingCosines: nothingMissing, idealLexical: 10 }, config)
    expect(ids(fused)[0]).toBe('b')
  })

  it('lets a stray word count little: the best of weak matches does not outweigh the vectors', () => {
    const vector = [hit('right', 0.9), hit('other', 0.7), hit('stray', 0.6)]
    const strong = fuseRankings({ lexical: [hit('stray', 20)], vector, missingCosines: nothingMissing, idealLexical: 20 }, { vectorWeight: 0.4, lexicalFloor: 0.6 })
    const weak = fuseRankings({ lexical: [hit('stray', 2)], vector, missingCosines: nothingMissing, idealLexical: 20 }, { vectorWeight: 0.4, lexicalFloor: 0.6 })
    expect(ids(strong)[0]).toBe('stray')
    expect(ids(weak)[0]).toBe('right')
  })

  it('lets full text count by the share of the question’s words that the library knows', () => {
    const rankings = { lexical: [hit('stray', 20)], vector: [hit('right', 0.9), hit('stray', 0.6), hit('far', 0.3)], missingCosines: nothingMissing, idealLexical: 20 }
    expect(ids(fuseRankings(rankings, config))[0]).toBe('stray')
    expect(ids(fuseRankings({ ...rankings, knownWords: 0.25 }, config))[0]).toBe('right')
  })

  it('keeps the order of the only search that found anything', () => {
    expect(ids(fuseRankings({ lexical: [hit('a', 3), hit('b', 2)], vector: [], missingCosines: nothingMissing, idealLexical: 5 }, config))).toEqual(['a', 'b'])
    expect(ids(fuseRankings({ lexical: [], vector: [hit('a', 0.3), hit('b', 0.2)], missingCosines: nothingMissing, idealLexical: 0 }, config))).toEqual(['a', 'b'])
    expect(fuseRankings({ lexical: [], vector: [], missingCosines: nothingMissing, idealLexical: 0 }, config)).toEqual([])
  })

  it('keeps rank and score of each stage, and the cosine of what only full text found', () => {
    const [first] = fuseRankings({ lexical: [hit('a', 3)], vector: [hit('b', 0.5)], missingCosines: new Map([['a' as ChunkId, 0.9]]), idealLexical: 3 }, config)
    expect(first?.trace).toEqual({ lexicalRank: 1, lexicalScore: 3, vectorScore: 0.9, fused: 1 })
  })

  it('orders equal scores the same way every time', () => {
    const forward = fuseRankings({ lexical: [], vector: [hit('a', 0.5), hit('b', 0.5)], missingCosines: nothingMissing, idealLexical: 1 }, config)
    expect(ids(forward)).toEqual(['a', 'b'])
  })
})

describe('applyBoosts', () => {
  it('lifts the named document past a slightly better neighbour, and not past a much better one', () => {
    const candidates = [candidate('a', 0.9, 'x'), candidate('b', 0.8, 'y'), candidate('c', 0.5, 'y')]
    const boosts = [{ documentId: 'y' as DocumentId, strength: 1, matched: ['y'] }]
    expect(ids(applyBoosts(candidates, { boosts, wantsFigures: false }, { documentBoost: 0.2, figureBoost: 0 }))).toEqual(['b', 'a', 'c'])
  })

  it('lifts a table above the prose about it, only when figures are asked for', () => {
    const candidates = [candidate('prose', 0.8), candidate('table', 0.75, 'document', { text: Array.from({ length: 20 }, (_, index) => `Row ${index} | 1,${index}00`).join('\n') })]
    const config = { documentBoost: 0, figureBoost: 0.1 }
    expect(ids(applyBoosts(candidates, { boosts: [], wantsFigures: true }, config))).toEqual(['table', 'prose'])
    expect(ids(applyBoosts(candidates, { boosts: [], wantsFigures: false }, config))).toEqual(['prose', 'table'])
  })
})

describe('mergeParts', () => {
  it('takes each chunk once, with its best score over the parts', () => {
    const merged = mergeParts([[candidate('a', 0.9), candidate('b', 0.3)], [candidate('b', 0.8), candidate('c', 0.1)]])
    expect(merged.map(({ row, score }) => [row.chunkId, score])).toEqual([['a', 0.9], ['b', 0.8], ['c', 0.1]])
  })
})

describe('spreadOverDocuments', () => {
  const candidates = [candidate('a1', 0.9, 'a'), candidate('a2', 0.89, 'a'), candidate('a3', 0.88, 'a'), candidate('b1', 0.7, 'b'), candidate('c1', 0.6, 'c')]
  const boosts = ['a', 'b'].map((id) => ({ documentId: id as DocumentId, strength: 1, matched: ['name'] }))

  it('lets the documents that are meant take turns, and keeps the others behind', () => {
    expect(ids(spreadOverDocuments(candidates, boosts))).toEqual(['a1', 'b1', 'a2', 'a3', 'c1'])
  })

  it('never shows a score above the one before it', () => {
    const scores = spreadOverDocuments(candidates, boosts).map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  it('changes nothing when one document is meant', () => {
    expect(spreadOverDocuments(candidates, boosts.slice(0, 1))).toEqual(candidates)
  })
})

describe('rerankPassages', () => {
  const reranker = { name: 'fake', sha256: '', rank: (_query: string, texts: readonly string[]) => Promise.resolve(texts.map((text) => (text === 'text of b' ? 0.9 : 0.1))), close: () => Promise.resolve() }

  it('orders the head by the reranker and leaves the tail behind it', async () => {
    const ranked = await rerankPassages(reranker, [candidate('a', 0.9), candidate('b', 0.8), candidate('c', 0.7)], { query: 'q', depth: 2 })
    expect(ids(ranked)).toEqual(['b', 'a', 'c'])
    expect(ranked[0]?.trace.rerank).toBe(0.9)
    expect(ranked[2]?.score).toBeLessThan(ranked[1]?.score ?? 0)
  })
})
