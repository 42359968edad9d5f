import { createRequire } from 'node:module'
import type * as phoneLibrary from 'libphonenumber-js/max'
import type { PhoneNumbers } from '../../core/ports/PhoneNumbers.ts'

type Library = typeof phoneLibrary

/** Whose national numbers are known without a country code. International ones are known of every country. */
const COUNTRIES: readonly phoneLibrary.CountryCode[] = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'NL', 'SE', 'AT', 'CH', 'BE', 'PL']

let library: Library | undefined

/** Numbering plans of libphonenumber (the metadata with full patterns); loaded with the first number that is looked at, which costs a fifth of a second. */
export const phoneNumbers: PhoneNumbers = {
  isInternational: (candidate) => load().parsePhoneNumberFromString(candidate, { extract: false })?.isPossible() === true,
  nationalFit(candidate) {
    const found = COUNTRIES.flatMap((defaultCountry) => load().parsePhoneNumberFromString(candidate, { defaultCountry, extract: false }) ?? [])
    return found.some((number) => number.isValid()) ? 'valid' : found.some((number) => number.isPossible()) ? 'possible' : 'none'
  },
}

function load(): Library {
  library ??= createRequire(import.meta.url)('libphonenumber-js/max') as Library
  return library
}
