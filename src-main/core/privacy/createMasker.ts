import { PLACEHOLDERS, type PersonalDataKind } from '../../../src-shared/domain/privacy.ts'
import type { PhoneNumbers } from '../ports/PhoneNumbers.ts'
import type { PersonalDataRule, PersonalDataSpan } from './PersonalData.ts'
import { cardNumber } from './rules/cardNumber.ts'
import { dutchBsn } from './rules/dutchBsn.ts'
import { frenchNir } from './rules/frenchNir.ts'
import { germanTaxId } from './rules/germanTaxId.ts'
import { iban } from './rules/iban.ts'
import { italianFiscalCode } from './rules/italianFiscalCode.ts'
import { mailAddress } from './rules/mailAddress.ts'
import { phoneNumber } from './rules/phoneNumber.ts'
import { spanishDni } from './rules/spanishDni.ts'
import { swedishPersonalNumber } from './rules/swedishPersonalNumber.ts'
import { ukNationalInsurance } from './rules/ukNationalInsurance.ts'
import { usSocialSecurity } from './rules/usSocialSecurity.ts'

/** Finds personal data by its form and replaces it. What has no form, as a name or a street, it cannot see. */
export interface Masker {
  /** In order, without overlaps. */
  find(text: string): readonly PersonalDataSpan[]
  mask(text: string): string
}

/** Rules with a checksum go before those without: of two that claim a stretch, the earlier has it. */
export function createMasker(numbers: PhoneNumbers): Masker {
  const rules: readonly PersonalDataRule[] = [
    mailAddress, iban, italianFiscalCode, frenchNir, spanishDni, dutchBsn, germanTaxId, swedishPersonalNumber, cardNumber, ukNationalInsurance, usSocialSecurity, phoneNumber(numbers),
  ]
  function find(text: string): readonly PersonalDataSpan[] {
    const taken: PersonalDataSpan[] = []
    for (const { kind, find: spansOf } of rules) {
      for (const { charStart, charEnd } of spansOf(text)) {
        if (!taken.some((other) => other.charStart < charEnd && other.charEnd > charStart)) taken.push({ kind, charStart, charEnd })
      }
    }
    return taken.sort((a, b) => a.charStart - b.charStart)
  }
  return { find, mask: (text) => maskSpans(text, find(text)) }
}

/** The part of a text from `charStart` to `charEnd` with the spans replaced; one that is cut by an end of the part is replaced all the same. */
export function maskSpans(text: string, spans: readonly PersonalDataSpan[], charStart = 0, charEnd = text.length): string {
  let masked = ''
  let from = charStart
  for (const span of spans) {
    if (span.charEnd <= charStart || span.charStart >= charEnd) continue
    masked += text.slice(from, Math.max(from, span.charStart)) + PLACEHOLDERS[span.kind]
    from = Math.min(charEnd, span.charEnd)
  }
  return masked + text.slice(from, charEnd)
}

export function countKinds(counts: Partial<Record<PersonalDataKind, number>>, spans: readonly PersonalDataSpan[]): void {
  for (const { kind } of spans) counts[kind] = (counts[kind] ?? 0) + 1
}
