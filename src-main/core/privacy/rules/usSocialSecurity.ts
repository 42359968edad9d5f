import type { PersonalDataRule } from '../PersonalData.ts'
import { digitsOf, matches } from './matches.ts'

const CUE = /(?:\bssn|social[ -]security|soc\.? ?sec|\bitin|taxpayer)[^\d]*$/i

/**
 * United States: social security numbers, `AAA-GG-SSSS` (SSA, "Social Security Number Randomization", 2011: area not 000, 666 or 900 to 999, group not 00, serial not 0000; the ranges of
 * taxpayer numbers, IRS, also begin with 9). There is no check digit: without hyphens only a word before tells one from any other figure.
 */
export const usSocialSecurity: PersonalDataRule = {
  kind: 'nationalId',
  find: (text) => matches(text, /\d{3}([ -]?)\d{2}\1\d{4}/g, (found, before) => {
    const digits = digitsOf(found)
    const [area, group, serial] = [digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)]
    const isTaxpayer = /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(digits)
    if (area === '000' || area === '666' || (area.startsWith('9') && !isTaxpayer) || group === '00' || serial === '0000') return false
    return (found.includes('-') && !area.startsWith('9')) || CUE.test(before)
  }),
}
