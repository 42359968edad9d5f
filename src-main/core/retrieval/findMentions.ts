import type { QuestionMentions } from './QuestionAnalysis.ts'

export const MONTHS: readonly string[] = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const MONTH = `(${MONTHS.join('|')}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)`
const ORDINAL_QUARTERS = ['first', 'second', 'third', 'fourth']

/** Words for file types that people use in questions, by the short name of a filter. */
const TYPE_WORDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bpdfs?\b/i, ['pdf']],
  [/\b(?:e-?mails?|mails?|messages?)\b/i, ['eml', 'msg', 'mbox']],
  [/\b(?:spreadsheets?|excel|workbooks?)\b/i, ['xlsx', 'xls', 'ods', 'csv', 'tsv']],
  [/\b(?:slides?|decks?|presentations?|powerpoints?)\b/i, ['pptx', 'odp']],
  [/\bword (?:files?|documents?)\b/i, ['docx', 'doc', 'odt']],
]

/**
 * What a question names that documents can be told apart by: years, quarters, dates, names, identifiers, file types. By form alone: nothing
 * here knows the library, and a wrong guess costs nothing until a document matches it.
 */
export function findMentions(question: string): QuestionMentions {
  return {
    years: unique([...question.matchAll(/\b(?:FY\s?|')?((?:19|20)\d{2})\b/gi)].map((match) => Number(match[1]))).concat(shortFiscalYears(question)),
    quarters: findQuarters(question),
    dates: findDates(question),
    names: findNames(question),
    identifiers: findIdentifiers(question),
    types: unique(TYPE_WORDS.flatMap(([words, types]) => (words.test(question) ? types : []))),
  }
}

/** `FY23` and `FY '23`. */
function shortFiscalYears(question: string): number[] {
  return unique([...question.matchAll(/\bFY\s?'?(\d{2})\b(?!\d)/gi)].map((match) => 2000 + Number(match[1])))
}

function findQuarters(question: string): { quarter: number; year?: number }[] {
  const found: { quarter: number; year?: number }[] = []
  // `2Q22` and `Q2 '22` as people write them in spreadsheets.
  const spelled = question.replaceAll(/\b(?:([1-4])Q\s?'?|Q([1-4])\s?')(\d{2})\b/gi, (_all, before: string | undefined, after: string | undefined, year: string) => `Q${before ?? after ?? ''} 20${year}`)
  for (const match of spelled.matchAll(/\b(?:((?:19|20)\d{2})[ ,/-]*)?(?:Q([1-4])|([1-4])Q|(first|second|third|fourth)(?: fiscal)? quarter)(?:(?:,? of| in)?(?: fiscal)?(?: year)?[ ,/'-]*((?:19|20)\d{2}))?\b/gi)) {
    const quarter = Number(match[2] ?? match[3] ?? ORDINAL_QUARTERS.indexOf((match[4] ?? '').toLowerCase()) + 1)
    const year = match[1] ?? match[5]
    found.push({ quarter, ...(year === undefined ? {} : { year: Number(year) }) })
  }
  return found
}

function findDates(question: string): string[] {
  const iso = [...question.matchAll(/\b(\d{4}-\d{2}-\d{2})\b/g)].map((match) => match[1] ?? '')
  const monthFirst = [...question.matchAll(new RegExp(`\\b${MONTH}\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, 'gi'))].map((match) => isoDate(match[3], match[1], match[2]))
  const dayFirst = [...question.matchAll(new RegExp(`\\b(\\d{1,2})\\.?(?:st|nd|rd|th)?(?: of)? ${MONTH}\\.?,? (\\d{4})\\b`, 'gi'))].map((match) => isoDate(match[3], match[2], match[1]))
  return unique([...iso, ...monthFirst, ...dayFirst].filter((date) => date !== ''))
}

function isoDate(year = '', month = '', day = ''): string {
  const index = MONTHS.findIndex((name) => name.startsWith(month.toLowerCase().slice(0, 3)))
  return index < 0 || Number(day) > 31 ? '' : `${year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** Capitalised words that do not merely begin the sentence, joined when they follow each other; and words in capitals anywhere. */
function findNames(question: string): string[] {
  const names: string[] = []
  for (const match of question.matchAll(/(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}\p{N}&.'’-]*(?:\s+(?:(?:of|the|and|de|von|van|&)\s+)?\p{Lu}[\p{L}\p{M}\p{N}&.'’-]*)*/gu)) {
    const isStart = /^[\s"'“‘(]*$/u.test(question.slice(0, match.index)) || /[.?!:]\s+["'“‘(]*$/u.test(question.slice(0, match.index))
    const words = match[0].split(/\s+/).map((word) => word.replace(/(?:['’]s)?[.,'’-]*$/u, ''))
    // "What Apple": the sentence's own capital is no name, what follows it is.
    if (isStart && QUESTION_STARTERS.has((words[0] ?? '').toLowerCase())) words.shift()
    if (words.some((word) => word.length > 1)) names.push(words.join(' '))
  }
  return unique(names)
}

const QUESTION_STARTERS: ReadonlySet<string> = new Set(
  'what which who whom whose when where why how is are was were do does did can could should would will shall may has have had in on at of for from to by with about and or if the a an this that these those list show give tell find explain describe compare summarise summarize name analyze analyse considering based according please under between during as identify provide discuss examine evaluate calculate determine'.split(' '),
)

/** Letters with digits, dotted versions, slashed or dashed numbers, and a word in capitals with its number (`ISO 27001`). */
function findIdentifiers(question: string): string[] {
  const standards = [...question.matchAll(/\b[A-Z]{2,}[ -]\d+(?:[-.:/]\d+)*\b/g)].map((match) => match[0])
  const codes = [...question.matchAll(/(?<![\p{L}\p{N}])(?=[\p{L}\p{N}./-]*\d)(?=[\p{L}\p{N}./-]*[\p{L}./-])[\p{L}\p{N}]+(?:[./-][\p{L}\p{N}]+)*(?![\p{L}\p{N}])/gu)]
    .map((match) => match[0]).filter((code) => !/^(?:\d{4}-\d{2}-\d{2}|Q[1-4]|[1-4]Q|FY\d{2,4}|\d+(?:st|nd|rd|th)|\d+\.\d+)$/i.test(code))
  return unique([...standards, ...codes])
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)]
}
