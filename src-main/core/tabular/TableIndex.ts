import type { TableColumn, TableProfile } from './StoredTable.ts'
import { folded, keyOf, tokensOf } from './questionTokens.ts'

/** How a stretch of a question meets a cell: the whole cell, one of its listed parts (`FM, DAB`), or some words of a single cell. */
export type ValueQuality = 'whole' | 'part' | 'words'

export interface ValueMatch {
  readonly column: TableColumn
  readonly quality: ValueQuality
  readonly values: readonly string[]
}

export interface ColumnMatch {
  readonly column: TableColumn
  /** 3: its whole name, 2: the name without what is in parentheses, 1: a word of it, 0: a word like one of it. */
  readonly quality: number
}

/** Longer cells are prose: a word of theirs says nothing about what the row is. */
const MAX_VALUE_WORDS = 6
/** Beyond this many values only whole cells and parts are matched. */
const MAX_WORDS_INDEXED = 4_000

/** Words of the field that mean the same column; the first group that has a word of both decides. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['revenue', 'sales', 'turnover', 'income', 'amount'], ['cost', 'expense', 'spend', 'spent', 'spending', 'expenditure', 'amount'], ['quantity', 'qty', 'units', 'pieces', 'amount'],
  ['salary', 'pay', 'wage', 'earnings', 'compensation'], ['customer', 'client', 'buyer'], ['vendor', 'supplier', 'seller'], ['employee', 'staff', 'worker', 'person', 'people'],
  ['city', 'town'], ['country', 'nation', 'nationality'], ['company', 'firm', 'owner', 'organisation', 'organization'], ['date', 'day'], ['price', 'cost'], ['department', 'dept', 'division'],
  ['order', 'purchase'], ['product', 'item', 'article'], ['status', 'state'], ['number', 'no', 'num'], ['loss', 'lost'], ['win', 'won', 'wins'], ['place', 'position', 'pos', 'rank'],
]
const SYNONYM_KEYS = SYNONYMS.map((group) => new Set(group.map(keyOf)))

/** What the words of a question can mean in one table. Built once a table. */
export class TableIndex {
  readonly profile: TableProfile
  readonly #columns = new Map<string, ColumnMatch[]>()
  readonly #values = new Map<string, Map<number, { quality: ValueQuality; values: Set<string> }>>()
  readonly longest: number

  /** `values`: of columns that have too many to be held, those that the question may mean. */
  constructor(profile: TableProfile, values: ReadonlyMap<number, ReadonlyMap<string, number>> = new Map()) {
    this.profile = profile
    let longest = 4
    for (const column of profile.columns) {
      longest = Math.max(longest, this.#addColumn(column))
      const known = column.values ?? values.get(column.index)
      if (column.type === 'text' && known !== undefined) this.#addValues(column, known)
    }
    this.longest = Math.min(8, longest)
  }

  column(key: string): readonly ColumnMatch[] { return this.#columns.get(key) ?? [] }

  /** Columns that hold it; whole cells and parts belong together, words of a cell count only where nothing better is. */
  values(key: string): readonly ValueMatch[] {
    const found = [...(this.#values.get(key) ?? [])].flatMap(([index, { quality, values }]) => {
      const column = this.profile.columns[index]
      return column === undefined ? [] : [{ column, quality, values: [...values] }]
    })
    const better = found.filter(({ quality }) => quality !== 'words')
    // Words that stand in several cells do not name one of them.
    return better.length > 0 ? better : found.filter(({ values }) => values.length === 1)
  }

  #addColumn(column: TableColumn): number {
    const add = (key: string, quality: number) => {
      if (key === '') return
      const known = this.#columns.get(key) ?? []
      const before = known.find((match) => match.column === column)
      if (before === undefined) this.#columns.set(key, [...known, { column, quality }])
    }
    const whole = keyOf(column.name)
    add(whole, 3)
    add(keyOf(`column ${column.letter}`), 3)
    const bare = keyOf(column.name.replaceAll(/\([^)]*\)/g, ' '))
    add(bare, 2)
    const words = tokensOf(folded(column.name)).filter(({ isStop, word }) => !isStop && !/^\d/.test(word)).map(({ stem }) => stem)
    for (const word of words) add(word, words.length === 1 ? 2 : 1)
    for (const group of SYNONYM_KEYS) if (words.some((word) => group.has(word))) for (const word of group) add(word, 0)
    return whole.split(' ').length
  }

  #addValues(column: TableColumn, values: ReadonlyMap<string, number>): void {
    const add = (key: string, quality: ValueQuality, value: string) => {
      if (key === '') return
      const byColumn = this.#values.get(key) ?? new Map<number, { quality: ValueQuality; values: Set<string> }>()
      this.#values.set(key, byColumn)
      const known = byColumn.get(column.index)
      // "Durham" is that town and not "New Durham"; in a list of towns it is one of them.
      if (known === undefined || (known.quality === 'words' && quality !== 'words')) byColumn.set(column.index, { quality, values: new Set([value]) })
      else if ((known.quality === 'words') === (quality === 'words')) {
        known.values.add(value)
        if (quality === 'whole') known.quality = 'whole'
      }
    }
    for (const value of values.keys()) {
      const stems = keyOf(value).split(' ')
      if (stems.length <= 2 * MAX_VALUE_WORDS) add(stems.join(' '), 'whole', value)
      // What stands in parentheses explains: "Saracens (RU)".
      add(keyOf(value.replaceAll(/\([^)]*\)/g, ' ')), 'whole', value)
      const parts = value.split(/\s*[,;/|]\s*/).filter((part) => part !== '')
      if (parts.length > 1 && parts.every((part) => part.split(/\s+/).length <= 4)) for (const part of parts) add(keyOf(part), 'part', value)
      if (values.size > MAX_WORDS_INDEXED || stems.length > MAX_VALUE_WORDS) continue
      for (let start = 0; start < stems.length; start++) for (let end = start + 1; end <= stems.length; end++) {
        const key = stems.slice(start, end).join(' ')
        if (!/^\d{1,2}$|^.$/.test(key)) add(key, 'words', value)
      }
    }
  }

  /** A column whose name shares its beginning with a word ("owned" and "Owner"): the last resort. */
  columnLike(stem: string): readonly ColumnMatch[] {
    if (stem.length < 3 || /^\d/.test(stem)) return []
    return this.profile.columns.flatMap((column) => {
      const isLike = tokensOf(folded(column.name)).some(({ stem: other, isStop }) => !isStop && other.length >= 3 && Math.abs(other.length - stem.length) <= 3 && (other.startsWith(stem) || stem.startsWith(other)))
      return isLike ? [{ column, quality: 0 }] : []
    })
  }
}
