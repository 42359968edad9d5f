import type { Span } from '../PersonalData.ts'

/** Characters in which a word before a number can say what the number is: `BSN of the employee: 1234`. */
const CUE_REACH = 40

/**
 * Stretches that a pattern finds and that pass the check. The pattern must be global; what stands directly before or after must be neither a letter nor a
 * figure, so that a number is never cut out of a longer one.
 */
export function* matches(text: string, pattern: RegExp, accept: (found: string, before: string) => boolean = () => true): Generator<Span> {
  for (const match of text.matchAll(pattern)) {
    const charEnd = match.index + match[0].length
    if (/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, match.index - 2), match.index)) || /^[\p{L}\p{N}]/u.test(text.slice(charEnd, charEnd + 2))) continue
    if (accept(match[0], textBefore(text, match.index))) yield { charStart: match.index, charEnd }
  }
}

/** The line's text before a place, as far as a cue reaches. */
export function textBefore(text: string, at: number): string {
  return text.slice(Math.max(0, at - CUE_REACH), at)
}

export function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '')
}
