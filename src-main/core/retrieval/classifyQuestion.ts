import type { QuestionKind } from './QuestionAnalysis.ts'

export interface QuestionForm {
  readonly kind: QuestionKind
  /** Further queries beside the whole question; empty when it asks for one thing. */
  readonly parts: readonly string[]
  /** It asks about several periods, versions or documents at once ("over time", "each quarter", "compare"). */
  readonly spansDocuments: boolean
  /** It asks for the newest state ("latest", "most recent quarter"). */
  readonly wantsLatest: boolean
  /** It asks for amounts, shares or counts, which stand in tables more often than in sentences. */
  readonly wantsFigures: boolean
}

const COUNT = /^\s*(?:how many|count (?:of |all |the )|(?:what is|give me) the (?:total )?number of)\b/i
const LIST = /^\s*(?:list|name|enumerate|show(?: me)?|give(?: me)?|find|what are|which are)\s+(?:of\s+)?(?:all|every|each|(?:the )?complete list|any and all)\b/i
const COMPARISON = /\b(?:compar(?:e|es|ed|ing|ison)|differ(?:s|ence|ences|ent)?|versus|vs\.?|chang(?:e|es|ed|ing)|evolv(?:e|ed|es)|develop(?:ed|s)? since|grow(?:n|th|s)?|trends?|fluctuat\w+|correlat\w+|increas\w+|decreas\w+|declin\w+)\b/i
const SPAN = /\b(?:over time|across (?:the |these |all |different |multiple )?(?:\w+ )?(?:quarters?|years?|periods?|reports?|filings?|documents?|versions?|months?|10-[qk]s?)|(?:each|every|all|these|those|multiple|several|different|provided|reported|previous|past|both|consecutive) (?:\w+ )?(?:quarters?|years?|periods?|reports?|filings?|documents?|versions?|10-[qk]s?)|from (?:\w+ )?(?:quarter|year|period|report|version) to (?:the )?(?:\w+ )?(?:quarter|year|period|report|version|next)|quarter[- ]over[- ]quarter|year[- ](?:over|on)[- ]year|year[- ]to[- ]year|quarter[- ]to[- ]quarter|10-[qk]s|trends?|historical(?:ly)?|between (?:the )?(?:\w+ )?(?:quarters|years|periods|reports|filings|documents|versions))\b/i
const LATEST = /\b(?:latest|most recent|newest|current(?:ly)?|last (?:quarter|year|month|report|filing|version|week)|up[- ]to[- ]date)\b/i
/** What is counted, measured or paid. English words, since a question in another language has its own. */
const FIGURES = /\b(?:how (?:much|many|high|large|long|old|far)|amounts?|revenues?|sales|costs?|expens\w+|expenditures?|spen[dt]\w*|incomes?|profit\w*|margins?|percent\w*|ratios?|rates?|cash|debts?|tax\w*|prices?|totals?|numbers?|budgets?|balances?|assets?|liabilit\w+|inventor\w+|earnings|dividends?|figures?|levels?|salar\w+|wages?|fees?|payments?|growth|loss\w*|gains?|equity|shares?|headcount|quantit\w+|volumes?|measurements?|temperatures?|weights?|dimensions?)\b/i
const FROM_TO = /\b(?:from|between)\s+((?:FY\s?|Q[1-4]\s+)?(?:19|20)\d{2}|Q[1-4](?:\s+(?:19|20)\d{2})?)\s+(?:to|and|until|through|versus|vs\.?)\s+((?:FY\s?|Q[1-4]\s+)?(?:19|20)\d{2}|Q[1-4](?:\s+(?:19|20)\d{2})?)/i

/** What kind of answer a question wants, by its form. English forms; a question in another language is `plain`. */
export function classifyQuestion(question: string): QuestionForm {
  const spansDocuments = SPAN.test(question)
  const isComparison = COMPARISON.test(question)
  const periods = FROM_TO.exec(question)
  const parts = periods === null ? sentencesOf(question) : splitPeriods(question, periods)
  const kind: QuestionKind = COUNT.test(question) ? 'count' : LIST.test(question) ? 'list' : isComparison && (spansDocuments || periods !== null || /\bcompare|\bversus\b|\bvs\b|\bdifferen/i.test(question)) ? 'comparison' : parts.length > 0 ? 'parts' : 'plain'
  return { kind, parts, spansDocuments, wantsLatest: LATEST.test(question), wantsFigures: FIGURES.test(question) }
}

/** "How did X change from 2022 to 2023?" → the same question once a period. */
function splitPeriods(question: string, periods: RegExpExecArray): string[] {
  return [periods[1], periods[2]].map((period) => question.replace(periods[0], `in ${period ?? ''}`))
}

/** Two questions in one text, or two questions joined by "and": each must be long enough to be searched by itself. */
function sentencesOf(question: string): string[] {
  const pieces = question.split(/(?<=\?)\s+|\s*[,;]?\s+and\s+(?=(?:what|which|who|when|where|why|how|is|are|does|do|did)\b)/i).map((piece) => piece.trim()).filter((piece) => piece.split(/\s+/).length >= 4)
  return pieces.length > 1 ? pieces : []
}
