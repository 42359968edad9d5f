import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import { boostDocuments, namingTerms } from './boostDocuments.ts'
import { classifyQuestion } from './classifyQuestion.ts'
import type { DocumentProfile } from './documentProfile.ts'
import { findMentions } from './findMentions.ts'
import { lexicalTerms } from './lexicalTerms.ts'
import type { QuestionAnalysis } from './QuestionAnalysis.ts'
import { recogniseFilter } from './recogniseFilter.ts'
import type { ConversationTurn } from './Retrieval.ts'
import { rewriteFollowUp } from './rewriteFollowUp.ts'

export interface AnalysisOptions {
  readonly history?: readonly ConversationTurn[]
  /** Instead of the rules' stand-alone form; see `RetrieveRequest`. */
  readonly rewritten?: string | undefined
  /** Ids of chips that are switched off: `rewrite`, `filter:KEY`, `name:WORD`. */
  readonly without?: readonly string[]
}

/** What can be understood of a question by rules, before anything is searched. Pure. */
export function analyseQuestion(question: string, profiles: readonly DocumentProfile[], { history = [], rewritten: given, without = [] }: AnalysisOptions = {}): QuestionAnalysis {
  const off = new Set(without)
  const standing = off.has('rewrite') ? undefined : given ?? rewriteFollowUp(question, history)
  const rewritten = standing === question ? undefined : standing
  const query = rewritten ?? question
  const mentions = findMentions(query)
  const form = classifyQuestion(query)
  const isOff = (word: string) => off.has(nameChip(word))
  const filter: DocumentFilter = Object.fromEntries(Object.entries(recogniseFilter(query, profiles)).filter(([key]) => !off.has(filterChip(key))))
  // "The latest deck" is the latest of the decks.
  const inScope = filter.type === undefined ? profiles : profiles.filter(({ document }) => filter.type?.some((type) => document.path.toLowerCase().endsWith(`.${type}`)))
  const boosts = boostDocuments({ question: query, mentions, wantsLatest: form.wantsLatest && !form.spansDocuments && !isOff('latest'), isOff }, inScope)
  return {
    kind: form.kind,
    ...(rewritten === undefined ? {} : { rewritten }),
    parts: [query, ...form.parts.map((part, index) => completePart(standAlone(part, form.parts[index - 1]), query))],
    spansDocuments: form.spansDocuments || form.kind === 'comparison',
    wantsFigures: form.wantsFigures,
    mentions,
    filter,
    boosts,
    namingTerms: namingTerms({ question: query, mentions, isOff }, boosts, profiles),
  }
}

/** Ids of chips. */
export const nameChip = (word: string): string => `name:${word.toLowerCase()}`
export const filterChip = (key: string): string => `filter:${key}`

/** "… and when does it mature?": what "it" is, the part before says. */
function standAlone(part: string, before: string | undefined): string {
  return before === undefined ? part : rewriteFollowUp(part, [{ question: before }]) ?? part
}

/** A part of a question with the names, years and quarters that only the whole names: "and what was its focus?" is about nothing by itself. */
function completePart(part: string, whole: string): string {
  const there = new Set(lexicalTerms(part))
  const { names, years, quarters } = findMentions(whole)
  const wanted = [...names, ...years.map(String), ...quarters.map(({ quarter }) => `Q${quarter}`)]
  // A part that names its own period ("in 2022") must not get the other one back.
  const own = findMentions(part)
  const missing = wanted.filter((name) => !lexicalTerms(name).every((term) => there.has(term)) && !(own.years.length + own.quarters.length > 0 && /\d/.test(name)))
  return missing.length === 0 ? part : `${part.replace(/[?.!\s]+$/u, '')} (${missing.join(' ')})?`
}

/** The given filter and the recognised one: where both name a key, the person's choice counts. */
export function joinFilters(given: DocumentFilter, recognised: DocumentFilter): DocumentFilter {
  return { ...recognised, ...given }
}
