import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentProfile } from './documentProfile.ts'
import { withQuarters } from './documentProfile.ts'
import { isStopWord } from './lexicalTerms.ts'

/** What people call a document when they mean one that exists. */
const DOCUMENT_NOUN = /(?:10-[KQ]|8-K|20-F|annual report|quarterly report|report|filing|deck|slides|presentation|spreadsheet|workbook|contract|agreement|memo|minutes|invoice|handbook|manual|policy|guide|paper|letter)/
/** "in the 2023 10-K", "according to Apple's Q3 report": up to five words and the noun. */
const IN_DOCUMENT = new RegExp(`\\b(?:in|from|according to|based on|per|as stated in)\\s+(?:the\\s+|our\\s+|my\\s+)?((?:[\\p{L}\\p{N}.&'’-]+\\s+){1,5}${DOCUMENT_NOUN.source})(?![\\p{L}\\p{N}-])`, 'iu')
/** "from Anna's mail", "in the email from Anna Berg". */
const MAIL_OF = /\b(?:from|in|per|according to)\s+(?:([\p{Lu}][\p{L}-]+(?:\s+[\p{Lu}][\p{L}-]+)?)['’]s?\s+(?:e-?)?(?:mail|message)s?|(?:the\s+)?(?:e-?)?(?:mail|message)s?\s+(?:from|by)\s+([\p{Lu}][\p{L}-]+(?:\s+[\p{Lu}][\p{L}-]+)?))/u
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
  return mailFilter(question, profiles) ?? documentFilter(question, profiles) ?? {}
}

function mailFilter(question: string, profiles: readonly DocumentProfile[]): DocumentFilter | undefined {
  const match = MAIL_OF.exec(question)
  const author = match?.[1] ?? match?.[2]
  if (author === undefined) return undefined
  const isMail = ({ document }: DocumentProfile) => MAIL_TYPES.some((type) => document.path.toLowerCase().endsWith(`.${type}`)) && (document.author ?? '').toLowerCase().includes(author.toLowerCase())
  return profiles.some(isMail) ? { type: MAIL_TYPES, author: [author] } : undefined
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

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
