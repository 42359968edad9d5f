import type { ParsedUnit, Segment } from '../../../src-shared/domain/unit.ts'

/** A segment with its text and the separator that follows it. */
export interface TextSegment {
  readonly segment: Segment
  readonly text: string
  readonly separator: string
}

export interface TextBlock {
  readonly role: Segment['role']
  readonly level: number
  readonly segments: readonly TextSegment[]
}

/** Each segment of the unit with its text; a unit without segments is one paragraph. */
export function textSegments(unit: ParsedUnit): TextSegment[] {
  if (unit.segments.length === 0 && unit.text !== '') {
    return [{ segment: { charStart: 0, charEnd: unit.text.length, role: 'paragraph', block: 0, place: { kind: 'lines', line: 1 } }, text: unit.text, separator: '' }]
  }
  return unit.segments.map((segment, index) => ({
    segment, text: unit.text.slice(segment.charStart, segment.charEnd),
    separator: unit.text.slice(segment.charEnd, unit.segments[index + 1]?.charStart ?? unit.text.length),
  }))
}

/** Segments of one block together: a paragraph, a list, a table. */
export function textBlocks(segments: readonly TextSegment[]): TextBlock[] {
  const blocks: { role: Segment['role']; level: number; block: number; segments: TextSegment[] }[] = []
  for (const entry of segments) {
    const last = blocks.at(-1)
    if (last !== undefined && last.block === entry.segment.block && last.role === entry.segment.role) last.segments.push(entry)
    else blocks.push({ role: entry.segment.role, level: Math.max(1, entry.segment.headings?.length ?? 1), block: entry.segment.block, segments: [entry] })
  }
  return blocks
}

/** Segments drawn on each side of the place that was opened; a longer unit shows the rest on request. */
export const SEGMENTS_AROUND = 1500

/** The stretch of segments to draw so that the one at `charStart` stands inside. */
export function windowAround(segments: readonly TextSegment[], charStart: number): { readonly from: number; readonly to: number } {
  const at = Math.max(0, segments.findIndex(({ segment }) => segment.charEnd > charStart))
  return { from: Math.max(0, at - SEGMENTS_AROUND), to: Math.min(segments.length, at + SEGMENTS_AROUND) }
}
