import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'

/** What a filter looks at: columns of the index, and the same facts of a document in the catalog. */
export interface FilterFacts {
  readonly documentId: string
  readonly path: string
  readonly name: string
  readonly type: string
  readonly author: string
  readonly language: string
  readonly dateMs: number
}

/**
 * Whether a document passes a filter; the meaning that every store's own query language must reproduce. Case never matters.
 * `path` and `author`: contained (paths compared with `/`); `name`: a glob over the whole file name; `type`, `language`, `doc`: equal; `after` and `before`: inclusive, the whole of the day, month or year named.
 * Throws WRONG_USAGE on a date that is none.
 */
export function matchesFilter(facts: FilterFacts, filter: DocumentFilter): boolean {
  const dates = dateBounds(filter)
  return anyOf(filter.path, (fragment) => withSlashes(facts.path).includes(withSlashes(fragment)))
    && anyOf(filter.name, (glob) => globExpression(glob).test(facts.name))
    && anyOf(filter.type, (type) => facts.type.toLowerCase() === type.toLowerCase().replace(/^\./, ''))
    && anyOf(filter.author, (author) => facts.author.toLowerCase().includes(author.toLowerCase()))
    && anyOf(filter.language, (language) => facts.language.toLowerCase() === language.toLowerCase())
    && anyOf(filter.doc, (id) => facts.documentId === id)
    && (dates.fromMs === undefined || facts.dateMs >= dates.fromMs)
    && (dates.beforeMs === undefined || facts.dateMs < dates.beforeMs)
}

/** `fromMs` inclusive, `beforeMs` exclusive, epoch milliseconds UTC. Several values of one key are an "or": the widest counts. */
export function dateBounds(filter: Pick<DocumentFilter, 'after' | 'before'>): { readonly fromMs?: number; readonly beforeMs?: number } {
  const from = filter.after?.map((date) => dateSpan(date).fromMs) ?? []
  const before = filter.before?.map((date) => dateSpan(date).beforeMs) ?? []
  return {
    ...(from.length === 0 ? {} : { fromMs: Math.min(...from) }),
    ...(before.length === 0 ? {} : { beforeMs: Math.max(...before) }),
  }
}

/** The stretch of time that `2024`, `2024-01`, `2024-01-31` or a full ISO time stands for. */
export function dateSpan(date: string): { readonly fromMs: number; readonly beforeMs: number } {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date.trim())
  if (parts === null) {
    const time = /^\d{4}-\d{2}-\d{2}T/.test(date.trim()) ? Date.parse(date.trim()) : NaN
    if (Number.isNaN(time)) throw new AppError('WRONG_USAGE', `“${date}” is not a date.`, { action: 'Write dates as 2024, 2024-01 or 2024-01-31.' })
    return { fromMs: time, beforeMs: time + 1 }
  }
  const year = Number(parts[1])
  const month = parts[2] === undefined ? undefined : Number(parts[2]) - 1
  const day = parts[3] === undefined ? undefined : Number(parts[3])
  const fromMs = Date.UTC(year, month ?? 0, day ?? 1)
  const check = new Date(fromMs)
  if ((month !== undefined && check.getUTCMonth() !== month) || (day !== undefined && check.getUTCDate() !== day)) {
    throw new AppError('WRONG_USAGE', `“${date}” is not a day of the calendar.`, { action: 'Write dates as 2024, 2024-01 or 2024-01-31.' })
  }
  const beforeMs = day !== undefined ? Date.UTC(year, month ?? 0, day + 1) : month !== undefined ? Date.UTC(year, month + 1, 1) : Date.UTC(year + 1, 0, 1)
  return { fromMs, beforeMs }
}

/** True when the filter lets everything through. */
export function isEmptyFilter(filter: DocumentFilter): boolean {
  return Object.values(filter).every((values) => values === undefined || values.length === 0)
}

function anyOf(values: readonly string[] | undefined, test: (value: string) => boolean): boolean {
  return values === undefined || values.length === 0 || values.some(test)
}

function withSlashes(path: string): string {
  return path.toLowerCase().replaceAll('\\', '/')
}

/** `*` any characters, `?` one; everything else literally. */
function globExpression(glob: string): RegExp {
  const source = glob.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'isu')
}
