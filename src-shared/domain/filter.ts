/**
 * A search filter. Values of one key are joined by "or", different keys by "and"; filters act before ranking, so a filtered
 * search never comes back short because better hits outside the filter took the places.
 */
export interface DocumentFilter {
  /** Path fragments below an added folder: `reports/2024`. */
  readonly path?: readonly string[]
  /** Glob patterns over the file name: `*.pdf`. */
  readonly name?: readonly string[]
  /** File types by short name: `pdf`, `docx`, `xlsx` … */
  readonly type?: readonly string[]
  /** ISO dates, inclusive; compared with the document's own date, else the file's. */
  readonly after?: readonly string[]
  readonly before?: readonly string[]
  readonly author?: readonly string[]
  /** ISO 639-1. */
  readonly language?: readonly string[]
  readonly doc?: readonly string[]
}

export const FILTER_KEYS = ['path', 'name', 'type', 'after', 'before', 'author', 'language', 'doc'] as const
