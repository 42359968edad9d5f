import type { TableColumn } from './StoredTable.ts'

/** Digits after the point that a computed figure (a mean, a quotient) gets beyond those of its column. */
const EXTRA_DECIMALS = 2

/** A value of a result as a person writes it: digits grouped, the column's unit beside it. `isDerived`: a mean or quotient, which may need more digits than its column has. */
export function showValue(value: string | null, column: Pick<TableColumn, 'type' | 'unit' | 'decimals' | 'isYears'> | undefined, isDerived = false): string {
  if (value === null) return 'nothing'
  if (column?.type !== 'number' && !(isDerived && /^-?\d/.test(value))) return value
  if (column?.isYears === true && !isDerived) return value.replace(/\.0+$/, '')
  const text = groupDigits(value, (column?.decimals ?? 0) + (isDerived ? EXTRA_DECIMALS : 0))
  const unit = column?.unit
  if (unit === undefined) return text
  if (unit === '%') return `${text}%`
  // Money is written with its cents wherever its column is.
  if (column?.decimals === 2 && !isDerived) return money(unit, text.includes('.') ? `${text}0`.replace(/(\.\d\d)0$/, '$1') : `${text}.00`)
  return money(unit, text)
}

function money(unit: string, text: string): string {
  return /^[A-Z]/.test(unit) ? `${unit} ${text}` : text.startsWith('-') ? `-${unit}${text.slice(1)}` : `${unit}${text}`
}

/** `-1234567.50` as `-1,234,567.5`. Exact decimals are cut as text; floating point is rounded to 12 significant digits first. */
export function groupDigits(value: string, maxDecimals: number): string {
  const exact = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value)
  const isShort = exact !== null && (exact[3]?.replace(/0+$/, '').length ?? 0) <= maxDecimals
  const plain = isShort ? value : Number(Number(value).toPrecision(12)).toFixed(Math.min(20, maxDecimals))
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain) ?? []
  if (whole === '') return value
  const decimals = fraction.replace(/0+$/, '')
  return `${sign}${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${decimals === '' ? '' : `.${decimals}`}`
}
