import { describe, expect, it } from 'vitest'
import { describeTotal, describeUnits } from '../../src-main/hosts/cli/describeCoverage.ts'
import type { DocumentReport } from '../../src-shared/domain/document.ts'

const report = (state: DocumentReport['state'], sources: readonly DocumentReport['units'][number]['source'][]): DocumentReport => ({
  state, units: sources.map((source, index) => ({ unit: index + 1, kind: 'page', label: `page ${index + 1}`, source, chars: source === 'empty' ? 0 : 9 })),
}) as unknown as DocumentReport

describe('the coverage of a library in words', () => {
  it('counts units by how they were read, and files that were not', () => {
    expect(describeTotal([report('indexed', ['text', 'ocr', 'text']), report('indexed', ['empty']), report('failed', []), report('skipped', [])])).toBe('4 pages and parts: 2 text, 1 ocr, 1 empty; 2 files not read')
    expect(describeTotal([])).toBe('0 pages and parts')
  })
  it('says of each unit how it was read and why it is empty', () => {
    const [unit] = report('indexed', ['empty']).units
    if (unit === undefined) throw new Error('a unit was expected')
    expect(describeUnits([{ ...unit, note: 'The page has no text.' }])).toEqual(['  page 1: empty, 0 characters (The page has no text.)'])
  })
})
