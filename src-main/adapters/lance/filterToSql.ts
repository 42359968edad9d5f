import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'

/**
 * A filter, and documents to leave out, as the SQL condition that Lance applies before ranking (DataFusion dialect); undefined when nothing is filtered.
 * Every value goes through `literal`: a file name is the user's text, never SQL.
 */
export function filterToSql(filter: DocumentFilter = {}, without: readonly string[] = []): string | undefined {
  const conditions = [
    without.length === 0 ? undefined : `NOT (${inList('documentId', without)})`,
    anyOf(filter.path, (value) => `lower(replace(path, '\\', '/')) LIKE ${contains(value.replaceAll('\\', '/'))} ESCAPE '\\'`),
    anyOf(filter.name, (value) => `lower(name) LIKE ${literal(globToLike(value))} ESCAPE '\\'`),
    anyOf(filter.type, (value) => `type = ${literal(value.toLowerCase().replace(/^\./, ''))}`),
    // Several lower bounds: "or" means the earliest of them; the same for upper bounds.
    anyOf(filter.after, (value) => `dateMs >= ${instant(value, 'start')}`),
    anyOf(filter.before, (value) => `dateMs <= ${instant(value, 'end')}`),
    anyOf(filter.author, (value) => `lower(author) LIKE ${contains(value)} ESCAPE '\\'`),
    anyOf(filter.language, (value) => `language = ${literal(value.toLowerCase())}`),
    anyOf(filter.doc, (value) => `documentId = ${literal(value)}`),
  ].filter((condition) => condition !== undefined)
  return conditions.length === 0 ? undefined : conditions.join(' AND ')
}

/** A string literal: quotes doubled; control characters, which no stored value needs, dropped. */
export function literal(value: string): string {
  // eslint-disable-next-line no-control-regex -- NUL ends the statement text in some SQL parsers.
  return `'${value.replace(/[\u0000-\u001f]/g, ' ').replaceAll("'", "''")}'`
}

export function inList(column: string, values: readonly string[]): string {
  return `${column} IN (${values.map(literal).join(', ')})`
}

function anyOf(values: readonly string[] | undefined, toSql: (value: string) => string): string | undefined {
  if (values === undefined || values.length === 0) return undefined
  return `(${values.map(toSql).join(' OR ')})`
}

/** A pattern for LIKE that finds `value` anywhere, with its own wildcards taken as text; `\` is the escape character. */
function contains(value: string): string {
  return literal(`%${value.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`)
}

/** `*` any run, `?` one character, the rest as text, over the whole name and without regard to case. LIKE is several times faster here than a regular expression. */
export function globToLike(glob: string): string {
  return glob.toLowerCase().replace(/[\\%_]/g, '\\$&').replaceAll('*', '%').replaceAll('?', '_')
}

/** Epoch milliseconds of an ISO date; a bare day, month or year spans to its end. Unreadable dates match nothing. */
function instant(value: string, edge: 'start' | 'end'): string {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(value.trim())
  if (match === null) {
    const time = Date.parse(value)
    return Number.isNaN(time) ? 'NULL' : String(time)
  }
  const [year, month, day] = [Number(match[1]), match[2], match[3]]
  const start = Date.UTC(year, month === undefined ? 0 : Number(month) - 1, day === undefined ? 1 : Number(day))
  if (edge === 'start') return String(start)
  const next = day !== undefined ? start + 86_400_000 : month !== undefined ? Date.UTC(year, Number(month), 1) : Date.UTC(year + 1, 0, 1)
  return String(next - 1)
}
