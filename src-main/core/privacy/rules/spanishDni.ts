import type { PersonalDataRule } from '../PersonalData.ts'
import { digitsOf, matches } from './matches.ts'

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
const NUMBER = /(?:\d{8}|\d{1,2}\.\d{3}\.\d{3}|[XYZ][ -]?\d{7})[ -]?[A-HJ-NP-TV-Z]/gi

/** Spain: DNI (8 digits) and NIE (X, Y or Z and 7 digits) with the letter that the rest by 23 names (Real Decreto 1553/2005; Orden INT/2058/2008). X, Y, Z count as 0, 1, 2. */
export const spanishDni: PersonalDataRule = {
  kind: 'nationalId',
  find: (text) => matches(text, NUMBER, (found) => {
    const upper = found.toUpperCase()
    const leading = 'XYZ'.indexOf(upper.charAt(0))
    const digits = digitsOf(upper)
    return LETTERS.charAt(Number(leading < 0 ? digits : `${leading}${digits}`) % 23) === upper.at(-1)
  }),
}
