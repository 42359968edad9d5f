import { formatNumber } from '../../core/reading/formatNumber.ts'
import { children, type XmlElement } from '../xml/readXml.ts'

interface Level {
  /** As OOXML names it; '' draws nothing. */
  readonly format: string
  readonly prefix: string
  readonly suffix: string
  /** How many levels are shown: 2 for `3.1`. */
  readonly shown: number
  readonly start: number
}

/** Where in a list text stands. */
export interface ListPlace {
  readonly style: string
  /** 1-based. */
  readonly level: number
}

const OUTLINE = 'outline'
const FORMATS: Readonly<Record<string, string>> = { 1: 'decimal', a: 'lowerLetter', A: 'upperLetter', i: 'lowerRoman', I: 'upperRoman' }

/** The numbers and bullets that OpenDocument draws and does not store (ISO 26300-1, 16.30 to 16.35): "2.", "(b)", "3.1" before a heading. Counts as it is asked. */
export class OdfNumbers {
  readonly #styles = new Map<string, Map<number, Level>>()
  readonly #counters = new Map<string, number[]>()

  /** `holders`: the elements that hold list styles; a later one wins. */
  constructor(holders: readonly (XmlElement | undefined)[]) {
    for (const holder of holders) for (const style of children(holder)) {
      if (style.name === 'list-style') this.#styles.set(style.attributes.name ?? '', readLevels(style))
      else if (style.name === 'outline-style') this.#styles.set(OUTLINE, readLevels(style))
    }
  }

  /** A list begins: numbering starts anew, unless it says that it goes on. */
  begin({ style, level }: ListPlace, isContinued: boolean): void {
    if (!isContinued && level === 1) this.#counters.delete(style)
    const counters = this.#counters.get(style)
    if (counters !== undefined && level > 1) counters.length = Math.min(counters.length, level - 1)
  }

  /** The marker of the next item; a bullet where nothing is known of the list. `start`: a number of its own. */
  next({ style, level }: ListPlace, start?: number): string {
    const levels = this.#styles.get(style)
    const own = levels?.get(level)
    if (levels === undefined || own === undefined) return '•'
    const counters = this.#counters.get(style) ?? []
    this.#counters.set(style, counters)
    counters[level - 1] = start ?? (counters[level - 1] ?? own.start - 1) + 1
    counters.length = level
    if (own.format === 'bullet') return '•'
    if (own.format === '') return ''
    const numbers = Array.from({ length: own.shown }, (_, index) => level - own.shown + 1 + index).filter((shown) => shown >= 1)
      .flatMap((shown) => {
        const known = levels.get(shown)
        return known === undefined || known.format === '' || known.format === 'bullet' ? [] : [formatNumber(counters[shown - 1] ?? known.start, known.format)]
      })
    return `${own.prefix}${numbers.join('.')}${own.suffix}`
  }

  /** Before a heading, where the document numbers them; else ''. */
  heading(level: number): string {
    return this.#styles.get(OUTLINE)?.get(level) === undefined ? '' : this.next({ style: OUTLINE, level })
  }
}

function readLevels(style: XmlElement): Map<number, Level> {
  return new Map(children(style).filter(({ name }) => /^(?:list-level-style-|outline-level-style)/.test(name)).map(({ name, attributes }) => [Number(attributes.level ?? 1), {
    format: name === 'list-level-style-bullet' || name === 'list-level-style-image' ? 'bullet' : FORMATS[attributes['num-format'] ?? ''] ?? '',
    prefix: attributes['num-prefix'] ?? '', suffix: attributes['num-suffix'] ?? '', shown: Math.min(10, Math.max(1, Number(attributes['display-levels'] ?? 1) || 1)), start: Number(attributes['start-value'] ?? 1) || 1,
  }]))
}
