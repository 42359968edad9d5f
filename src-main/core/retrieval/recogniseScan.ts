import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import { MONTHS } from './findMentions.ts'
import { isStopWord, lexicalTerms } from './lexicalTerms.ts'

/** A question about the library itself: which of its documents, or how many, are of a kind or hold certain words. */
export interface ScanRequest {
  readonly kind: 'list' | 'count'
  /** What the documents must hold, as the question words it; empty: every document of the kind. */
  readonly subject: string
  /** Stemmed words of `subject`, in order; all of them must stand in one chunk. */
  readonly terms: readonly string[]
  /** The words stood in quotation marks: they must follow each other. */
  readonly isPhrase: boolean
  /** Kind of document by what it is called ("contract", "report"), as terms of which one must stand in name, title or first words; empty: any. */
  readonly calledAs: readonly string[]
  /** File types that the noun stands for. */
  readonly types: readonly string[]
  /** By whom or of when they must be ("from Anna", "from 2023"), by what the files say of themselves. */
  readonly restriction?: Pick<DocumentFilter, 'author' | 'after' | 'before'>
}

/** Nouns for any document, and those for a kind: by file type, or by what such documents are called. */
const ANY = 'documents?|files?|papers?|sources?|texts?|records?|items?|dokumente?|dateien|unterlagen'
const BY_TYPE: readonly (readonly [string, readonly string[]])[] = [
  ['e-?mails?|mails?|messages?|nachrichten', ['eml', 'msg', 'mbox']], ['spreadsheets?|workbooks?|excel (?:files?|sheets?)|tabellen', ['xlsx', 'xls', 'xlsm', 'ods', 'csv', 'tsv']],
  ['slides?|decks?|slide decks?|presentations?|präsentationen', ['pptx', 'ppt', 'odp']], ['pdfs?(?: files?| documents?)?', ['pdf']], ['word (?:files?|documents?)', ['docx', 'doc', 'odt']],
]
const BY_NAME: readonly (readonly [string, string])[] = [
  ['contracts?|agreements?|verträge', 'contract agreement vertrag'], ['reports?|berichte', 'report bericht'], ['invoices?|bills|rechnungen', 'invoice bill rechnung'], ['leases?', 'lease'], ['minutes|protokolle', 'minutes protokoll'],
  ['letters?|briefe', 'letter brief'], ['memos?|memoranda', 'memo memorandum'], ['polic(?:y|ies)|richtlinien', 'policy richtlinie'], ['manuals?|handbooks?|handbücher', 'manual handbook handbuch'], ['filings?|10-[kq]s?', 'form 10-k 10-q filing'],
  ['certificates?', 'certificate'], ['offers?|quotes|angebote', 'offer quote angebot'],
]
const NOUN = [ANY, ...BY_TYPE.map(([words]) => words), ...BY_NAME.map(([words]) => words)].join('|')

/** A verb or preposition that says what the documents hold. */
const HOLD = String.raw`(?:that |which |in which |where )?(?:(?:do |does |all |also |currently |explicitly )*)(?:mention(?:s|ed|ing)?|contain(?:s|ing)?|include(?:s|d)?|including|refer(?:s|red|ring)? to|speaks? (?:of|about)|talks? about|discuss(?:es|ed|ing)?|nam(?:e|es|ing)|cit(?:e|es|ing)|cover(?:s|ing)?|deals? with|concern(?:s|ing)?|say(?:s)? (?:anything|something) about|hold(?:s)?|ha(?:ve|s) (?:a |an |the )?(?:mention of )?|(?:are|is) (?:there )?(?:about|on)|about|with|on|regarding|concerning|erwähnen|enthalten|nennen|über|mit)`
const FORMS: readonly { readonly kind: ScanRequest['kind']; readonly pattern: RegExp }[] = [
  // "Which documents mention X?", "How many contracts contain X?"
  { kind: 'list', pattern: new RegExp(String.raw`^(?:in )?(?:which|what|welche|in welchen) (?:of (?:the|my|our|these) )?(?:other )?(${NOUN}) ${HOLD} (.+)$`, 'iu') },
  { kind: 'count', pattern: new RegExp(String.raw`^(?:in )?(?:how many|wie viele) (?:of (?:the|my|our|these) )?(?:different )?(${NOUN}) ${HOLD} (.+)$`, 'iu') },
  // "List all contracts with X", "Show me every mail about X"
  { kind: 'list', pattern: new RegExp(String.raw`^(?:please )?(?:list|show(?: me)?|give me|find(?: me)?|name|enumerate|liste|zeige?(?: mir)?) (?:me )?(?:all|every|each|any|alle)(?: of)?(?: the| my| our)? (${NOUN}) (?:auf, die |die )?${HOLD} (.+)$`, 'iu') },
  // "In which documents does X appear?", "In how many reports is X mentioned?"
  { kind: 'list', pattern: new RegExp(String.raw`^in (?:which|what) (?:of (?:the|my|our) )?(${NOUN}) (?:does|do|is|are|can) (.+?) (?:appear|occur|stand|come up|mentioned|named|be found|found|discussed|cited)(?: in them)?$`, 'iu') },
  { kind: 'count', pattern: new RegExp(String.raw`^in how many (?:of (?:the|my|our) )?(${NOUN}) (?:does|do|is|are) (.+?) (?:appear|occur|stand|come up|mentioned|named|found|discussed|cited)$`, 'iu') },
  // "How many contracts are there?", "List all reports"
  { kind: 'count', pattern: new RegExp(String.raw`^how many (${NOUN}) (?:are there|are in (?:the|my|this) (?:library|folders?)|do (?:we|i|you) have|does (?:the|this) library (?:have|hold|contain)|exist|were added)(?: in total| altogether| in (?:the|my|this) (?:library|folders?))?$`, 'iu') },
  { kind: 'list', pattern: new RegExp(String.raw`^(?:please )?(?:list|show(?: me)?|give me|name|enumerate) (?:all|every|each)(?: of)?(?: the| my| our)? (${NOUN})(?: in (?:the|my|this) (?:library|folders?)| that (?:we|i) have)?$`, 'iu') },
]

const WHOSE = String.raw`(?:that (?:are|were) )?(?:from|by|of|in|sent by|written by|sent in|written in|created in|received in|dated)`
const RESTRICTED: readonly { readonly kind: ScanRequest['kind']; readonly pattern: RegExp }[] = [
  // "List all mails from Anna", "How many mails did I get from Anna Berg?", "Which reports are from 2023?"
  { kind: 'list', pattern: new RegExp(String.raw`^(?:please )?(?:list|show(?: me)?|give me|find(?: me)?|name|enumerate) (?:all|every|each|any)(?: of)?(?: the| my| our)? (${NOUN}) ${WHOSE} (.+)$`, 'iu') },
  { kind: 'count', pattern: new RegExp(String.raw`^how many (${NOUN}) (?:are there |are |were |do (?:we|i|you) have |did (?:we|i) (?:get|receive) )?${WHOSE} (.+?)(?: are there| do (?:we|i) have)?$`, 'iu') },
  { kind: 'list', pattern: new RegExp(String.raw`^(?:which|what) (${NOUN}) (?:are|were|was|is|did (?:we|i) (?:get|receive)) ${WHOSE} (.+)$`, 'iu') },
]
const TIME = new RegExp(`^(?:the year )?(?:(${MONTHS.join('|')}) )?((?:19|20)\\d{2})$`, 'iu')
const PERSON = /^\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2}$/u

/** "from Anna Berg", "of March 2023": undefined for anything else, which may be a subject or a place. */
function restrictionOf(words: string): ScanRequest['restriction'] {
  const [, month, year] = TIME.exec(words) ?? []
  if (year !== undefined) {
    const date = month === undefined ? year : `${year}-${String(MONTHS.indexOf(month.toLowerCase()) + 1).padStart(2, '0')}`
    return { after: [date], before: [date] }
  }
  return PERSON.test(words) ? { author: [words] } : undefined
}

/** Recognises a question that only the whole library answers; undefined for every other. Where the words are doubtful it is none: an ordinary answer is never wrong. */
export function recogniseScan(question: string): ScanRequest | undefined {
  const asked = question.trim().replace(/[?.!\s]+$/u, '').replaceAll(/\s+/g, ' ')
  for (const { kind, pattern } of FORMS) {
    const match = pattern.exec(asked)
    if (match === null) continue
    const noun = match[1] ?? ''
    const held = (match[2] ?? '').trim()
    const quoted = /^(?:the )?(?:words? |terms? |phrases? |name |expression )?["'“”‘’«»„](.+)["'“”‘’«»“]$/u.exec(held)
    const subject = quoted?.[1] ?? held.replace(/^(?:the |any |a |an )?(?:words? |terms? |phrases? |name |expression )?(?:of )?/iu, '')
    const all = lexicalTerms(subject)
    const terms = quoted === null ? all.filter((term) => !isStopWord(term)) : all
    // "Which documents are about it?": nothing to look for.
    if (match[2] !== undefined && terms.length === 0) return undefined
    return { kind, subject, terms: [...new Set(terms)], isPhrase: quoted !== null && terms.length > 1, ...kindOf(noun) }
  }
  for (const { kind, pattern } of RESTRICTED) {
    const match = pattern.exec(asked)
    const restriction = restrictionOf(match?.[2] ?? '')
    if (restriction !== undefined) return { kind, subject: '', terms: [], isPhrase: false, restriction, ...kindOf(match?.[1] ?? '') }
  }
  return undefined
}

function kindOf(noun: string): Pick<ScanRequest, 'calledAs' | 'types'> {
  const is = (words: string) => new RegExp(`^(?:${words})$`, 'iu').test(noun)
  const types = BY_TYPE.find(([words]) => is(words))?.[1] ?? []
  const called = BY_NAME.find(([words]) => is(words))?.[1]
  return { types, calledAs: called === undefined ? [] : [...new Set(lexicalTerms(called))] }
}
