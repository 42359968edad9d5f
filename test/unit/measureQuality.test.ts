import { describe, expect, it } from 'vitest'
import { measureQuality, type QualityFacts } from '../../src-main/core/doctor/measureQuality.ts'
import type { QualityCheck } from '../../src-shared/domain/quality.ts'
import type { AnswerId, DocumentId } from '../../src-shared/domain/ids.ts'
import type { ParsedUnit, SegmentRole } from '../../src-shared/domain/unit.ts'

const documentId = 'd' as DocumentId
const GOOD: QualityFacts = {
  staleChunks: 0, chunks: 100, drawn: [], sentences: 100, unsupported: 0, unsupportedAnswers: [], lastRun: '2026-11-20T00:00:00Z', nowMs: Date.parse('2026-11-21T00:00:00Z'),
  documents: [{ documentId, path: '/a.pdf', title: 'A', staleness: false }],
}
const checkOf = (facts: Partial<QualityFacts>, name: QualityCheck['name']) => measureQuality({ ...GOOD, ...facts }).checks.find((check) => check.name === name)

/** Lines of one block each, as the parser makes them. */
function unitOf(blocks: readonly (readonly string[])[], role: SegmentRole): ParsedUnit {
  let offset = 0
  const segments = blocks.flatMap((lines, block) => lines.map((line) => {
    const segment = { charStart: offset, charEnd: offset + line.length, role, block, place: { kind: 'lines' as const, line: 1 } }
    offset += line.length + 1
    return segment
  }))
  return { unit: 1, kind: 'lines', label: 'page 1', source: 'text', text: blocks.flat().join('\n'), segments }
}
const drawn = (unit: ParsedUnit, until: string) => ({ documentId, path: '/a.pdf', unit, charStart: 0, charEnd: unit.text.indexOf(until) + until.length })

describe('the five classic failures', () => {
  it('finds nothing to mend in a library that is in order', () => {
    expect(measureQuality(GOOD).checks.map(({ name, ok }) => [name, ok])).toEqual([['staleEmbeddings', true], ['chunking', true], ['metadata', true], ['grounding', true], ['evaluation', true]])
    expect(measureQuality(GOOD).checks.every(({ action }) => action === undefined)).toBe(true)
  })

  it('counts chunks of another embedder and files that changed', () => {
    expect(checkOf({ staleChunks: 5 }, 'staleEmbeddings')).toMatchObject({ ok: false, value: 0.05, action: 'Run `sync`.' })
    expect(checkOf({ documents: [{ documentId, path: '/a.pdf', title: 'A', staleness: 'changed' }] }, 'staleEmbeddings')).toMatchObject({ ok: false, value: 1, examples: [{ documentId, text: '/a.pdf (changed)' }] })
  })

  it.each<[string, ParsedUnit, string, boolean]>([
    ['the end of a block', unitOf([['One sentence without an end'], ['Another.']], 'paragraph'), 'without an end', false],
    ['the end of a sentence inside a block', unitOf([['One sentence.', 'Another one.']], 'paragraph'), 'One sentence.', false],
    ['between the lines of a sentence', unitOf([['The notice period is', 'three months.']], 'paragraph'), 'period is', true],
    ['inside a line', unitOf([['The notice period is three months.']], 'paragraph'), 'notice', true],
    ['between rows of a table', unitOf([['Rent 900', 'Deposit 1,800']], 'table'), 'Rent 900', false],
    ['inside a row of a table', unitOf([['Rent 900', 'Deposit 1,800']], 'table'), 'Deposit', true],
  ])('knows where a chunk may end: %s', (_, unit, until, isCut) => {
    const check = checkOf({ drawn: [drawn(unit, until)] }, 'chunking')
    expect(check?.value).toBe(isCut ? 1 : 0)
    expect(check?.examples).toHaveLength(isCut ? 1 : 0)
  })

  it('counts documents without title and date, and answers without support, with examples to open', () => {
    expect(checkOf({ documents: [{ documentId, path: '/scan1.pdf', staleness: false }] }, 'metadata')).toMatchObject({ ok: false, value: 1, examples: [{ documentId }] })
    const answerId = 'a1' as AnswerId
    expect(checkOf({ unsupported: 20, unsupportedAnswers: [{ answerId, question: 'Why?' }] }, 'grounding')).toMatchObject({ ok: false, value: 0.2, examples: [{ answerId, text: 'Why?' }] })
  })

  it('asks for a measurement when there was none, or none lately', () => {
    expect(checkOf({ lastRun: undefined }, 'evaluation')).toMatchObject({ ok: false, value: null, unit: 'days' })
    expect(checkOf({ lastRun: '2026-09-01T00:00:00Z' }, 'evaluation')).toMatchObject({ ok: false, value: 81 })
  })

  it('says nothing about an empty library but that nothing was measured', () => {
    const empty = measureQuality({ ...GOOD, chunks: 0, documents: [], sentences: 0, lastRun: undefined })
    expect(empty.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['evaluation'])
  })
})
