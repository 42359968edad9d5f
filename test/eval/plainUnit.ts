import type { ParsedUnit, Segment } from '../../src-shared/domain/unit.ts'

/** A text without a file as one unit of lines, for sets that come as texts. */
export function plainUnit(text: string, unit = 1): ParsedUnit {
  const segments: Segment[] = []
  let start = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() !== '') segments.push({ charStart: start, charEnd: start + line.length, role: 'paragraph', block: index, place: { kind: 'lines', line: index + 1 } })
    start += line.length + 1
  }
  return { unit, kind: 'lines', label: 'text', source: 'text', text, segments }
}
