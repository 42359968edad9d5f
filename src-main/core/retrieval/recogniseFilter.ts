import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentProfile } from './documentProfile.ts'
import { withQuarters } from './documentProfile.ts'
import { findMentions, MONTHS } from './findMentions.ts'
import { isStopWord } from './lexicalTerms.ts'
import { dateSpan } from './matchesFilter.ts'

/** What people call a document when they mean one that exists. */
const DOCUMENT_NOUN = /(?:10-[KQ]|8-K|20-F|annual report|quarterly report|report|filing|deck|slides|presentation|spreadsheet|workbook|contract|agreement|memo|minutes|invoice|handbook|manual|policy|guide|paper|letter)/
/** "in the 2023 10-K", "according to Apple's Q3 report": up to five words and the noun. */
const IN_DOCUMENT = new RegExp(`\\b(?:in|from|according to|based on|per|as stated in)\\s+(?:the\\s+|our\\s+|my\\s+)?((?:[\\p{L}\\p{N}.&'’-]+\\s+){1,5}${DOCUMENT_NOUN.source}(?:\\s+(?:of|from|by)\\s+(?!(?:19|20)\\d{2})[\\p{L}\\p{N}&'’-]+)?)(?![\\p{L}\\p{N}-])`, 'iu')
/** "from Anna's mail", "in the email from Anna Berg". */
const MAIL_OF = /\b(?:[Ff]rom|[Ii]n|[Pp]er|[Aa]ccording to)\s+(?:([\p{Lu}][\p{L}-]+(?:\s+[\p{Lu}][\p{L}-]+)?)['’]s?\s+(?:e-?)?(?:mail|message)s?|(?:the\s+)?(?:e-?)?(?:mail|message)s?\s+(?:from|by)\s+([\p{Lu}][\p{L}-]+(?:\s+[\p{Lu}][\p{L}-]+)?))/u
/** "What did Anna write about …?", "What did Anna Berg send in May?": documents by Anna, of "send" and "mail" her mails. */
const WRITTEN_BY = /\b(?:[Ww]hat|[Ww]hich|[Ww]hen|[Ww]hy|[Hh]ow)\b.{0,40}?\b(?:did|does|has|have)\s+(\p{Lu}[\p{L}-]+(?:\s+\p{Lu}[\p{L}-]+)?)\s+(write|wrote|written|send|sent|e-?mail(?:ed)?|mail(?:ed)?|reply|replied)\b/u
/** "in the deck about …", "from last quarter's slides", "in the email": a kind of file by its type. */
const IN_TYPE = /\b(?:in|from|per|according to|on)\s+(?:the|my|our|their|this|that|(?:the\s+)?(?:last|latest|previous|newest)\b)[\p{L}'’\s]{0,24}?\b(?:e-?mails?|spreadsheets?|workbooks?|slides?|decks?|presentations?|powerpoints?)\b/iu
const LAST_TYPE = /\b(?:last|latest|this|previous)\s+(?:quarter|year|month|week)['’]s\s+(?:spreadsheet|workbook|slides|deck|presentation|powerpoint)\b/iu
/** "emails sent in November 2014", "mails from 2023". */
const MAILS_OF_TIME = new RegExp(`\\b(?:e-?mails?|messages?)\\s+(?:(?:sent|received|written|dated)\\s+)?(?:in|from|of)\\s+(?:(${MONTHS.join('|')})\\s+)?((?:19|20)\\d{2})\\b`, 'iu')
const MAIL_TYPES = ['eml', 'msg', 'mbox']
/** Past this share of the library a phrase tells nothing apart. */
const MAX_SHARE = 0.5

/**
 * What the question itself demands, as a filter, only where documents match in full: a file named by its name, "in the 2023 10-K" when every word of
 * it stands in a document's name or first words, "from Anna's mail" when there are mails by Anna. A demand that nothing matches is no filter: it
 * would hide the answer behind a guess.
 */
export function recogniseFilter(question: string, profiles: readonly DocumentProfile[]): DocumentFilter {
  const named = profiles.filter(({ document }) => question.toLowerCase().includes(fileName(document.path).toLowerCase()))
  if (named.length > 0) return { doc: named.map(({ document }) => document.documentId) }
  return mailFilter(question, profiles) ?? writerFilter(question, profiles) ?? timeFilter(question, profiles) ?? documentFilter(question, profiles) ?? typeFilter(question, profiles) ?? {}
}

function writerFilter(question: string, profiles: readonly DocumentProfile[]): DocumentFilter | undefined {
  const [, author = '', verb = ''] = WRITTEN_BY.exec(question) ?? []
  if (author === '') return undefined
  const filter: DocumentFilter = /^(?:send|sent|e-?mail|mail|repl)/i.test(verb) ? { author: [author], type: MAIL_TYPES } : { author: [author] }
  return profiles.some((profile) => isBy(profile, author) && (filter.type === undefined || isOfType(profile, filter.type))) ? filter : undefined
}

function timeFilter(question: string, profiles: readonly DocumentProfile[]): DocumentFilter | undefined {
  const [, month, year] = MAILS_OF_TIME.exec(question) ?? []
  if (year === undefined) return undefined
  const date = month === undefined ? year : `${year}-${String(MONTHS.indexOf(month.toLowerCase()) + 1).padStart(2, '0')}`
  const { fromMs, beforeMs } = dateSpan(date)
  const isThen = ({ document }: DocumentProfile) => { const time = Date.parse(document.created ?? document.modified); return time >= fromMs && time < beforeMs }
  return profiles.some((profile) => isOfType(profile, MAIL_TYPES) && isThen(profile)) ? { type: MAIL_TYPES, after: [date], before: [date] } : undefined
}

function typeFilter(question: string, profiles: readonly DocumentProfile[]): DocumentFilter | undefined {
  const phrase = (LAST_TYPE.exec(question) ?? IN_TYPE.exec(question))?.[0]
  if (phrase === undefined) return undefined
  const { types } = findMentions(phrase)
  const matching = profiles.filter((profile) => isOfType(profile, types)).length
  return matching > 0 && matching <= profiles.length * MAX_SHARE ? { type: types } : undefined
}

function isOfType({ document }: DocumentProfile, types: readonly string[]): boolean {
  return types.some((type) => document.path.toLowerCase().endsWith(`.${type}`))
}

function isBy({ document }: DocumentProfile, author: string): boolean {
  return (document.author ?? '').toLowerCase().includes(author.toLowerCase())
}

function mailFilter(question: string, profiles: readonly DocumentProfile[]): DocumentFilter | undefined {
  const match = MAIL_OF.exec(question)
  const author = match?.[1] ?? match?.[2]
  if (author === undefined) return undefined
  return profiles.some((profile) => isOfType(profile, MAIL_TYPES) && isBy(profile, author)) ? { type: MAIL_TYPES, author: [author] } : undefined
}

function documentFilter(question: string, profiles: readonly DocumentProfile[]): DocumentFilter | undefined {
  const phrase = IN_DOCUMENT.exec(question)?.[1]
  if (phrase === undefined) return undefined
  const terms = withQuarters(phrase.replace(/['’]s\b/g, '')).filter((term) => !isStopWord(term))
  // A bare "report" names none: a year, a quarter or a name must stand beside it.
  if (!/\d{4}|Q[1-4]|\p{Lu}\p{L}+/u.test(phrase.replace(DOCUMENT_NOUN, ''))) return undefined
  const matching = profiles.filter(({ nameTerms, openingTerms }) => terms.every((term) => nameTerms.has(term) || openingTerms.has(term)))
  return matching.length > 0 && matching.length <= profiles.length * MAX_SHARE ? { doc: matching.map(({ document }) => document.documentId) } : undefined
}
