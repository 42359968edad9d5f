import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import { boostDocuments } from './boostDocuments.ts'
import { classifyQuestion } from './classifyQuestion.ts'
import type { DocumentProfile } from './documentProfile.ts'
import { findMentions } from './findMentions.ts'
import type { QuestionAnalysis } from './QuestionAnalysis.ts'
import { recogniseFilter } from './recogniseFilter.ts'
import type { ConversationTurn } from './Retrieval.ts'
import { rewriteFollowUp } from './rewriteFollowUp.ts'

/** What can be understood of a question by rules, before anything is searched. Pure. */
export function analyseQuestion(question: string, profiles: readonly DocumentProfile[], history: readonly ConversationTurn[] = []): QuestionAnalysis {
  const rewritten = rewriteFollowUp(question, history)
  const query = rewritten ?? question
  const mentions = findMentions(query)
  const form = classifyQuestion(query)
  return {
    kind: form.kind,
    ...(rewritten === undefined ? {} : { rewritten }),
    parts: [query, ...form.parts],
    spansDocuments: form.spansDocuments || form.kind === 'comparison',
    mentions,
    filter: recogniseFilter(query, profiles),
    boosts: boostDocuments({ question: query, mentions, wantsLatest: form.wantsLatest && !form.spansDocuments }, profiles),
  }
}

/** The given filter and the recognised one: where both name a key, the person's choice counts. */
export function joinFilters(given: DocumentFilter, recognised: DocumentFilter): DocumentFilter {
  return { ...recognised, ...given }
}
