import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { RetrievedPassage } from '../retrieval/Retrieval.ts'
import { splitSentences, type Sentence } from './splitSentences.ts'

/** A passage of the context with its unit and the sentences that stand in it. */
export interface EvidencePassage {
  readonly passage: RetrievedPassage
  readonly unit: Pick<ParsedUnit, 'unit' | 'kind' | 'label' | 'text' | 'segments' | 'source' | 'confidence' | 'facts'>
  /** Whole sentences, in text order; the first and last may reach beyond the passage. */
  readonly sentences: readonly Sentence[]
  /** What is read and recorded: the passage, widened to whole sentences. */
  readonly charStart: number
  readonly charEnd: number
}

/** Lines of the same paragraph before and after the passage that are looked at: no sentence is longer. */
const NEARBY_SEGMENTS = 12

/**
 * Splits a retrieved passage into the sentences of its unit. Only the blocks that the passage touches are split, so a unit of a
 * million characters costs no more than a page. A sentence belongs to the passage that holds more than half of it.
 */
export function evidencePassage(passage: RetrievedPassage, unit: ParsedUnit): EvidencePassage {
  const { charStart, charEnd } = passage.anchor
  const sentences = sentencesNear(unit, charStart, charEnd).filter((sentence) => {
    const inside = Math.min(sentence.charEnd, charEnd) - Math.max(sentence.charStart, charStart)
    return inside * 2 > sentence.charEnd - sentence.charStart
  })
  return { passage, unit, sentences, charStart: Math.min(charStart, sentences[0]?.charStart ?? charStart), charEnd: Math.max(charEnd, sentences.at(-1)?.charEnd ?? charEnd) }
}

function sentencesNear(unit: ParsedUnit, charStart: number, charEnd: number): Sentence[] {
  const { segments, text } = unit
  const first = segments.findIndex((segment) => segment.charEnd > charStart)
  if (first < 0) {
    // A unit without segments: the passage alone.
    return splitSentences(text.slice(charStart, charEnd)).map((sentence) => ({ ...sentence, charStart: sentence.charStart + charStart, charEnd: sentence.charEnd + charStart }))
  }
  const after = segments.findIndex((segment, index) => index >= first && segment.charStart >= charEnd)
  const end = after < 0 ? segments.length : after
  const blocks = new Set(segments.slice(first, end).map((segment) => segment.block))
  return splitSentences(text, segments.slice(Math.max(0, first - NEARBY_SEGMENTS), end + NEARBY_SEGMENTS).filter((segment) => blocks.has(segment.block)))
}
