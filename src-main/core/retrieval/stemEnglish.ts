/**
 * English stems after M. Porter, "The English (Porter2) stemming algorithm" (snowballstem.org): the same that the full-text
 * index applies, so that what counts as one word is the same on both sides. Takes a lower-case word; words with anything but
 * a–z and apostrophes come back as they are.
 */
export function stemEnglish(word: string): string {
  if (word.length <= 2 || !/^[a-z']+$/.test(word)) return word
  const exception = EXCEPTIONS.get(word)
  if (exception !== undefined) return exception
  let stem = markConsonantY(word.replace(/^'/, ''))
  const [r1, r2] = regions(stem)
  stem = stem.replace(/(?:'s'|'s|')$/, '')
  stem = plural(stem)
  if (INVARIANT.has(stem)) return stem
  stem = pastAndGerund(stem, r1)
  stem = stem.replace(/(?<=.[^aeiouy])[yY]$/, 'i')
  stem = replaceSuffix(stem, STEP_2, r1, (before, suffix) => (suffix === 'ogi' ? before.endsWith('l') : suffix === 'li' ? /[cdeghkmnrt]$/.test(before) : true))
  stem = replaceSuffix(stem, STEP_3, r1, (before, suffix) => suffix !== 'ative' || before.length >= r2)
  stem = replaceSuffix(stem, STEP_4, r2, (before, suffix) => suffix !== 'ion' || /[st]$/.test(before))
  return finish(stem, r1, r2).toLowerCase()
}

const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['skis', 'ski'], ['skies', 'sky'], ['dying', 'die'], ['lying', 'lie'], ['tying', 'tie'], ['idly', 'idl'], ['gently', 'gentl'], ['ugly', 'ugli'],
  ['early', 'earli'], ['only', 'onli'], ['singly', 'singl'], ['sky', 'sky'], ['news', 'news'], ['howe', 'howe'], ['atlas', 'atlas'],
  ['cosmos', 'cosmos'], ['bias', 'bias'], ['andes', 'andes'],
])
const INVARIANT: ReadonlySet<string> = new Set(['inning', 'outing', 'canning', 'herring', 'earring', 'proceed', 'exceed', 'succeed'])

const STEP_2: readonly (readonly [string, string])[] = [
  ['ational', 'ate'], ['ization', 'ize'], ['fulness', 'ful'], ['ousness', 'ous'], ['iveness', 'ive'], ['tional', 'tion'], ['biliti', 'ble'],
  ['lessli', 'less'], ['entli', 'ent'], ['ation', 'ate'], ['alism', 'al'], ['aliti', 'al'], ['ousli', 'ous'], ['iviti', 'ive'], ['fulli', 'ful'],
  ['enci', 'ence'], ['anci', 'ance'], ['abli', 'able'], ['izer', 'ize'], ['ator', 'ate'], ['alli', 'al'], ['bli', 'ble'], ['ogi', 'og'], ['li', ''],
]
const STEP_3: readonly (readonly [string, string])[] = [
  ['ational', 'ate'], ['tional', 'tion'], ['alize', 'al'], ['icate', 'ic'], ['iciti', 'ic'], ['ative', ''], ['ical', 'ic'], ['ness', ''], ['ful', ''],
]
const STEP_4: readonly (readonly [string, string])[] = [
  'ement', 'ance', 'ence', 'able', 'ible', 'ment', 'ant', 'ent', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize', 'ion', 'al', 'er', 'ic',
].map((suffix) => [suffix, ''] as const)

/** A `y` at the start or after a vowel is a consonant: written `Y` until the end. */
function markConsonantY(word: string): string {
  return word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y')
}

/** R1 begins after the first non-vowel that follows a vowel; R2 the same inside R1. */
function regions(word: string): [number, number] {
  const special = /^(?:gener|commun|arsen)/.exec(word)
  const r1 = special === null ? after(word, 0) : special[0].length
  return [r1, after(word, r1)]
}

function after(word: string, from: number): number {
  const match = /[aeiouy][^aeiouy]/.exec(word.slice(from))
  return match === null ? word.length : from + match.index + 2
}

function plural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1)
  if (/(?:us|ss)$/.test(word)) return word
  return /[aeiouy].+s$/.test(word) ? word.slice(0, -1) : word
}

function pastAndGerund(word: string, r1: number): string {
  const ee = /(?:eedly|eed)$/.exec(word)
  if (ee !== null) return ee.index >= r1 ? `${word.slice(0, ee.index)}ee` : word
  const match = /(?:ingly|edly|ing|ed)$/.exec(word)
  if (match === null) return word
  const before = word.slice(0, match.index)
  if (!/[aeiouy]/.test(before)) return word
  if (/(?:at|bl|iz)$/.test(before)) return `${before}e`
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(before)) return before.slice(0, -1)
  return r1 >= before.length && endsShort(before) ? `${before}e` : before
}

/** Ends in a short syllable: consonant, vowel, consonant other than w, x, Y; or is a vowel and a consonant. */
function endsShort(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word)
}

function replaceSuffix(word: string, table: readonly (readonly [string, string])[], region: number, allows: (before: string, suffix: string) => boolean): string {
  // The tables are ordered by length: the longest suffix decides, also when it may not be replaced.
  for (const [suffix, replacement] of table) {
    if (!word.endsWith(suffix)) continue
    const before = word.slice(0, -suffix.length)
    return before.length >= region && allows(before, suffix) ? before + replacement : word
  }
  return word
}

function finish(word: string, r1: number, r2: number): string {
  const before = word.slice(0, -1)
  if (word.endsWith('e') && (before.length >= r2 || (before.length >= r1 && !endsShort(before)))) return before
  if (word.endsWith('ll') && before.length >= r2) return before
  return word
}
