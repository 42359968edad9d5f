import { formatNumber } from '../../core/reading/formatNumber.ts'
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
