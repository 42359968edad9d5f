// Invisible marks that carry no text and break search: byte order mark, zero-width space, word joiner, soft hyphen, and the
// "tag" characters that can smuggle text past a reader. Joiners (ZWJ, ZWNJ) stay: Persian, Indic scripts and emoji need them.
const INVISIBLE = /[\uFEFF\uFFFE\uFFFF\u200B\u2060\u00AD\u{E0000}-\u{E007F}]/gu
// eslint-disable-next-line no-control-regex -- control characters are what is taken out
const CONTROL = /[\u0000-\u0008\u000B\u000E-\u001F\u007F-\u0084\u0086-\u009F]/g
const LINE_END = /\r\n?|[\u0085\u2028\u2029\f\v]/g
// No-break, figure and narrow no-break space: a person who types or pastes a quote has plain spaces.
const SPACE = /[\u00A0\u2007\u202F]/g

const PLAIN_LINE = /^(?:[!-~]+(?: [!-~]+)*)?$/

/**
 * The one form in which text is stored, searched and quoted: NFC, LF line ends, plain spaces instead of no-break ones, and
 * neither control nor invisible characters; lone surrogates become U+FFFD. Tabs and line ends stay. Idempotent.
 */
export function normaliseText(text: string): string {
  return text.toWellFormed().replace(LINE_END, '\n').replace(CONTROL, '').replace(INVISIBLE, '').replace(SPACE, ' ').normalize('NFC')
}

/** The same on one line: every run of white space becomes one space, none at the ends. */
export function normaliseLine(text: string): string {
  // Most cells and headings are plain words already; sheets have millions of them.
  if (PLAIN_LINE.test(text)) return text
  return normaliseText(text).replace(/\s+/g, ' ').trim()
}
