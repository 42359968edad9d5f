import type { Embedder, EmbedOptions, TokenStates } from '../ports/Embedder.ts'
import { isStopWord, lexicalTerms } from '../retrieval/lexicalTerms.ts'
import type { QuestionTerm } from '../retrieval/Retrieval.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import type { Sentence } from './splitSentences.ts'

/** Token states of texts that were already computed. */
export interface StateCache {
  get(text: string): TokenStates | undefined
  set(text: string, states: TokenStates): void
}

/**
 * How well each token of the question is met by each sentence. `met[s][t]` is the best cosine of question token `t` with a token
 * of sentence `s`; `weights` are the tokens' idf, summing to 1.
 */
export interface TokenMatches {
  readonly weights: Float32Array
  /** Stemmed words that each question token is part of. */
  readonly words: readonly (readonly string[])[]
  /** By passage, then by sentence in text order. */
  readonly met: readonly (readonly Float32Array[])[]
}

/**
 * Late interaction as in ColBERT (Khattab and Zaharia, SIGIR 2020) with the states of a bi-encoder: every token has seen its
 * paragraph, one pass a window of text instead of one a sentence, and no vector is stored.
 */
export async function matchTokens(
  question: { readonly text: string; readonly terms: readonly QuestionTerm[] }, passages: readonly EvidencePassage[],
  embedder: Embedder & Required<Pick<Embedder, 'tokenStates'>>, options: EmbedOptions & { readonly cache?: StateCache } = {},
): Promise<TokenMatches> {
  const { cache, ...embedOptions } = options
  const windows = passages.map(windowsOf)
  const missing = [...new Set(windows.flat().map((window) => window.text).filter((text) => cache?.get(text) === undefined))]
  // Side by side: while one worker reads the question, the others begin with the passages.
  const [[query], computed] = await Promise.all([embedder.tokenStates([question.text], 'query', embedOptions), embedder.tokenStates(missing, 'passage', embedOptions)])
  if (query === undefined) return { weights: new Float32Array(), words: [], met: passages.map(({ sentences }) => sentences.map(() => new Float32Array())) }
  const fresh = new Map(missing.map((text, index) => [text, computed[index]]))
  const met = windows.map((ofPassage) => ofPassage.flatMap((window) => {
    const states = fresh.get(window.text) ?? cache?.get(window.text)
    if (states === undefined) return window.ranges.map(() => new Float32Array(query.tokens))
    cache?.set(window.text, states)
    return window.ranges.map((range) => bestCosines(query, states, range, embedder.identity.dimensions))
  }))
  return { ...weighTokens(question.text, query, new Map(question.terms.map(({ term, idf }) => [term, idf]))), met }
}

/** Share of the most telling word's idf that a function word gets: 0 loses "when" and "who", more lets them drown the names. */
const STOP_WORD_SHARE = 0.1

/** Idf of the word that a token belongs to, shared among its pieces, normalised to sum 1; special tokens and punctuation get nothing. */
function weighTokens(text: string, query: TokenStates, idf: ReadonlyMap<string, number>): Pick<TokenMatches, 'weights' | 'words'> {
  const weights = new Float32Array(query.tokens)
  const words = query.ranges.map((): readonly string[] => [])
  const least = STOP_WORD_SHARE * Math.max(1, ...idf.values())
  let sum = 0
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)?/gu)) {
    const tokens = query.ranges.flatMap(([start, end], token) => (end > start && start < index + word.length && end > index ? [token] : []))
    const terms = lexicalTerms(word).filter((term) => !isStopWord(term))
    const weight = Math.max(least, ...terms.map((term) => idf.get(term) ?? 0))
    for (const token of tokens) {
      weights[token] = weight / tokens.length
      words[token] = terms
    }
    if (tokens.length > 0) sum += weight
  }
  return { weights: sum > 0 ? weights.map((weight) => weight / sum) : weights, words }
}

/** For each token of the question its best cosine with a token of the range; special tokens of the text stand for nothing. */
export function bestCosines(query: TokenStates, states: TokenStates, [from, to]: readonly [number, number], dimensions: number): Float32Array {
  const best = new Float32Array(query.tokens)
  for (const [other, [start, end]] of states.ranges.entries()) {
    if (end <= start || start >= to || end <= from) continue
    for (let token = 0; token < query.tokens; token++) {
      const cosine = dotAt(query.states, token * dimensions, states.states, other * dimensions, dimensions)
      if (cosine > (best[token] ?? 0)) best[token] = cosine
    }
  }
  return best
}

/** Dot product of `length` values from each start on. */
export function dotAt(a: Float32Array, aStart: number, b: Float32Array, bStart: number, length: number): number {
  let sum = 0
  for (let index = 0; index < length; index++) sum += (a[aStart + index] ?? 0) * (b[bStart + index] ?? 0)
  return sum
}

interface Window {
  readonly text: string
  /** Where each sentence stands in `text`. */
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

/** About 400 tokens of English, so that the embedder's 512 hold them; scripts without spaces take a token a character. */
const WINDOW_CHARS = 1600
const UNSPACED_WINDOW_CHARS = 450
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]/

/** Neighbouring sentences together in texts that one pass takes; table rows follow their header. */
function windowsOf({ sentences, unit }: EvidencePassage): Window[] {
  const windows: { text: string; ranges: [number, number][]; header: string | undefined }[] = []
  for (const sentence of sentences) {
    const text = textOf(unit.text, sentence)
    let window = windows.at(-1)
    if (window === undefined || window.header !== sentence.tableHeader || window.text.length + text.length >= (UNSPACED.test(text) ? UNSPACED_WINDOW_CHARS : WINDOW_CHARS)) {
      window = { text: sentence.tableHeader ?? '', ranges: [], header: sentence.tableHeader }
      windows.push(window)
    }
    if (window.text !== '') window.text += ' '
    window.ranges.push([window.text.length, window.text.length + text.length])
    window.text += text
  }
  return windows
}

/** The exact text of a sentence. */
export function textOf(unitText: string, sentence: Pick<Sentence, 'charStart' | 'charEnd'>): string {
  return unitText.slice(sentence.charStart, sentence.charEnd)
}
