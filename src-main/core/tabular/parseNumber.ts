/** Which sign stands before the fraction; the other one groups thousands. */
export type DecimalSign = '.' | ','

export interface ParsedNumber {
  /** Plain digits with a point: what SQL casts without loss. */
  readonly text: string
  /** `%` or a currency's sign or code. */
  readonly unit?: string
  readonly decimals: number
}

const CURRENCY = '[$€£¥₹₩₽]|(?:US|CA|AU|NZ|HK|S)\\$|USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|SEK|NOK|DKK|PLN|BRL|ZAR'
const AFFIXES = new RegExp(`^(${CURRENCY})\\s*|\\s*(${CURRENCY}|%)$`, 'giu')
const WHOLE = { '.': /^\d{1,3}(?:[,'’\u00a0\u202f ]\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$|^\.\d+$/, ',': /^\d{1,3}(?:[.'’\u00a0\u202f ]\d{3})+(?:,\d+)?$|^\d+(?:,\d+)?$/ } as const
const GROUPING = { '.': /[,'’\u00a0\u202f ]/g, ',': /[.'’\u00a0\u202f ]/g } as const

/** What most figures look like; the one reading of it does not hang on the sign, unless a point groups thousands. */
const PLAIN = /^(?:0|[1-9]\d*)(?:\.\d+)?$/
/** How every number begins: signs, a currency, a digit. Nearly all words fail here, before anything is rewritten. */
const BEGINNING = new RegExp(`^[\\s(−–+-]*(?:${CURRENCY})?[\\s−–+-]*[.\\d]`, 'iu')

/**
 * The number that a cell shows: currency, percent sign, thousands separators, accountants' parentheses and a trailing footnote mark are read; a number
 * with leading zeros is a code and no number. `null` for everything else.
 */
export function parseNumber(cell: string, decimal: DecimalSign): ParsedNumber | null {
  if (PLAIN.test(cell)) {
    const point = cell.indexOf('.')
    if (point < 0 || decimal === '.') return { text: cell, decimals: point < 0 ? 0 : cell.length - point - 1 }
  } else if (!BEGINNING.test(cell)) return null
  let text = cell.trim().replace(/\s*(?:\[[^\]]{1,3}\]|[*†‡§]+)$/u, '').replaceAll(/[−–](?=[\d$€£(.])/g, '-')
  let unit: string | undefined
  const parenthesised = /^\((.+)\)$/.exec(text)
  if (parenthesised?.[1] !== undefined) text = `-${parenthesised[1]}`
  let isNegative = false
  const takeSign = () => {
    if (/^[-+]/.test(text)) { isNegative ||= text.startsWith('-'); text = text.slice(1).trim() }
  }
  takeSign()
  text = text.replace(AFFIXES, (affix) => { unit ??= affix.trim(); return '' })
  takeSign()
  if (!WHOLE[decimal].test(text)) return scientific(text, isNegative)
  const plain = text.replace(GROUPING[decimal], '').replace(',', '.')
  if (/^0\d/.test(plain)) return null
  return { text: `${isNegative ? '-' : ''}${plain}`, ...(unit === undefined ? {} : { unit }), decimals: plain.split('.')[1]?.length ?? 0 }
}

function scientific(text: string, isNegative: boolean): ParsedNumber | null {
  if (!/^\d+(?:\.\d+)?e[+-]?\d{1,3}$/i.test(text)) return null
  return { text: `${isNegative ? '-' : ''}${text}`, decimals: 20 }
}

/** What can only be one of the two: `1.234,5` and `12,50` have a decimal comma, `1,234.5` and `12.50` a point; `1,234` may be either. */
export function decimalSignOf(cell: string): DecimalSign | null {
  const digits = cell.replaceAll(/[^\d.,]/g, '')
  if (/\.\d{3},\d+$|^\d+,(?:\d{1,2}|\d{4,})$/.test(digits)) return ','
  if (/,\d{3}\.\d+$|^\d+\.(?:\d{1,2}|\d{4,})$/.test(digits)) return '.'
  return null
}
