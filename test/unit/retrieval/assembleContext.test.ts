import { describe, expect, it } from 'vitest'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { assembleContext } from '../../../src-main/core/retrieval/assembleContext.ts'
import type { Candidate } from '../../../src-main/core/retrieval/fuseRankings.ts'
import { candidate } from './candidates.ts'

const text = 'First sentence here. Second sentence there. Third one far away from both. Sales were 100 in May. Sales were 200 in May.'
const unit: ParsedUnit = { unit: 1, kind: 'section', label: 'section 1', source: 'text', text, segments: [] }
const base = { budgetTokens: 1000, maxPassages: 10, cutShare: 0.3, countTokens: (part: string) => part.split(' ').length, unitOf: () => unit }

/** A candidate whose text is a slice of the unit. */
function slice(id: string, score: number, part: string, documentId = 'document'): Candidate {
  const charStart = text.indexOf(part)
  return candidate(id, score, documentId, { text: part, charStart, charEnd: charStart + part.length })
}

describe('assembleContext', () => {
  it('joins chunks of one unit that touch or overlap, and keeps the better rank', () => {
    const { blocks, fates } = assembleContext([slice('b', 0.9, 'Second sentence there.'), slice('far', 0.8, 'Third one far away'), slice('a', 0.7, 'First sentence here. Second')], base)
    expect(fates).toEqual(['context', 'joined', 'joined'])
    expect(blocks).toHaveLength(1)
    expect(text.slice(blocks[0]?.charStart, blocks[0]?.charEnd)).toBe('First sentence here. Second sentence there. Third one far away')
    expect(blocks[0]?.chunkIds).toEqual(['a', 'b', 'far'])
  })

  it('drops a copy from another document, and keeps a text with other numbers', () => {
    const { fates } = assembleContext([slice('x', 0.9, 'Sales were 100 in May.', 'one'), slice('copy', 0.8, 'Sales were 100 in May.', 'two'), slice('other', 0.7, 'Sales were 200 in May.', 'three')], base)
    expect(fates).toEqual(['context', 'duplicate', 'context'])
  })

  it('keeps within the budget and lets a shorter passage in after one that was too long', () => {
    const { fates } = assembleContext([slice('a', 0.9, 'First sentence here.', 'one'), slice('long', 0.8, 'Third one far away from both. Sales', 'two'), slice('c', 0.7, 'Second sentence', 'three')], { ...base, budgetTokens: 5 })
    expect(fates).toEqual(['context', 'budget', 'context'])
  })

  it('reads no unit for a candidate that does not fit', () => {
    const read: string[] = []
    const unitOf = (documentId: string) => { read.push(documentId); return unit }
    assembleContext([slice('a', 0.9, 'First sentence here.', 'one'), slice('b', 0.8, 'Third one far away', 'two'), slice('c', 0.7, 'Second sentence', 'three')], { ...base, maxPassages: 1, unitOf })
    expect(read).toEqual(['one'])
  })

  it('leaves out what scores far below the best', () => {
    expect(assembleContext([slice('a', 1, 'First sentence here.', 'one'), slice('b', 0.2, 'Third one far away', 'two')], base).fates).toEqual(['context', 'belowCut'])
  })

  it('never shows a chunk whose unit says something else by now', () => {
    const gone = candidate('a', 1, 'document', { text: 'not there', charStart: 0, charEnd: 9 })
    expect(assembleContext([gone], base)).toEqual({ blocks: [], fates: ['stale'] })
  })
})
