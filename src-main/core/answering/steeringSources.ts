import { fileName } from '../../../src-shared/domain/fileName.ts'
import { detectInjection } from './detectInjection.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import type { ScoredSentence } from './scoreSentences.ts'

/**
 * Names of the files whose text tries to steer a reader's model, as far as this question came upon them: sentences that were set aside, and text
 * on the same pages that is hidden from a person (white, tiny, marked as hidden), which is never evidence and may be no part of a passage.
 */
export function steeringSources(passages: readonly EvidencePassage[], suspicious: readonly ScoredSentence[]): string[] {
  const indices = new Set(suspicious.map(({ passage }) => passage))
  const found = passages.filter((from, index) => indices.has(index) || hidesSteering(from))
  return [...new Set(found.map(({ passage }) => fileName(passage.path)))]
}

function hidesSteering({ unit }: EvidencePassage): boolean {
  return detectInjection(unit.segments.filter(({ role }) => role === 'hidden').map(({ charStart, charEnd }) => unit.text.slice(charStart, charEnd)).join(' '))
}
