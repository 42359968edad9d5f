import type { PhoneNumbers } from '../../ports/PhoneNumbers.ts'
import type { PersonalDataRule } from '../PersonalData.ts'
import { digitsOf, matches } from './matches.ts'

/** Words that announce a number to call; between them and the number stand few characters. */
const CUE = /(?:tel(?:e(?:ph|f)on[oe]?|\.)?|phone|ph\.|mobile?|mobil(?:funk|telefon)?|handy|cell|fax|call|dial|ring|reach (?:\w+ ){1,3}(?:on|at)|rufnummer|hotline|rückruf|portable|móvil|cellulare|telefoon|whatsapp|durchwahl|extension|sms|text)\b[^\d\n]{0,16}$/iu
/** Words that announce any other number. */
const OTHER = /(?:order|invoice|bestell\w*|rechnung\w*|auftrag\w*|kunden\w*|customer|account|konto|ref(?:erence)?|ticket|case|serial|serien\w*|article|artikel\w*|part|item|sku|isbn|issn|ean|gtin|doi|version|build|id|policy|contract|vertrag\w*|tracking|shipment|parcel|patent|file|docket|facture|commande|pedido|factura|fattura|ordine|batch|lot|lc)(?:[ -]?(?:no|nr|number|nummer|num|code|id)\b)?[^\d\n]{0,8}$|(?:\bno|\bnr|№|#|[€$£])[^\d\n]{0,3}$/iu
const INTERNATIONAL = /(?:\+|(?<![\d.,/-])00(?=[1-9]))[\d(][\d ()\u00a0./-]{5,22}\d/g
/** In groups, or in one piece; begins with the trunk's zero, a bracketed area code, or a group of its own. */
const NATIONAL = /\(0?\d{1,5}\)[ /-]?\d[\d \u00a0./-]{3,14}\d|(?:1[ .-])?\d{2,5}(?:[ \u00a0./-]\d{1,8}){1,5}|\d{7,13}/g
/** The North American way of writing: the one national form without a zero that looks like nothing else. */
const NORTH_AMERICAN = /^(?:\([2-9]\d{2}\) ?|(?:1-)?[2-9]\d{2}[-.])[2-9]\d{2}[-.]\d{4}$/
/** A group of figures and capitals directly before: the number is the rest of a longer code. */
const CODE_BEFORE = /(?<!\p{L})(?=[A-Z\d]*\d)[A-Z\d]{2,}[ .-]$|\b[A-Z]{3,5}[ .-]$/u
/** Shorter ones are found only where they are announced. */
const MIN_UNANNOUNCED_DIGITS = 8
/** `31.12.2025`, `2025-12-31`, `12/31/2025 18`: dates, with or without what follows. */
const DATE = /^(?:[0-3]?\d[./-][01]?\d[./-](?:19|20)\d{2}|[01]?\d\/[0-3]?\d\/(?:19|20)\d{2}|(?:19|20)\d{2}[./-][01]?\d[./-][0-3]?\d)(?!\d)/

/**
 * Phone numbers. With a country code any form counts that the numbering plans have room for; a national one needs either a word that announces it, or the look of a number to call
 * (a leading zero or the North American form, in groups) and a numbering plan in which it is in use.
 */
export function phoneNumber(numbers: PhoneNumbers): PersonalDataRule {
  return {
    kind: 'phone',
    *find(text) {
      let end = 0
      for (const span of matches(text, INTERNATIONAL, (found, before) => isInternational(found, before, numbers))) {
        yield span
        end = span.charEnd
      }
      yield* matches(end === 0 ? text : text.replaceAll(INTERNATIONAL, (found) => 'x'.repeat(found.length)), NATIONAL, (found, before) => isNational(found, before, numbers))
    },
  }
}

/** A plus is written before nothing else of that length; two zeros begin many numbers. */
function isInternational(found: string, before: string, numbers: PhoneNumbers): boolean {
  if (found.startsWith('+')) return numbers.isInternational(found)
  return (CUE.test(before) || !(OTHER.test(before) || CODE_BEFORE.test(before))) && numbers.isInternational(`+${found.slice(2)}`)
}

function isNational(found: string, before: string, numbers: PhoneNumbers): boolean {
  const count = digitsOf(found).length
  if (count < 6 || count > 13 || DATE.test(found) || /[./-][./-]/.test(found)) return false
  const isAnnounced = CUE.test(before)
  if (isAnnounced) return numbers.nationalFit(found) !== 'none'
  if (count < MIN_UNANNOUNCED_DIGITS || OTHER.test(before) || CODE_BEFORE.test(before)) return false
  const looksSo = NORTH_AMERICAN.test(found) || (/^\(?0[1-9]/.test(found) && /[ )/-]/.test(found))
  return looksSo && numbers.nationalFit(found) === 'valid'
}
