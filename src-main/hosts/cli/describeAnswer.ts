import type { Answer } from '../../../src-shared/domain/answer.ts'
import { describeMasked } from '../../../src-shared/domain/privacy.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'
import { describeAnchor } from './describeAnchor.ts'

/** The footnotes of an answer, its warnings, and for an unanswered question the nearest passages. */
export function describeNotes(answer: Answer): string {
  const notes = answer.citations.map((citation) =>
    `[${citation.n}] ${citation.path}, ${describeAnchor(citation.anchor)}${describeStale(citation.stale)}\n    “${oneLine(citation.quote)}”`)
  const doubts = answer.sentences.filter((sentence) => sentence.verdict !== 'supported').map((sentence) => `${sentence.verdict}: “${oneLine(sentence.text)}”${sentence.reason === undefined ? '' : ` (${sentence.reason})`}`)
  const computed = answer.computation === undefined ? [] : [`Computed: ${answer.computation.kind === 'table' ? `${oneLine(answer.computation.sql)}${answer.computation.parameters.map((value, index) => `  $${index + 1} = ${value}`).join('')}` : answer.computation.formula}`]
  const warnings = answer.warnings.map((warning) => `Note: ${warning.message}`)
  const masked = answer.masked === undefined ? [] : [`Personal data is masked${describeMasked(answer.masked) === '' ? '' : `: ${describeMasked(answer.masked)}`}.`]
  const nearest = answer.status === 'not_found'
    ? answer.passages.slice(0, 5).map((passage) => `  ${passage.path}, ${describeAnchor(passage.anchor)}: “${oneLine(passage.text)}”`)
    : []
  const end = answer.status === 'cancelled' ? ['Stopped before it was finished; what stands here was not checked.'] : answer.error === undefined ? [] : [`Failed: ${answer.error.message}${answer.error.action === undefined ? '' : ` ${answer.error.action}`}`]
  return [...end, ...notes, ...computed, ...doubts, ...warnings, ...masked, ...(nearest.length > 0 ? ['Nearest passages:', ...nearest] : []), `Answer ${answer.answerId}`].join('\n')
}

export function describeStale(stale: Staleness): string {
  return stale === false ? '' : ` (the file has ${stale === 'missing' ? 'been removed' : 'changed'} since)`
}

const MAX_CHARACTERS = 300

export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS).trimEnd()}…` : line
}
