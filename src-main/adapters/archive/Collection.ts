import type { EmbeddedFile, ParseWarning } from '../../../src-shared/domain/document.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { ParsedContent } from '../parsing/ParseFileRequest.ts'
import { composeLines } from '../text/composeLines.ts'
import { isTraversal, memberPath } from './memberPath.ts'

export const ARCHIVE_LIMITS = {
  maxMembers: 10_000,
  // All members together; each becomes a document that is read in turn, but they are held in memory until handed over.
  maxExpandedBytes: 1_000_000_000,
}

/** What an archive gives: its list of members as text, and the members as files of their own. */
export class Collection {
  readonly #files: EmbeddedFile[] = []
  readonly #warnings: ParseWarning[] = []
  readonly #names = new Set<string>()
  #bytes = 0

  /** Throws LIMIT_EXCEEDED beyond the limits on count and expanded size. */
  add(name: string, bytes: Uint8Array): void {
    const path = memberPath(name)
    if (path === null) return
    if (isTraversal(name)) this.warn('UNSAFE_NAME', `The member ${path} had a path that leads out of the archive; it was read under a safe one.`)
    this.#bytes += bytes.length
    if (this.#files.length >= ARCHIVE_LIMITS.maxMembers || this.#bytes > ARCHIVE_LIMITS.maxExpandedBytes) throw new AppError('LIMIT_EXCEEDED')
    let unique = path
    for (let copy = 2; this.#names.has(unique); copy++) unique = path.replace(/(\.[^./]*)?$/, ` (${copy})$1`)
    this.#names.add(unique)
    this.#files.push({ name: unique, bytes })
  }

  warn(code: string, message: string): void { this.#warnings.push({ code, message }) }

  get size(): number { return this.#files.length }

  content(): ParsedContent {
    const units = composeLines(this.#files.map((file) => file.name).join('\n'), () => ({ role: 'metadata' }))
    const listed = units.map((unit) => (unit.source === 'empty' ? { ...unit, label: 'members', note: 'There are no files in it.' } : { ...unit, label: units.length === 1 ? 'members' : `members, ${unit.label}` }))
    return { units: listed, warnings: this.#warnings, metadata: {}, ...(this.#files.length === 0 ? {} : { embedded: this.#files }) }
  }
}
