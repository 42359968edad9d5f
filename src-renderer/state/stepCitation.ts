import type { Conversation } from './conversation.ts'
import type { Source } from './source.ts'

/** Opens the next or the previous citation of the answer whose source is open, around the end; chip, note and mark move together. */
export function stepCitation(conversation: Conversation, source: Source, step: 1 | -1): void {
  const { place } = source.store.get()
  const { views } = conversation.store.get()
  const view = views.find((candidate) => candidate.key === place?.answerKey) ?? views.findLast((candidate) => candidate.citations.length > 0)
  if (view === undefined || view.citations.length === 0) return
  const index = view.key === place?.answerKey ? view.citations.findIndex((citation) => citation.n === place.quote?.n) : -1
  const next = index === -1 ? 0 : (index + step + view.citations.length) % view.citations.length
  const citation = view.citations[next]
  if (citation !== undefined) source.openCitation(view.key, citation)
}
