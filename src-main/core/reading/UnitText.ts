import type { Segment } from '../../../src-shared/domain/unit.ts'

/** Collects a unit's text and its segments together, so that their offsets agree by construction. */
export class UnitText {
  readonly segments: Segment[] = []
  readonly #parts: string[] = []
  #length = 0

  get length(): number { return this.#length }

  /** Appends one segment, after `separator` unless it is the first. Text must be normalised; empty text adds nothing. */
  add(text: string, segment: Omit<Segment, 'charStart' | 'charEnd'>, separator = '\n'): void {
    if (text === '') return
    if (this.#length > 0) this.gap(separator)
    const charStart = this.#length
    this.#parts.push(text)
    this.#length += text.length
    this.segments.push({ charStart, charEnd: this.#length, ...segment })
  }

  /** Text between segments that belongs to none: separators and blank lines. */
  gap(text: string): void {
    this.#parts.push(text)
    this.#length += text.length
  }

  toString(): string { return this.#parts.join('') }
}
