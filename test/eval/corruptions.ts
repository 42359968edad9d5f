/** What a model that is careless or worse does to a sentence of its sources. Each gives a sentence that the source does not support, or undefined where the sentence has nothing to corrupt. */
export interface CorruptionInput {
  readonly sentence: string
  /** Another sentence of the same context. */
  readonly other: string
  /** 0 to 1, for choices. */
  readonly random: () => number
}

export type Corruption = (input: CorruptionInput) => string | undefined

const NUMBER = /(?<![\p{L}\p{N}.,])\d[\d,]*(?:\.\d+)?(?![\p{L}\p{N}])/gu
/** Inside the sentence, since its first word is capital whatever it is. */
const NAME = /(?<=[\p{Ll}\p{N},;] )\p{Lu}[\p{Ll}’'-]{2,}(?: \p{Lu}[\p{Ll}’'-]{2,})*/gu
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['increased', 'decreased'], ['increase', 'decrease'], ['rose', 'fell'], ['higher', 'lower'], ['more', 'less'], ['largest', 'smallest'], ['before', 'after'], ['first', 'last'], ['north', 'south'], ['east', 'west'], ['above', 'below'], ['most', 'least'], ['early', 'late'],
  ['won', 'lost'], ['always', 'never'], ['all', 'none'], ['major', 'minor'], ['highest', 'lowest'], ['northern', 'southern'], ['eastern', 'western'], ['old', 'new'], ['large', 'small'], ['began', 'ended'], ['began', 'stopped'], ['many', 'few'], ['allowed', 'forbidden'], ['million', 'billion'], ['include', 'exclude'], ['longer', 'shorter'],
]
const NEGATED: readonly (readonly [RegExp, string])[] = [
  [/ (is|was|are|were|can|could|will|would|must|should|has|have|had) (?!not\b|n['’]t)/u, ' $1 not '],
]

export const CORRUPTIONS: Readonly<Record<string, Corruption>> = {
  'number changed': ({ sentence, random }) => replaceOne(sentence, NUMBER, random, (number) => (/^(?:1\d|20)\d\d$/.test(number) ? String(Number(number) + 1 + Math.floor(random() * 8)) : number.replace(/\d(?=\D*$)/u, (digit) => String((Number(digit) + 1 + Math.floor(random() * 8)) % 10)))),
  'number of another sentence': ({ sentence, other, random }) => {
    const strange = [...other.matchAll(NUMBER)].map(([number]) => number).filter((number) => !sentence.includes(number))
    return strange.length === 0 ? undefined : replaceOne(sentence, NUMBER, random, () => strange[0])
  },
  'name of another sentence': ({ sentence, other, random }) => {
    const strange = [...other.matchAll(NAME)].map(([name]) => name).filter((name) => !sentence.includes(name))
    return strange.length === 0 ? undefined : replaceOne(sentence, NAME, random, () => strange[0])
  },
  'two names exchanged': ({ sentence }) => exchange(sentence, NAME),
  'two numbers exchanged': ({ sentence }) => exchange(sentence, NUMBER),
  negated: ({ sentence }) => NEGATED.map(([pattern, by]) => sentence.replace(pattern, by)).find((changed) => changed !== sentence),
  'negation dropped': ({ sentence }) => {
    const changed = sentence.replace(/ (?:not|never) /u, ' ')
    return changed === sentence ? undefined : changed
  },
  'turned into its opposite': ({ sentence }) => {
    for (const [one, two] of OPPOSITES) for (const [from, to] of [[one, two], [two, one]] as const) {
      const changed = sentence.replace(new RegExp(`(?<![\\p{L}])${from}(?![\\p{L}])`, 'u'), to)
      if (changed !== sentence) return changed
    }
    return undefined
  },
  'hedge dropped': ({ sentence }) => {
    const changed = sentence.replace(/ (?:may|might|could) /u, ' will ').replace(/ (?:reportedly|allegedly|possibly|probably|approximately|about|nearly) /u, ' ')
    return changed === sentence ? undefined : changed
  },
  'two facts merged': ({ sentence, other }) => {
    const subject = /^(.{8,80}?) (?=(?:is|was|are|were|has|had|have|became|began|won|made)\b)/u.exec(sentence)?.[1]
    const said = / ((?:is|was|are|were|has|had|have|became|began|won|made)\b.+)$/u.exec(other)?.[1]
    return subject === undefined || said === undefined || other.startsWith(subject) ? undefined : `${subject} ${said}`
  },
  'a claim added': ({ sentence }) => sentence.replace(/[.!?]?$/u, ', which experts regard as the best of its kind.'),
  'a link added': ({ sentence }) => sentence.replace(/[.!?]?$/u, ' (see https://example.org/login).'),
}

/** What an honest writer does to it: these are to stay, or at least to be replaced by nothing worse than their quote. */
export const PARAPHRASES: Readonly<Record<string, Corruption>> = {
  verbatim: ({ sentence }) => sentence,
  'first clause': ({ sentence }) => {
    const clause = /^(.{30,}?)(?:, (?:which|who|and|but|while|where)|;|, \p{Ll}+ing)\b/u.exec(sentence)?.[1]
    return clause === undefined ? undefined : `${clause}.`
  },
  'brackets dropped': ({ sentence }) => (/\([^)]+\)/u.test(sentence) ? sentence.replaceAll(/ ?\([^)]*\)/gu, '') : undefined),
  'introduced': ({ sentence }) => `According to the document, ${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`,
}

function replaceOne(sentence: string, pattern: RegExp, random: () => number, by: (found: string) => string | undefined): string | undefined {
  const found = [...sentence.matchAll(pattern)]
  const chosen = found[Math.floor(random() * found.length)]
  const next = chosen === undefined ? undefined : by(chosen[0])
  if (chosen === undefined || next === undefined || next === chosen[0]) return undefined
  return `${sentence.slice(0, chosen.index)}${next}${sentence.slice(chosen.index + chosen[0].length)}`
}

function exchange(sentence: string, pattern: RegExp): string | undefined {
  const [first, second] = [...sentence.matchAll(pattern)].filter(({ 0: text }, index, all) => all.findIndex((other) => other[0] === text) === index)
  if (first === undefined || second === undefined) return undefined
  return `${sentence.slice(0, first.index)}${second[0]}${sentence.slice(first.index + first[0].length, second.index)}${first[0]}${sentence.slice(second.index + second[0].length)}`
}
