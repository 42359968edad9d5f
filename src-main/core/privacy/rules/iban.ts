import type { PersonalDataRule, Span } from '../PersonalData.ts'

/** Characters of an account number by country: SWIFT, IBAN Registry (release 98). */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BI: 27, BR: 29, BY: 28, CH: 21, CR: 22, CY: 28, CZ: 24, DE: 22, DJ: 27, DK: 18, DO: 28, EE: 20, EG: 29, ES: 24, FI: 18, FK: 18, FO: 18,
  FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HN: 28, HR: 21, HU: 28, IE: 22, IL: 23, IQ: 23, IS: 26, IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LC: 32, LI: 21, LT: 20, LU: 20, LV: 21, LY: 25, MC: 27,
  MD: 24, ME: 22, MK: 19, MN: 20, MR: 27, MT: 31, MU: 30, NI: 28, NL: 18, NO: 15, OM: 23, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, RU: 33, SA: 24, SC: 31, SD: 18, SE: 24, SI: 19, SK: 24, SM: 27,
  SO: 23, ST: 25, SV: 28, TL: 23, TN: 24, TR: 26, UA: 29, VA: 22, VG: 24, XK: 20, YE: 30,
}
const BEGINNING = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}/giu

/** International bank account numbers: ISO 13616, with the check of ISO/IEC 7064 MOD 97-10. Printed in groups, over a line's end or in one piece. */
export const iban: PersonalDataRule = {
  kind: 'iban',
  *find(text) {
    for (const { index, 0: beginning } of text.matchAll(BEGINNING)) {
      const length = LENGTHS[beginning.slice(0, 2).toUpperCase()]
      const span = length === undefined ? undefined : take(text, index, length)
      if (span !== undefined && isIban(text.slice(span.charStart, span.charEnd))) yield span
    }
  },
}

/** So many letters and figures from there on, with at most one separator between two. */
function take(text: string, from: number, count: number): Span | undefined {
  let [at, taken] = [from, 0]
  while (taken < count) {
    if (/[A-Z0-9]/i.test(text.charAt(at))) [at, taken] = [at + 1, taken + 1]
    else if (/[\s-]/.test(text.charAt(at)) && /[A-Z0-9]/i.test(text.charAt(at + 1))) at++
    else return undefined
  }
  return /^[\p{L}\p{N}]/u.test(text.slice(at, at + 2)) ? undefined : { charStart: from, charEnd: at }
}

/** Letters count as 10 to 35; the country and check digits move to the end. */
function isIban(text: string): boolean {
  const compact = text.replaceAll(/[\s-]/g, '').toUpperCase()
  let rest = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
