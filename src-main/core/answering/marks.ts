/**
 * Marks of an answer. `[n]` points to citation n; a bracketed number that stood in the source is written `\[12]`. Without the
 * backslash a reader, and every program, would take a paper's own reference for one of ours.
 */
export interface Mark {
  readonly n: number
  /** Range of `[n]` in the text. */
  readonly start: number
  readonly end: number
}

/** Every mark of an answer's text, in order. */
export function parseMarks(text: string): Mark[] {
  return [...text.matchAll(/(?<!\\)\[(\d+)\]/g)].map((match) => ({ n: Number(match[1]), start: match.index, end: match.index + match[0].length }))
}

export function markOf(n: number): string {
  return `[${n}]`
}

/** Source text as it stands in an answer: its own bracketed numbers are no marks. */
export function escapeMarks(text: string): string {
  return text.replaceAll(/\[(?=\d+\])/g, '\\[')
}

/** Undoes `escapeMarks`. */
export function unescapeMarks(text: string): string {
  return text.replaceAll(/\\\[(?=\d+\])/g, '[')
}

/** Text of a model without whatever it took for marks: marks come from the pipeline, never from a model's typing. */
export function stripMarks(text: string): string {
  return text.replaceAll(/\s*\\?[[【](?:\d+|source|citation|document|doc|passage|quote)s?\s*(?:[:#,–-]?\s*\d+)*[\]】]/gi, '')
}
