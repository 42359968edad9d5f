import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { composeUnit, HeadingPath, type HeadingEntry } from './composeUnit.ts'
import { continueTables, type OpenTable } from './continueTables.ts'
import type { PageBlock } from './PageBlock.ts'
import { countLetterSizes, recogniseHeadings, toBookmarks, type Bookmarks, type LetterSizes, type OutlineEntry } from './recogniseHeadings.ts'
import { findMargins, MARGIN_NEIGHBOURS, recogniseMargins, type Margin, type PageMargins } from './recogniseMargins.ts'

/** One page as read, before the pages around it have been looked at. */
export interface ReadPage {
  readonly blocks: readonly PageBlock[]
  readonly unit: Omit<ParsedUnit, 'text' | 'segments' | 'tables'>
}

/** All that the pages from `nextPage` on need to know of those before. Plain data that JSON carries. */
export interface ComposerState {
  /** 1-based. */
  readonly nextPage: number
  readonly letters: { readonly characters: readonly (readonly [size: number, count: number])[]; readonly short: readonly number[] }
  readonly headings: readonly HeadingEntry[]
  readonly openTable: OpenTable | null
  /** Of the last pages, in order. */
  readonly margins: readonly (readonly Margin[])[]
}

interface HeldPage extends ReadPage {
  readonly margins: PageMargins
}

/**
 * Turns pages into units one after the other: a page is final as soon as the two after it are known, so that a document of any length
 * is held three pages at a time. What depends on the whole document is known beforehand (bookmarks, letter sizes of a sample of its
 * pages) or carried along (headings in force, a table that goes on).
 */
export class PageComposer {
  readonly #bookmarks: Bookmarks
  readonly #letters: LetterSizes
  readonly #headings: HeadingPath
  readonly #before: (readonly Margin[])[]
  readonly #held: HeldPage[] = []
  #openTable: OpenTable | undefined
  #nextPage: number

  constructor(outline: readonly OutlineEntry[], state?: ComposerState) {
    this.#bookmarks = toBookmarks(outline)
    this.#letters = { characters: new Map(state?.letters.characters), short: new Set(state?.letters.short) }
    this.#headings = new HeadingPath(state?.headings)
    this.#before = [...state?.margins ?? []]
    this.#openTable = state?.openTable ?? undefined
    this.#nextPage = state?.nextPage ?? 1
  }

  /** Pages looked at beforehand, for the letter sizes that tell headings from text. */
  sample(blocks: readonly PageBlock[]): void {
    countLetterSizes(this.#letters, blocks)
  }

  /** The next page, in order. Gives the unit that has become final, if any. */
  push(page: ReadPage): ParsedUnit | undefined {
    // A text layer was counted with the sample; what OCR read becomes known only now.
    if (page.unit.source === 'ocr') countLetterSizes(this.#letters, page.blocks)
    this.#held.push({ ...page, margins: findMargins(page.blocks, page.unit.height ?? 0, page.unit.width ?? 0) })
    return this.#held.length > MARGIN_NEIGHBOURS ? this.#compose() : undefined
  }

  /** The unit of the next page that is held, now that no page follows; `undefined` when all are given. */
  finish(): ParsedUnit | undefined {
    return this.#held.length > 0 ? this.#compose() : undefined
  }

  /** After the unit given last; the pages that are still held are not in it. */
  get state(): ComposerState {
    return {
      nextPage: this.#nextPage, letters: { characters: [...this.#letters.characters], short: [...this.#letters.short] },
      headings: this.#headings.entries, openTable: this.#openTable ?? null, margins: [...this.#before],
    }
  }

  #compose(): ParsedUnit | undefined {
    const page = this.#held.shift()
    if (page === undefined) return undefined
    const after = this.#held.slice(0, MARGIN_NEIGHBOURS).map(({ margins }) => [...margins.values()])
    const parted = recogniseMargins(page.blocks, page.margins, [...after, ...this.#before])
    const { blocks, open } = continueTables(recogniseHeadings(parted, this.#nextPage, this.#bookmarks, this.#letters), this.#openTable)
    const { text, segments, tables } = composeUnit(blocks, { kind: 'page', headings: this.#headings })
    this.#openTable = open
    this.#before.push([...page.margins.values()])
    if (this.#before.length > MARGIN_NEIGHBOURS) this.#before.shift()
    this.#nextPage += 1
    return { ...page.unit, text, segments, ...(tables.length > 0 ? { tables } : {}) }
  }
}
