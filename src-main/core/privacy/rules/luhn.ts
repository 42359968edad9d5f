/** Whether the last digit fits the others: ISO/IEC 7812-1 annex B, after H. P. Luhn, US patent 2,950,048 (1960). Digits only. */
export function hasLuhnDigit(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
