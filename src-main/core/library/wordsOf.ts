import type { ParsedUnit, Word } from '../../../src-shared/domain/unit.ts'

/** Every word of a page or picture with its box, in reading order; empty for kinds without places on a surface. */
export function wordsOf(unit: ParsedUnit): Word[] {
  return unit.segments.flatMap(({ place }): Word[] => {
    if (place.kind !== 'page' && place.kind !== 'image') return []
    return (place.words ?? []).map(([start, end, left, top, right, bottom]) => ({ text: unit.text.slice(start, end), box: [left, top, right, bottom] }))
  })
}
