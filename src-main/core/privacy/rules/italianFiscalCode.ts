import type { PersonalDataRule } from '../PersonalData.ts'
import { matches } from './matches.ts'

const NUMBER = /[A-Z]{3} ?[A-Z]{3} ?[\dLMNP-V]{2}[ABCDEHLMPRST][\dLMNP-V]{2} ?[A-Z][\dLMNP-V]{3} ?[A-Z]/gi
/** Values of 0 to 9 and A to Z at odd places. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/**
 * Italy: codice fiscale of a person, 16 characters with a check letter (Decreto Ministeriale 23 dicembre 1976, n. 13814). Where two persons would have the same, digits are replaced by
 * the letters L M N P Q R S T U V.
 */
export const italianFiscalCode: PersonalDataRule = {
  kind: 'nationalId',
  find: (text) => matches(text, NUMBER, (found) => {
    const code = found.replaceAll(' ', '').toUpperCase()
    let sum = 0
    for (const [index, character] of [...code.slice(0, 15)].entries()) {
      const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65
      sum += index % 2 === 0 ? ODD[value] ?? 0 : value
    }
    return String.fromCharCode(65 + (sum % 26)) === code.at(-1)
  }),
}
