const ROMAN = [['m', 1000], ['cm', 900], ['d', 500], ['cd', 400], ['c', 100], ['xc', 90], ['l', 50], ['xl', 40], ['x', 10], ['ix', 9], ['v', 5], ['iv', 4], ['i', 1]] as const

/** A list's number as it is drawn; `format` as OOXML names it (`decimal`, `lowerLetter`, `upperRoman` …), anything else is decimal. */
export function formatNumber(value: number, format: string): string {
  switch (format) {
    case 'lowerLetter': case 'upperLetter': {
      // After z come aa, bb, cc: Word repeats the letter.
      const letter = String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.min(10, Math.floor((value - 1) / 26) + 1))
      return format === 'upperLetter' ? letter.toUpperCase() : letter
    }
    case 'lowerRoman': case 'upperRoman': {
      let rest = Math.min(value, 10_000)
      let text = ''
      for (const [sign, worth] of ROMAN) for (; rest >= worth; rest -= worth) text += sign
      return format === 'upperRoman' ? text.toUpperCase() : text
    }
    case 'decimalZero': return String(value).padStart(2, '0')
    default: return String(value)
  }
}
