import type { PersonalDataRule } from '../PersonalData.ts'
import { matches } from './matches.ts'

const NUMBER = /[1-478]([ .\u00a0]?)\d{2}\1(?:0[1-9]|1[0-2]|[2-9]\d)\1(?:\d{2}|2[AB])\1\d{3}\1\d{3}[ .\u00a0/-]?\d{2}/gi

/**
 * France: numéro de sécurité sociale (NIR; INSEE, décret 82-103): sex, year, month, département, commune, order, and a key: 97 less the rest of the number by 97. Corsica's 2A and 2B
 * count as 19 and 18.
 */
export const frenchNir: PersonalDataRule = {
  kind: 'nationalId',
  find: (text) => matches(text, NUMBER, (found) => {
    const compact = found.replaceAll(/[^0-9AB]/gi, '').toUpperCase()
    const number = compact.slice(0, 13).replace('2A', '19').replace('2B', '18')
    return 97 - Number(BigInt(number) % 97n) === Number(compact.slice(13))
  }),
}
