import type { PersonalDataRule } from '../PersonalData.ts'
import { hasLuhnDigit } from './luhn.ts'
import { digitsOf, matches } from './matches.ts'

const CUE = /(?:person(?:nummer|nr)|samordningsnummer|personal identity number)[^\d]*$/i

/**
 * Sweden: personnummer and samordningsnummer, `YYMMDD-NNNC` (Skatteverket, SKV 704; folkbokföringslagen 1991:481, § 18): a date (the day plus 60 in a samordningsnummer), `+` instead
 * of `-` from a hundred years on, and a check digit after Luhn over the ten digits without the century.
 */
export const swedishPersonalNumber: PersonalDataRule = {
  kind: 'nationalId',
  find: (text) => matches(text, /(?:(?:19|20)\d{2}|\d{2})\d{4}[-+ ]?\d{4}/g, (found, before) => {
    const digits = digitsOf(found)
    const ten = digits.slice(-10)
    const [month, day] = [Number(ten.slice(2, 4)), Number(ten.slice(4, 6)) % 60]
    const isDate = month >= 1 && month <= 12 && day >= 1 && day <= 31 && Number(ten.slice(4, 6)) <= 91
    // Ten figures in one piece are more often something else.
    const isWritten = /[-+]/.test(found) || digits.length === 12
    return isDate && hasLuhnDigit(ten) && (isWritten || CUE.test(before))
  }),
}
