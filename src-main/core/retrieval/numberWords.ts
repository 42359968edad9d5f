/** Small numbers as contracts and minutes write them out ("three months", "zwölf Monate"), by the digits that they stand for. No articles ("ein", "un"), and no word that means something else in English ("once", "sept"). */
const WRITTEN: Readonly<Record<string, string>> = {
  1: 'one', 2: 'two zwei deux', 3: 'three drei trois', 4: 'four vier quatre', 5: 'five fünf cinq', 6: 'six sechs', 7: 'seven sieben', 8: 'eight acht huit', 9: 'nine neun neuf', 10: 'ten zehn dix', 11: 'eleven elf onze',
  12: 'twelve zwölf douze', 13: 'thirteen', 14: 'fourteen', 15: 'fifteen fünfzehn quinze', 16: 'sixteen', 17: 'seventeen', 18: 'eighteen achtzehn', 19: 'nineteen', 20: 'twenty zwanzig vingt', 30: 'thirty dreißig trente',
  40: 'forty vierzig quarante', 50: 'fifty fünfzig cinquante', 60: 'sixty sechzig soixante', 70: 'seventy siebzig', 80: 'eighty achtzig', 90: 'ninety neunzig', 100: 'hundred hundert', 1000: 'thousand tausend mille',
}

/** By word, in lower case and not stemmed. */
export const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(Object.entries(WRITTEN).flatMap(([digits, words]) => words.split(' ').map((word) => [word, digits] as const)))
