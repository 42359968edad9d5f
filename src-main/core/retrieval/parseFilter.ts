import { AppError } from '../../../src-shared/errors/AppError.ts'
import { FILTER_KEYS, type DocumentFilter } from '../../../src-shared/domain/filter.ts'
import { dateSpan } from './matchesFilter.ts'

type FilterKey = (typeof FILTER_KEYS)[number]

/** A key stands at the start or after a space; a value reaches to the next key, so that it may hold spaces without quotes. */
const KEY = /(?:^|\s)([a-z]+):/gi

/**
 * A filter from its written form: `path:reports/2024`, `name:*.pdf`, `type:pdf`, `after:2024-01-31`, `author:"Anna Berg"`. One text
 * may hold several; different keys are joined by "and", the same key twice by "or". Throws WRONG_USAGE with what is wrong.
 */
export function parseFilter(texts: readonly string[]): DocumentFilter {
  const found = new Map<FilterKey, string[]>()
  for (const text of texts) {
    for (const [key, value] of pairs(text)) found.set(key, [...(found.get(key) ?? []), checked(key, value)])
  }
  return Object.fromEntries(found)
}

function pairs(text: string): [FilterKey, string][] {
  const known = [...text.matchAll(KEY)].filter((match) => isKey((match[1] ?? '').toLowerCase()))
  const first = known[0]
  if (first === undefined || text.slice(0, first.index).trim() !== '') throw usage(text)
  return known.map((match, index): [FilterKey, string] => {
    const value = text.slice(match.index + match[0].length, known[index + 1]?.index ?? text.length).trim()
    return [(match[1] ?? '').toLowerCase() as FilterKey, /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value]
  })
}

function usage(text: string): AppError {
  const key = /^\s*([\p{L}_-]+):/u.exec(text)?.[1]
  const message = key === undefined ? `“${text}” is not a filter.` : `There is no filter “${key}”.`
  return new AppError('WRONG_USAGE', message, { action: `Write KEY:VALUE with one of ${FILTER_KEYS.join(', ')}; for example type:pdf or after:2024-01-31.` })
}

function checked(key: FilterKey, value: string): string {
  if (value === '') throw new AppError('WRONG_USAGE', `The filter “${key}:” has no value.`, { action: `Write ${key}:VALUE.` })
  if (key === 'after' || key === 'before') dateSpan(value)
  return value
}

function isKey(key: string): key is FilterKey {
  return (FILTER_KEYS as readonly string[]).includes(key)
}
