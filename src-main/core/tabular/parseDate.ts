/** Which of `3/4/2024` is the day; undefined where a column does not tell. */
export type DateOrder = 'dayFirst' | 'monthFirst'

export const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'] as const

/** 1 to 12 for an English month's name or its first three letters (`Sept` too). */
export function monthOf(word: string): number | undefined {
  const name = word.toLowerCase().replace(/\.$/, '')
  const index = MONTHS.findIndex((month) => month === name || month.slice(0, 3) === name || (month === 'september' && name === 'sept'))
  return index < 0 ? undefined : index + 1
}

/** The ISO date that a cell shows, its time of day left out; `null` for anything else and for what `order` would have to decide and does not. */
export function parseDate(cell: string, order: DateOrder | undefined): string | null {
  // A year in full is in all of them; most cells have none.
  if (!/\d{4}/.test(cell)) return null
  const text = cell.trim()
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d.*)?$/.exec(text)
  if (iso !== null) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const dayMonth = /^(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})$/i.exec(text)
  if (dayMonth !== null) return isoDate(Number(dayMonth[3]), monthOf(dayMonth[2] ?? ''), Number(dayMonth[1]))
  const monthDay = /^(?:[a-z]+,\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i.exec(text)
  if (monthDay !== null) return isoDate(Number(monthDay[3]), monthOf(monthDay[1] ?? ''), Number(monthDay[2]))
  const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:\s+\d.*)?$/.exec(text)
  if (numeric === null) return null
  const [first, second, year] = [Number(numeric[1]), Number(numeric[3]), Number(numeric[4])]
  const isDayFirst = first === second || (dateOrderOf(text) ?? order) === 'dayFirst'
  if (!isDayFirst && (dateOrderOf(text) ?? order) === undefined) return null
  return isDayFirst ? isoDate(year, second, first) : isoDate(year, first, second)
}

/** What one date alone tells: a part above 12 is the day, points are written where the day comes first. */
export function dateOrderOf(cell: string): DateOrder | undefined {
  const numeric = /^\s*(\d{1,2})([-/.])(\d{1,2})\2\d{4}\b/.exec(cell)
  if (numeric === null) return undefined
  if (Number(numeric[1]) > 12 || numeric[2] === '.') return 'dayFirst'
  return Number(numeric[3]) > 12 ? 'monthFirst' : undefined
}

function isoDate(year: number, month: number | undefined, day: number): string | null {
  if (month === undefined || month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
