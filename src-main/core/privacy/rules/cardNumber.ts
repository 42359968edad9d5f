import type { PersonalDataRule } from '../PersonalData.ts'
import { hasLuhnDigit } from './luhn.ts'
import { digitsOf, matches } from './matches.ts'

/** Prefixes and lengths of cards in use: ISO/IEC 7812 ranges as the networks publish them. Visa's 13 digits are given out no more, and barcodes are as long. */
const NETWORKS: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^(?:30[0-5]|3[689])/, [14, 16]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [12, 13, 16, 18, 19]],
]
/** Groups of three or more figures, all parted alike. */
const NUMBER = /\d{12,19}|\d{4}([ \u00a0-])\d{4,6}\1\d{4,5}(?:\1\d{3,4}){0,2}/g

export const cardNumber: PersonalDataRule = {
  kind: 'card',
  find: (text) => matches(text, NUMBER, (found) => {
    const digits = digitsOf(found)
    return NETWORKS.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length)) && hasLuhnDigit(digits)
  }),
}
