import type { ParsedUnit, UnitReport, Word } from '../../../src-shared/domain/unit.ts'

/** A unit as `extract` prints it: with its text and tables, and on request every word with its box. */
export function toExtractedUnit({ segments, facts: _facts, text, ...unit }: ParsedUnit, withWords: boolean): UnitReport {
  const words = (): Word[] => segments.flatMap(({ place }) => 'words' in place && place.words !== undefined
    ? place.words.map(([start, end, left, top, right, bottom]): Word => ({ text: text.slice(start, end), box: [left, top, right, bottom] }))
    : [])
  return { ...unit, chars: text.length, text, ...(withWords ? { words: words() } : {}) }
}
