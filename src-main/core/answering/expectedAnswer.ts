/** What kind of thing a question asks for, as far as its words tell. */
export type ExpectedAnswer = 'date' | 'number' | 'name' | 'place'

/**
 * Recognises the kind of answer by the question words of English, German, French, Spanish, Portuguese and Italian. Null for
 * everything else (what, why, how): a wrong guess costs more than none.
 */
export function expectedAnswer(question: string): ExpectedAnswer | null {
  const text = question.toLowerCase()
  for (const [kind, pattern] of PATTERNS) if (pattern.test(text)) return kind
  return null
}

const PATTERNS: readonly (readonly [ExpectedAnswer, RegExp])[] = [
  ['date', /(?<!\p{L})(?:when|(?:what|which) (?:year|date|day|month|decade|century|time)|wann|in welchem jahr|quand|quelle année|cuándo|quando|qué año|que ano|che anno)(?!\p{L})/u],
  ['number', /(?<!\p{L})(?:how (?:many|much|old|long|large|big|tall|high|far|often|fast|deep|wide)|what (?:percent|percentage|number|amount|size)|what (?:is|was|are|were) the (?:total|number|population|average|value|size|length|area|amount)|enrollment|population|total|wie viele?|wie hoch|wie lange|combien|cuánt[oa]s?|quant[oaie]s?)(?!\p{L})/u],
  ['name', /(?<!\p{L})(?:who|whom|whose|(?:what|which) (?:person|individual|president|king|queen|company|author|organi[sz]ation)|wer|wen|wem|wessen|qui|quién|quiénes|quem|chi)(?!\p{L})/u],
  ['place', /(?<!\p{L})(?:where|(?:what|which) (?:country|city|state|place|town|region|river)|wo|woher|wohin|où|dónde|onde|dove)(?!\p{L})/u],
]

/** Whether a sentence holds such a thing that the question did not already name. */
export function holdsExpected(kind: ExpectedAnswer, sentence: string, question: string): boolean {
  const asked = new Set(question.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
  const isNew = (word: string) => !asked.has(word.toLowerCase())
  switch (kind) {
    case 'date': return matches(sentence, DATE).some(isNew)
    case 'number': return matches(sentence, NUMBER).some(isNew)
    case 'name':
    case 'place': return matches(sentence, NAME).map((name) => name.replace(/['’]s$/, '')).some((name) => isNew(name) && isNew(name.replace(/s$/, '')))
    default: return kind satisfies never
  }
}

/** Money, shares, decimals, thousands and named powers of ten beside a word: no bare year, day or number of a note, and no row of figures alone. */
export function holdsAmount(text: string): boolean {
  return AMOUNT.test(text) && /\p{L}{2}/u.test(text)
}

const AMOUNT = /[$€£¥]\s?\p{N}|\p{N}\s?%|\p{N}{1,3}(?:,\p{N}{3})+|\p{N}\.\p{N}|\p{N}\s(?:thousand|million|billion|percent)/iu
const DATE = /(?<!\p{N})(?:1\d{3}|20\d{2}|[1-9]\d{2})(?!\p{N})|(?<!\p{L})(?:january|february|march|april|may|june|july|august|september|october|november|december|century|centuries|decade|januar|februar|märz|mai|juni|juli|oktober|dezember|jahrhundert|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|siècle|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|siglo)(?!\p{L})/giu
const NUMBER = /\p{N}[\p{N}.,]*|(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundreds?|thousands?|million|billion|half|third|quarter|twice|percent|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert|tausend|millionen|milliarden|prozent)(?!\p{L})/giu
/** A capital word that does not merely begin the sentence, or begins a run of capital words. */
const NAME = /(?<=[\p{L}\p{N},;:'’"()-]\s["'(“]?)\p{Lu}[\p{L}'’-]+|^["'(“]?\p{Lu}[\p{L}'’-]+(?=\s\p{Lu})/gu

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[0])
}
