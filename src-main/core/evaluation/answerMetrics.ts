/** Words that a comparison of answers ignores, and the normalisation of the SQuAD evaluation script (Rajpurkar et al. 2016), for any script. */
const ARTICLES = /(?<!\p{L})(?:a|an|the)(?!\p{L})/gu

/** Lower case, without punctuation, English articles and extra space. */
export function normaliseAnswer(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\s]/gu, ' ').replaceAll(ARTICLES, ' ').replaceAll(/\s+/g, ' ').trim()
}

/** 1 when any reference stands in the text as whole words, after normalising; else 0. */
export function containsAnswer(text: string, references: readonly string[]): number {
  const haystack = ` ${normaliseAnswer(text)} `
  return references.some((reference) => {
    const needle = normaliseAnswer(reference)
    if (needle === '') return false
    // Scripts without spaces have no word borders to hold to.
    return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(needle) ? haystack.includes(needle) : haystack.includes(` ${needle} `)
  }) ? 1 : 0
}

/** Best token F1 over the references (SQuAD); 1 when both are empty. */
export function answerF1(text: string, references: readonly string[]): number {
  return Math.max(0, ...references.map((reference) => tokenF1(normaliseAnswer(text), normaliseAnswer(reference))))
}

function tokenF1(text: string, reference: string): number {
  const given = text.split(' ').filter((token) => token !== '')
  const wanted = reference.split(' ').filter((token) => token !== '')
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0
  const left = new Map<string, number>()
  for (const token of wanted) left.set(token, (left.get(token) ?? 0) + 1)
  let common = 0
  for (const token of given) {
    const count = left.get(token) ?? 0
    if (count === 0) continue
    left.set(token, count - 1)
    common++
  }
  if (common === 0) return 0
  const precision = common / given.length
  const recall = common / wanted.length
  return (2 * precision * recall) / (precision + recall)
}

/**
 * The figures of a text as they can be found again: digits with their separators, without thousands commas. Years, quarter numbers, days of dates and single digits
 * are left out: they stand everywhere and prove nothing.
 */
export function figuresOf(text: string): string[] {
  const found = new Set<string>()
  const withoutDates = text.replaceAll(/\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}(?:,\s*\d{4})?/gi, ' ').replaceAll(/\bQ[1-4]\b|\b10-[KQ]s?\b/gi, ' ')
  for (const [figure] of withoutDates.matchAll(/(?<![\p{L}\p{N}.])\d+(?:,\d{3})*(?:\.\d+)?(?!\p{L})/gu)) {
    const plain = figure.replaceAll(',', '')
    if (/^(?:\d|(?:19|20)\d{2})$/.test(plain)) continue
    found.add(plain)
  }
  return [...found]
}

/** Share of the reference's figures that stand in the text; undefined when the reference has none. */
export function figuresFound(text: string, reference: string): number | undefined {
  const wanted = figuresOf(reference)
  if (wanted.length === 0) return undefined
  const there = new Set(figuresOf(text))
  return wanted.filter((figure) => there.has(figure)).length / wanted.length
}

/** 1 when every figure of a short reference (a number, an amount, a percentage) stands in the text; undefined when it has none. Also single digits and years count. */
export function numericMatch(text: string, reference: string): number | undefined {
  const wanted = plainNumbers(reference)
  if (wanted.length === 0) return undefined
  const there = new Set(plainNumbers(text))
  return wanted.every((number) => there.has(number)) ? 1 : 0
}

function plainNumbers(text: string): string[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}.])\d+(?:,\d{3})*(?:\.\d+)?/gu)].map(([number]) => String(Number(number.replaceAll(',', ''))))
}
