/** Kinds of personal data that are recognised by their form. */
export const PERSONAL_DATA_KINDS = ['mail', 'phone', 'iban', 'card', 'nationalId'] as const
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number]

/** Where personal data is replaced: nowhere, in what leaves Footnote (files and other programs), or in answers too. */
export const MASKING_SCOPES = ['off', 'exports', 'answersAndExports'] as const
export type MaskingScope = (typeof MASKING_SCOPES)[number]

/** What stands in place of a hidden stretch. */
export const PLACEHOLDERS: Readonly<Record<PersonalDataKind, string>> = {
  mail: '[mail address]', phone: '[phone number]', iban: '[bank account]', card: '[card number]', nationalId: '[national id]',
}

/** How many stretches of each kind were replaced; kinds without any are absent. */
export type MaskedCounts = Readonly<Partial<Record<PersonalDataKind, number>>>

/** `2 mail addresses, 1 bank account`. */
export function describeMasked(masked: MaskedCounts): string {
  const names: Readonly<Record<PersonalDataKind, readonly [string, string]>> = {
    mail: ['mail address', 'mail addresses'], phone: ['phone number', 'phone numbers'], iban: ['bank account', 'bank accounts'], card: ['card number', 'card numbers'], nationalId: ['national id', 'national ids'],
  }
  return PERSONAL_DATA_KINDS.flatMap((kind) => {
    const count = masked[kind] ?? 0
    return count === 0 ? [] : [`${count} ${names[kind][count === 1 ? 0 : 1]}`]
  }).join(', ')
}
