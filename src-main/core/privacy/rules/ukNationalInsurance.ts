import type { PersonalDataRule } from '../PersonalData.ts'
import { matches } from './matches.ts'

/**
 * United Kingdom: National Insurance numbers (HMRC, NIM39110): two letters (the first none of D F I Q U V, the second also not O; not BG, GB, KN, NK, NT, TN, ZZ), six digits, a letter
 * A to D. There is no check digit.
 */
export const ukNationalInsurance: PersonalDataRule = {
  kind: 'nationalId',
  find: (text) => matches(text, /(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)\d{2}\1\d{2}\1\d{2}\1[A-D]|(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{6} ?[A-D]/g),
}
