import type { PersonalDataRule } from '../PersonalData.ts'
import { digitsOf, matches } from './matches.ts'

/**
 * Germany: Steuerliche Identifikationsnummer, 11 digits (§ 139b AO; Bundeszentralamt für Steuern): the first is not 0; of the first ten exactly one digit stands twice or three times,
 * thrice not in a row; the last is the check digit of ISO/IEC 7064 MOD 11,10.
 */
export const germanTaxId: PersonalDataRule = {
  kind: 'nationalId',
  find: (text) => matches(text, /[1-9]\d([ ]?)\d{3}\1\d{3}\1\d{3}/g, (found) => isTaxId(digitsOf(found))),
}

function isTaxId(digits: string): boolean {
  const first = digits.slice(0, 10)
  const repeated = [...new Set(first)].map((digit) => first.split(digit).length - 1).filter((count) => count > 1)
  if (repeated.length !== 1 || (repeated[0] ?? 0) > 3 || /(\d)\1\1/.test(first)) return false
  let product = 10
  for (const digit of first) {
    const sum = (Number(digit) + product) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (11 - product) % 10 === Number(digits.at(-1))
}
