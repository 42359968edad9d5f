/** What a question wants done, as its words say it. Offsets into the folded question. */
export interface Cue {
  readonly start: number
  readonly end: number
  readonly kind: 'count' | 'different' | 'sum' | 'avg' | 'median' | 'share' | 'difference' | 'highest' | 'lowest' | 'latest' | 'earliest' | 'each' | 'which' | 'not' | 'numberOf'
  /** "top 3" */
  readonly limit?: number
  /** The word itself, where it names a kind of figure: oldest, cheapest. */
  readonly word: string
}

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const COUNT_WORD = String.raw`(?<limit>\d{1,3}|${NUMBERS.join('|')})`
const HIGHEST = 'highest|largest|biggest|greatest|most|maximum|max|longest|tallest|heaviest|oldest|most expensive|richest'
const LOWEST = 'lowest|smallest|least|fewest|minimum|min|shortest|lightest|youngest|cheapest|least expensive'

const CUES: readonly (readonly [RegExp, Cue['kind']])[] = [
  [/\bhow (?:many|much) (?:more|fewer|less)\b/g, 'difference'], [/\b(?:what (?:is|was) )?the difference (?:in|between)\b|\bdifference (?:in|between)\b/g, 'difference'],
  [/\b(?:what|which) (?:percentage|percent|share|proportion|fraction) of\b|\bhow many percent of\b|\bpercentage of\b/g, 'share'],
  [/\bhow many times\b|\bhow often\b|\b(?:the )?(?:total )?number of times\b/g, 'count'],
  [/\bhow many(?: of (?:the|these|those))?\b|\bcount (?:of |all |the |how many )*(?=\w)/g, 'count'], [/\b(?:the )?(?:total )?number of\b/g, 'numberOf'],
  [/\b(?:different|distinct|unique)\b/g, 'different'],
  [new RegExp(String.raw`\b(?:top|(?:${HIGHEST})) ${COUNT_WORD}\b|\b${COUNT_WORD.replace('limit', 'limit2')} (?:${HIGHEST}|top)\b`, 'g'), 'highest'],
  [new RegExp(String.raw`\b(?:bottom|(?:${LOWEST})) ${COUNT_WORD}\b|\b${COUNT_WORD.replace('limit', 'limit2')} (?:${LOWEST}|bottom)\b`, 'g'), 'lowest'],
  [/\b(?:most recent|latest|newest)\b/g, 'latest'], [/\bearliest\b/g, 'earliest'],
  [/\b(?:most|least) expensive\b/g, 'highest'],
  [new RegExp(String.raw`\b(?:${HIGHEST})\b(?: (?:amount|number)s? of)?(?! of (?:the|these|those)\b)`, 'g'), 'highest'], [new RegExp(String.raw`\b(?:${LOWEST})\b(?: (?:amount|number)s? of)?`, 'g'), 'lowest'],
  [/\b(?:average|mean|avg)\b/g, 'avg'], [/\bmedian\b/g, 'median'],
  [/\b(?:the )?(?:grand )?(?:total|sum)(?: (?:amount|sum|value)?\s?of(?: all)?(?: the)?)?\b|\bcombined\b|\baltogether\b|\bin total\b|\bin all\b|\bsummed\b|\badd(?:ed)? up\b|\boverall\b|\bhow much\b/g, 'sum'],
  [/\b(?:broken down by|split by|grouped by|group by|for each|for every|in each|in every|of each|within each|each|every|per|by)\b/g, 'each'],
  [/\b(?:which|what)\b|\b(?:list|name|show|give|enumerate|find)(?: me)?(?: all| every| each)?(?: of)?\b|\bwho\b/g, 'which'],
  [/\b(?:not|except(?: for)?|excluding|other than)\b/g, 'not'],
]

/** Cues that do not overlap; the earlier pattern, which is the longer form, wins. */
export function findCues(text: string, isTaken: (start: number, end: number) => boolean): Cue[] {
  const cues: Cue[] = []
  for (const [pattern, kind] of CUES) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length
      if (isTaken(match.index, end) || cues.some((cue) => cue.start < end && cue.end > match.index)) continue
      const limit = match.groups?.limit ?? match.groups?.limit2
      const isLeast = /^least expensive/.test(match[0])
      cues.push({ start: match.index, end, kind: isLeast ? 'lowest' : kind, word: match[0], ...(limit === undefined ? {} : { limit: /^\d/.test(limit) ? Number(limit) : NUMBERS.indexOf(limit) + 1 }) })
    }
  }
  return cues.sort((a, b) => a.start - b.start)
}
