import path from 'node:path'
import { evidenceSignals, type EvidenceSignals } from '../../src-main/core/answering/confidence.ts'
import { gatherEvidence } from '../../src-main/core/answering/gatherEvidence.ts'
import { quoteSignals } from '../../src-main/core/answering/quoteSignals.ts'
import { scoreSentences } from '../../src-main/core/answering/scoreSentences.ts'
import { selectEvidence } from '../../src-main/core/answering/selectEvidence.ts'
import type { EvaluationQuestion } from '../../src-main/core/evaluation/EvaluationQuestion.ts'
import { DEFAULT_CHUNKING, type CountTokens } from '../../src-main/core/ingestion/chunkUnits.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import type { ScoredChunk, SearchOptions, VectorStore } from '../../src-main/core/ports/VectorStore.ts'
import { createRetriever } from '../../src-main/core/retrieval/createRetriever.ts'
import { DEFAULT_RETRIEVAL } from '../../src-main/core/retrieval/retrievalConfig.ts'
import type { EvaluationSet } from './EvaluationSet.ts'
import { buildMemoryLibrary, type MemoryLibrary } from './MemoryLibrary.ts'
import { isShownRight, type ShownQuote } from './shownRight.ts'
import { seededRandom, swapWord } from './swapWords.ts'

/** What a question of a set was asked of: everything, the library without its source, or a library about something else; swapped: it was changed so that its source does not answer it. */
export type Situation = 'asked' | 'unanswerable' | 'missing' | 'swapped' | 'foreign'

export interface ConfidenceRow {
  readonly set: string
  readonly situation: Situation
  readonly id: string
  readonly question: string
  readonly signals: EvidenceSignals
  /** Whether the quotes that would be shown answer the question. */
  readonly isRight: boolean
  /** Whether one of them comes from a document that answers it. */
  readonly isOfDocument: boolean
  readonly shown: string
  /** Asked of a library of a few documents. */
  readonly isSmall?: boolean
}

/** As in `answerQuestion.ts`. */
const BUDGET_TOKENS = 2400

export interface RowOptions {
  readonly embedder: Embedder
  readonly countTokens: CountTokens
  /** At most so many questions a set and situation, evenly spread. */
  readonly limit: number
  /** Questions about something else. */
  readonly foreign: readonly EvaluationQuestion[]
  /** Ask each answerable question once more with a word exchanged. */
  readonly swap?: boolean
}

/**
 * Signals and truth of the questions of one set, by the product's own search and choice over a library in memory. Each answerable question is
 * asked twice: of the whole library, and with the chunks hidden that hold its answer.
 */
export async function confidenceRows(set: EvaluationSet, { embedder, countTokens, limit, foreign, swap = false }: RowOptions): Promise<ConfidenceRow[]> {
  const library = await buildMemoryLibrary(set, { embedder, countTokens, sizes: DEFAULT_CHUNKING })
  const rows: ConfidenceRow[] = []
  const random = seededRandom(7)
  const ask = async (question: EvaluationQuestion, situation: Situation) => {
    const row = await askLibrary(set, library, { question, situation, embedder })
    if (row !== undefined) rows.push(row)
  }
  for (const question of spread(set.questions.filter(({ answerable }) => answerable), limit)) {
    await ask(question, 'asked')
    if (set.name !== 'contoso_hr') await ask(question, 'missing')
    const swapped = swap ? swapWord(question, set.questions, sourceOf(set, question), random) : undefined
    if (swapped !== undefined) await ask(swapped, 'swapped')
  }
  for (const question of spread(set.questions.filter(({ answerable }) => !answerable), limit)) await ask(question, 'unanswerable')
  for (const question of foreign) await ask(question, 'foreign')
  return rows
}

/** The text that answers: the excerpts, or the documents where none are given. */
function sourceOf({ documents }: EvaluationSet, question: EvaluationQuestion): string {
  const excerpts = question.evidence.flatMap(({ text }) => text ?? [])
  return (excerpts.length > 0 ? excerpts : documents.filter(({ name }) => question.documents.includes(name)).flatMap(({ units }) => units.map(({ text }) => text))).join(' ')
}

/** One question of one library; undefined when there is nothing to judge. */
export async function askLibrary(set: EvaluationSet, library: MemoryLibrary, { question, situation, embedder }: { readonly question: EvaluationQuestion; readonly situation: Situation; readonly embedder: Embedder }): Promise<ConfidenceRow | undefined> {
  const { reader } = library
  const store = situation === 'missing' ? hiding(library.store, (row) => holdsAnswer(question, row)) : library.store
  const retriever = createRetriever({ store, reader, embedder, config: DEFAULT_RETRIEVAL, clock: { now: Date.now, monotonic: () => performance.now() } })
  const retrieval = await retriever.retrieve({ question: question.question, budgetTokens: BUDGET_TOKENS })
  const { passages } = await gatherEvidence(retrieval, reader)
  const asked = { text: retrieval.query, terms: retrieval.terms, vector: retrieval.queryVector, kind: retrieval.analysis.kind, mentions: retrieval.analysis.mentions, wantsFigures: retrieval.analysis.wantsFigures, spansDocuments: retrieval.analysis.spansDocuments }
  const selection = selectEvidence(asked, passages, await scoreSentences(asked, passages, { embedder }))
  const signals = evidenceSignals(asked, passages, selection, await quoteSignals(asked.text, passages, selection.evidence, embedder))
  if (signals === undefined) return undefined
  const quotes = selection.evidence.flatMap(({ passage, charStart, charEnd }): ShownQuote[] => {
    const from = passages[passage]
    return from === undefined ? [] : [{ document: path.basename(from.passage.path), unit: from.unit.unit, unitText: from.unit.text, charStart, charEnd, text: from.unit.text.slice(charStart, charEnd) }]
  })
  const isRight = (situation === 'asked' || situation === 'missing') && isShownRight(set.name.replace(' ', '_'), question, quotes)
  // Its answer stands elsewhere too: no case of a missing source.
  if (situation === 'missing' && isRight) return undefined
  return { set: set.name, situation, id: question.id, question: question.question, signals, isRight, isOfDocument: (situation === 'asked' || situation === 'missing') && quotes.some(({ document }) => question.documents.includes(document)), shown: quotes.map(({ text }) => text).join(' … ') }
}

/** Chunks of the passage or excerpt that holds the answer; where only documents are known, all of theirs. */
function holdsAnswer({ documents, evidence }: EvaluationQuestion, row: ScoredChunk['row']): boolean {
  const name = path.basename(row.path)
  const excerpts = evidence.filter(({ text }) => text !== undefined)
  if (excerpts.length === 0) return documents.includes(name)
  return excerpts.some(({ document, text = '' }) => document === name && (row.text.includes(text) || text.includes(row.text) || overlaps(row.text, text)))
}

/** Whether one text ends with what the other begins with, or they share a middle: a run of words of the excerpt stands in the chunk. */
function overlaps(chunk: string, excerpt: string): boolean {
  const flat = chunk.replaceAll(/\s+/g, ' ')
  const words = excerpt.split(/\s+/)
  for (let start = 0; start + 8 <= words.length; start += 4) if (flat.includes(words.slice(start, start + 8).join(' '))) return true
  return words.length < 8 && flat.includes(words.join(' '))
}

/** The store as if some of its chunks did not exist. */
function hiding(store: VectorStore, isHidden: (row: ScoredChunk['row']) => boolean): VectorStore {
  // More than the largest document of a set has chunks.
  const more = 400
  return new Proxy(store, {
    get(target, key) {
      if (key === 'searchLexical') return async (query: string, options: SearchOptions) => (await target.searchLexical(query, { ...options, k: options.k + more })).filter(({ row }) => !isHidden(row)).slice(0, options.k)
      if (key === 'searchVector') return async (vector: Float32Array, options: SearchOptions) => (await target.searchVector(vector, { ...options, k: options.k + more })).filter(({ row }) => !isHidden(row)).slice(0, options.k)
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

export function spread<Item>(items: readonly Item[], limit: number): Item[] {
  const step = Math.max(1, items.length / limit)
  return Array.from({ length: Math.min(limit, items.length) }, (_, index) => items[Math.floor(index * step)]).filter((item) => item !== undefined)
}
