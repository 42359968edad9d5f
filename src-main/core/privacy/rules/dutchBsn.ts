import type { PersonalDataRule } from '../PersonalData.ts'
import { digitsOf, matches } from './matches.ts'

const CUE = /(?:\bbsn|burger ?service ?(?:nummer|nr)|\bsofi(?:nummer|-nummer)?|citizen service number)[^\d]*$/i
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1]

/**
 * The Netherlands: burgerservicenummer, 8 or 9 digits that pass the eleven-test (Besluit burgerservicenummer, artikel 1; Logisch Ontwerp BSN). One figure in eleven passes it, so a word
 * before has to name it.
 */
export const dutchBsn: PersonalDataRule = {
  kind: 'nationalId',
  find: (text) => matches(text, /\d{8,9}|\d{4}([ .])\d{2}\1\d{3}|\d{3}([ .])\d{3}\2\d{3}/g, (found, before) => {
    const digits = digitsOf(found).padStart(9, '0')
    const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits.charAt(index)), 0)
    return CUE.test(before) && Number(digits) > 0 && sum % 11 === 0
  }),
}
