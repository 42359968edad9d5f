import type { ModelEntry } from '../../../src-shared/domain/model.ts'

/**
 * Share of text in other languages from which a multilingual embedder serves a library better. Measured: it costs about 3 points on English documents and gains about
 * 30 on others, so it pays from 3 / (3 + 30) on.
 */
export const OTHER_LANGUAGES_SHARE = 0.1

/**
 * Which embedder fits the languages of a library, when a person has not chosen one: the multilingual one as soon as enough text is not English, in two documents at
 * least (a language can be mistaken, and one contract in French does not make a library French) or in all of them. Never back by itself: a library that was
 * multilingual may be asked in those languages again. Undefined: the one in use.
 */
export function fittingEmbedder(languages: ReadonlyMap<string, { readonly documents: number; readonly chunks: number }>, active: ModelEntry, models: readonly ModelEntry[]): ModelEntry | undefined {
  if (active.languages !== 'en') return undefined
  let known = 0
  let other = 0
  let otherDocuments = 0
  for (const [language, { documents, chunks }] of languages) {
    known += chunks
    if (language === 'en') continue
    other += chunks
    otherDocuments += documents
  }
  if (known === 0 || other / known < OTHER_LANGUAGES_SHARE || (otherDocuments < 2 && languages.has('en'))) return undefined
  return models.find((model) => model.role === 'embedding' && model.languages === 'multilingual' && model.setAside === undefined)
}
