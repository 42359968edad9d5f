import { child, children, type XmlElement } from '../xml/readXml.ts'

interface Level {
  readonly start: number
  readonly format: string
  /** `%1.%2` with the numbers of the levels. */
  readonly text: string
}

interface ListInstance {
  readonly abstractId: string
  readonly starts: ReadonlyMap<number, number>
  hasBegun: boolean
}

/**
 * The numbers and bullets that Word draws and does not store ("4.2", "(b)"): contracts are cited by them. Counters run over
 * the document as in ECMA-376 17.9: lists of one abstract definition go on, an instance with its own start begins anew.
 */
export class ListNumbers {
  readonly #levels = new Map<string, Map<number, Level>>()
  readonly #instances = new Map<string, ListInstance>()
  readonly #counters = new Map<string, number[]>()

  constructor(root: XmlElement | undefined) {
    for (const definition of children(root, 'abstractNum')) this.#levels.set(definition.attributes.abstractNumId ?? '', new Map(children(definition, 'lvl').map(readLevel)))
    for (const instance of children(root, 'num')) {
      const starts = new Map<number, number>()
      for (const override of children(instance, 'lvlOverride')) {
        const start = child(override, 'startOverride')?.attributes.val
        if (start !== undefined) starts.set(Number(override.attributes.ilvl ?? 0), Number(start))
      }
      this.#instances.set(instance.attributes.numId ?? '', { abstractId: child(instance, 'abstractNumId')?.attributes.val ?? '', starts, hasBegun: false })
    }
  }

  /** The marker of the next item (`"4.2"`, `"•"`), or `undefined` when the paragraph is in no list. Counts. */
  next(numId: string, levelIndex: number): string | undefined {
    const instance = this.#instances.get(numId)
    if (numId === '0' || instance === undefined) return undefined
    const levels = this.#levels.get(instance.abstractId)
    const level = levels?.get(levelIndex)
    if (levels === undefined || level === undefined) return '•'
    const counters = this.#counters.get(instance.abstractId) ?? []
    this.#counters.set(instance.abstractId, counters)
    if (!instance.hasBegun) {
      instance.hasBegun = true
      for (const [index, start] of instance.starts) counters[index] = start - 1
    }
    counters[levelIndex] = (counters[levelIndex] ?? level.start - 1) + 1
    counters.length = levelIndex + 1
    if (level.format === 'bullet') return '•'
    if (level.format === 'none') return ''
    return level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const index = Number(digit) - 1
      const shown = levels.get(index)
      return formatNumber(counters[index] ?? shown?.start ?? 1, shown?.format ?? 'decimal')
    })
  }
}

function readLevel(element: XmlElement): [number, Level] {
  return [Number(element.attributes.ilvl ?? 0), {
    start: Number(child(element, 'start')?.attributes.val ?? 1),
    format: child(element, 'numFmt')?.attributes.val ?? 'decimal',
    text: child(element, 'lvlText')?.attributes.val ?? '',
  }]
}

const ROMAN = [['m', 1000], ['cm', 900], ['d', 500], ['cd', 400], ['c', 100], ['xc', 90], ['l', 50], ['xl', 40], ['x', 10], ['ix', 9], ['v', 5], ['iv', 4], ['i', 1]] as const

function formatNumber(value: number, format: string): string {
  switch (format) {
    case 'lowerLetter': case 'upperLetter': {
      // After z come aa, bb, cc: Word repeats the letter.
      const letter = String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.min(10, Math.floor((value - 1) / 26) + 1))
      return format === 'upperLetter' ? letter.toUpperCase() : letter
    }
    case 'lowerRoman': case 'upperRoman': {
      let rest = Math.min(value, 10_000)
      let text = ''
      for (const [sign, worth] of ROMAN) for (; rest >= worth; rest -= worth) text += sign
      return format === 'upperRoman' ? text.toUpperCase() : text
    }
    case 'decimalZero': return String(value).padStart(2, '0')
    default: return String(value)
  }
}
