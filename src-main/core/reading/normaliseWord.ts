const LIGATURES: Readonly<Record<string, string>> = { 'ﬀ': 'ff', 'ﬁ': 'fi', 'ﬂ': 'fl', 'ﬃ': 'ffi', 'ﬄ': 'ffl', 'ﬅ': 'st', 'ﬆ': 'st', 'ĳ': 'ij', 'Ĳ': 'IJ' }
const LIGATURE = /[ﬀﬁﬂﬃﬄﬅﬆĳĲ]/u
const ARABIC_FORM = /[\u0640\uFB1D-\uFDFF\uFE70-\uFEFC]/u
// Control characters, soft hyphens, zero-width marks that only steer rendering, and noncharacters.
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u001F\u007F-\u009F\u00AD\u200B\u2060\uFEFF\uFFFE\uFFFF]/u

/** One word as it is stored: composed (NFC), ligatures and Arabic presentation forms spelt out, nothing invisible. Other compatibility characters stay as they are. */
export function normaliseWord(text: string): string {
  let word = text
  if (INVISIBLE.test(word)) {
    // A soft hyphen at the end is where the line divides the word: it stays a hyphen so that the halves can be joined.
    word = word.replace(/\u00AD$/u, '-').replace(new RegExp(INVISIBLE, 'gu'), '')
  }
  if (LIGATURE.test(word)) word = word.replace(new RegExp(LIGATURE, 'gu'), (ligature) => LIGATURES[ligature] ?? ligature)
  if (isPlain(word)) return word
  // How an Arabic letter is drawn depends on its place in the word, and the stretch between two on the line's width: neither is spelling.
  if (ARABIC_FORM.test(word)) word = word.replace(new RegExp(ARABIC_FORM, 'gu'), (form) => form === '\u0640' ? '' : form.normalize('NFKC'))
  return word.normalize('NFC')
}

function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 127) return false
  return true
}
