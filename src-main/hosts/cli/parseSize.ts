import { AppError } from '../../../src-shared/errors/AppError.ts'

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }

/** `500`, `20M`, `1.5 GB` as bytes (units of 1024). Throws WRONG_USAGE. */
export function parseSize(text: string): number {
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?\s*$/i.exec(text) ?? []
  const sizeBytes = Math.round(Number(number) * (UNITS[unit.toLowerCase()] ?? NaN))
  if (!(sizeBytes > 0)) throw new AppError('WRONG_USAGE', `“${text}” is not a size.`, { action: 'Give bytes, or a number with K, M or G: 20M.' })
  return sizeBytes
}
