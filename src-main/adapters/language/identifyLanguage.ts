import { detectAll } from 'tinyld'

// tinyld's accuracy is a share of its n-gram votes; below this its first guess on short or mixed text is chance.
const MIN_ACCURACY = 0.2
const MIN_LETTERS = 40
/** Languages that are not written in Latin letters: tinyld names them for short Latin text with figures in it. */
const OTHER_SCRIPTS = new Set(['hi', 'ar', 'he', 'zh', 'ja', 'ko', 'ru', 'uk', 'be', 'bg', 'mk', 'el', 'th', 'km', 'my', 'am', 'bn', 'gu', 'kn', 'ta', 'te', 'ur', 'fa', 'hy', 'ka', 'kk', 'mn', 'ne', 'mr', 'pa', 'si', 'ml', 'lo', 'bo', 'ti', 'yi', 'tt'])

/** ISO 639-1 code of the language of a text, or `undefined` when the text is too short or no language stands out. */
export function identifyLanguage(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  const enough = latin < letters / 2 ? MIN_LETTERS / 4 : MIN_LETTERS
  if (letters < enough) return undefined
  const best = detectAll(text).find(({ lang }) => lang.length === 2 && (latin < letters / 2 || !OTHER_SCRIPTS.has(lang)))
  return best !== undefined && best.accuracy >= MIN_ACCURACY ? best.lang : undefined
}
