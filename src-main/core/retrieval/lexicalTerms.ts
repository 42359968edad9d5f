import { stemEnglish } from './stemEnglish.ts'

/** Scripts that are written without spaces: Han, kana, Thai, Lao, Khmer, Burmese. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** A run of letters, marks and digits; a point, comma or apostrophe inside numbers and words stays (`1,234.5`, `1.0.21`, `don't`). */
const WORD = /[\p{L}\p{M}\p{N}_]+(?:[.,'](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}_]+)*/gu

/**
 * The words of a text before stemming: NFKC, lower case, words of scripts without spaces by the platform's dictionary, combining
 * marks kept. In text order, with repetitions and stop words.
 */
export function lexicalWords(text: string): string[] {
  const words: string[] = []
  for (const [run] of text.normalize('NFKC').toLowerCase().replaceAll('’', "'").matchAll(WORD)) {
    if (UNSPACED.test(run)) words.push(...dictionaryWords(run))
    else words.push(...splitJoined(run))
  }
  return words
}

/** The words of a text as full text sees them: `lexicalWords`, English ones stemmed. Stop words are included (see `isStopWord`). */
export function lexicalTerms(text: string): string[] {
  return lexicalWords(text).map(stemEnglish)
}

/** A word as it stands in a text and as it is matched. */
export interface ContentWord {
  readonly word: string
  readonly term: string
}

/** The words of a question that say what it is about: no stop words, each term once. Falls back to all words when only stop words are there. */
export function contentWords(text: string): ContentWord[] {
  const byTerm = new Map<string, ContentWord>()
  for (const word of lexicalWords(text)) {
    const term = stemEnglish(word)
    if (!byTerm.has(term)) byTerm.set(term, { word, term })
  }
  const content = [...byTerm.values()].filter(({ term }) => !isStopWord(term))
  // "The Who", "To be or not to be": better all words than none.
  return content.length > 0 ? content : [...byTerm.values()]
}

/** English function words and words that only make a question; as `lexicalTerms` writes them. */
export function isStopWord(term: string): boolean {
  return STOP_TERMS.has(term)
}

/** Points and commas join digits (`1,234.5`, `v1.0.21`); between letters they divide (`amazon.com`, `net,income`). */
function splitJoined(word: string): string[] {
  return word.split(/(?<!\p{N})[.,]|[.,](?!\p{N})/u).filter((part) => part !== '')
}

function dictionaryWords(run: string): string[] {
  const words: string[] = []
  for (const { segment, isWordLike } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(run)) if (isWordLike === true) words.push(segment)
  return words
}

const STOP_TERMS: ReadonlySet<string> = new Set(
  ('a an and are as at be been being but by can could did do does doing for from had has have having he her hers him his i if in into is it its itself just me my no nor not of off on once '
  + 'or our ours out own she should so some such than that the their theirs them then there these they this those through to too until up was we were what when where which while who whom why will '
  + "with would you your yours how much many any about also please tell show give explain describe find say said us am it's what's who's where's how's that's there's i'm don't doesn't didn't isn't aren't wasn't weren't")
    .split(' ').map((word) => stemEnglish(word)),
)
