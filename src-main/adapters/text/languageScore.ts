/**
 * Letters outside ASCII of languages that were written in single-byte code pages, most frequent first. The order stands for
 * the frequencies (Zipf: the n-th letter about 1/(n+1)), which is enough to tell which of thirty code pages was meant.
 */
const ALPHABETS: readonly string[] = [
  'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё', 'оанивіретслкдумпяьзгбчйхцїжєюшщфґ', 'аиоетнрсвлкдпмзгъубчщцяжйхшюфь', 'аоиенрсјтвкудлмпгзбчцшхњћжђљфџ',
  'αοιετσνηυρπκμλςωδγχθφάέίόήύώβξζψϊϋΐΰ', 'יוהלאתרשמבנםחדקעפכצזטסגןךץף', 'اليمنرتبودعسفكهةحقجشطصخأإىذضزثءغئظؤآ،', 'اینردهموتبسشلکقفعگخجپزحآصطچضغظذئثژ،',
  'านรอกเงทมยลวด\u0e31\u0e48\u0e49\u0e35\u0e34สตบปคแะไ\u0e4c\u0e38หจพชขโใถผณญซ\u0e39\u0e37\u0e47ศธษฟภฐฉๆฎฝฮฬฆ\u0e33\u0e36',
  'íáéěřýžčšůúťďňó', 'áíéčýžšľťúňôďóäŕĺ', 'ąęółśżćńź', 'áéőöóüíúű', 'ăîâșțşţ', 'čšžćđ', 'äüöß', 'éèàêçôîùûâïëœ', 'óíáñéúü', 'ãçáéõíóêúâà', 'àèéìòù', 'äåöé', 'øåæé', 'äöå',
  'áðíéöúþæóý', 'ışğüçöâ', 'äõüöšž', 'āīēšūņļčģžķ', 'ėųįšžąčęū', 'àèéíïóòúüç·', 'ëéïèöüó',
  'ạảấầậếềệộớờợừữựđăâêôơưáàảãéèíìóòúùý\u0300\u0301\u0303\u0309\u0323',
]
/** Signs that stand in texts of every language; single characters count little for or against a code page. */
const SIGNS: ReadonlyMap<string, number> = new Map([...'–—‘’“”„…«»°§€£©®™·•¿¡№ªº½¼²³±×µ†\u00a0'].map((sign) => [sign, sign === '’' || sign === '\u00a0' || sign === '–' ? 0.03 : 0.012]))

const UNKNOWN_LETTER = Math.log(0.0008)
const UNKNOWN_SIGN = Math.log(0.0004)
// Boxes, blocks, controls and holes in the code page: programs drew them, texts do not hold them.
const NEVER = Math.log(0.00002)
const SAMPLE_CHARS = 8_000

const MODELS = ALPHABETS.map((letters) => {
  const weights = new Map<string, number>()
  const total = [...letters].reduce((sum, _, index) => sum + 1 / (index + 2), 0)
  for (const [index, letter] of [...letters].entries()) weights.set(letter, Math.log(0.9 / ((index + 2) * total)))
  return { weights, isLatin: /\p{Script=Latin}/u.test(letters) }
})

/**
 * How much the characters outside ASCII look like a language: the best language's mean log-probability a character, less for
 * capitals inside words and for letters of two alphabets in one word. Higher is better; 0 when all is ASCII.
 */
export function languageScore(text: string): number {
  const chars: { readonly char: string; readonly lower: string; readonly penalty: number; readonly base: number }[] = []
  for (let at = 0; at < text.length && chars.length < SAMPLE_CHARS; at++) {
    const char = text.charAt(at)
    if (char < '\u0080') continue
    const lower = char.toLowerCase()
    const before = at === 0 ? ' ' : text.charAt(at - 1)
    const after = text.charAt(at + 1)
    chars.push({ char, lower, penalty: contextPenalty(char, lower, before, after), base: baseScore(char) })
  }
  if (chars.length === 0) return 0
  let best = -Infinity
  for (const { weights } of MODELS) {
    let sum = 0
    for (const { lower, char, penalty, base } of chars) sum += (weights.get(lower) ?? weights.get(char) ?? base) + penalty
    best = Math.max(best, sum / chars.length)
  }
  return best
}

function baseScore(char: string): number {
  const sign = SIGNS.get(char)
  if (sign !== undefined) return Math.log(sign)
  if (/[\u0080-\u009f\ufffd\u2500-\u25ff\ue000-\uf8ff]/.test(char)) return NEVER
  return /[\p{L}\p{M}]/u.test(char) ? UNKNOWN_LETTER : UNKNOWN_SIGN
}

function contextPenalty(char: string, lower: string, before: string, after: string): number {
  if (!/\p{L}/u.test(char)) return /[a-z]/i.test(before) && /[a-z]/i.test(after) && char !== '’' && char !== '·' && !/\p{M}/u.test(char) ? -3 : 0
  let penalty = 0
  // Some languages have words of one letter; a list of lone letters is a list of signs in another code page.
  if (!/\p{L}/u.test(before) && !/\p{L}/u.test(after)) penalty -= 2
  // A capital after a small letter, or a small one after two capitals of other case rules: bytes of another code page.
  if (char !== lower && /\p{Ll}/u.test(before)) penalty -= 3
  const isLatin = /\p{Script=Latin}/u.test(char)
  if (!isLatin && (/[a-z]/i.test(before) || /[a-z]/i.test(after))) penalty -= 3
  return penalty
}
