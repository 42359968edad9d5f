/** A title names what follows; twice a line's length is a sentence without its stop. */
const MAX_TITLE_CHARS = 120
const MAX_TITLE_WORDS = 14
/** "Gender Affirming Care", "COVERED SERVICES": most of the words that are no articles or prepositions begin with a capital. */
const CAPITAL_SHARE = 0.75

/** "21. Financial covenants", "4.2 Notice of default": clauses of contracts, sections of reports; up to six words, of which the first begins with a capital. */
const NUMBERED_HEADING = /^(?:§\s*\d{1,4}|\d{1,3}\.(?:\d{1,3}(?:\.\d{1,3}){0,2}\.?)?)\s+\p{Lu}[\p{L}\p{M}’'-]*(?:\s+[\p{L}\p{M}’'&(),-]+){0,5}$/u

/**
 * Whether a stretch of text is a title, or a line of a table of contents, by its looks alone: PDFs seldom say what a heading is. Such a line
 * names a subject and tells nothing of it. Scripts without capitals never look like one.
 */
export function isTitleLine(line: string): boolean {
  // "STATEMENTS OF CASH FLOWS (in millions) (unaudited)": what follows in brackets is a remark on the title; a line of nothing else is one on the table below.
  const text = line.replace(/(?:\s*\([^()]*\))+\s*$/u, '')
  if (text === '') return true
  if (/(?:\.\s?){4,}\s*\p{N}*$/u.test(text)) return true
  if (text.length > MAX_TITLE_CHARS || /[.!?:;。！？…"”)]$/u.test(text)) return false
  if (NUMBERED_HEADING.test(text)) return true
  const words = (text.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? []).filter((word) => word.length > 3)
  return words.length > 0 && words.length <= MAX_TITLE_WORDS && words.filter((word) => /^\p{Lu}/u.test(word)).length >= CAPITAL_SHARE * words.length
}
