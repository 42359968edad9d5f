/** What is known of the world's numbering plans. */
export interface PhoneNumbers {
  /** `+…`: whether its country has numbers of that length. */
  isInternational(candidate: string): boolean
  /** Written as at home: whether it is in use in one of the countries that are looked at (`valid`), or could be by its length (`possible`). */
  nationalFit(candidate: string): 'valid' | 'possible' | 'none'
}
