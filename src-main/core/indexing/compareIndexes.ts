import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { splitSentences } from '../answering/splitSentences.ts'
import type { Catalog } from '../ports/Catalog.ts'
import type { OpenedIndex } from './OpenedIndex.ts'

export interface IndexComparison {
  readonly passed: boolean
  readonly questions: number
  /** Questions whose own passage is among the first ten by the vectors alone. */
  readonly before: number
  readonly after: number
  /** Chance of so many losses against gains if the two were equally good. */
  readonly worseByChance: number
}

/** Enough that a model which is clearly worse shows, few enough for some seconds. */
const QUESTIONS = 48
const DEPTH = 10
const SIGNIFICANCE = 0.05
/** Shorter sentences stand in many documents alike. */
const MIN_WORDS = 6
const MAX_WORDS = 24

/**
 * Whether a new index finds what the old one finds: sentences of the library's own documents are asked of both (known-item search), by their vectors
 * alone, and the new one is refused when it loses significantly more of their passages than it gains (one-sided sign test). It catches a model that does not
 * fit the library's language, wrong pooling and damaged vectors; it does not replace an evaluation with real questions.
 */
export async function compareIndexes(catalog: Pick<Catalog, 'stamps' | 'units'>, before: OpenedIndex, after: OpenedIndex, signal: AbortSignal): Promise<IndexComparison> {
  const questions = sampleQuestions(catalog, before.reference.fingerprint)
  let lost = 0
  let gained = 0
  let foundBefore = 0
  let foundAfter = 0
  for (const question of questions) {
    signal.throwIfAborted()
    const [old, now] = [await finds(before, question, signal), await finds(after, question, signal)]
    foundBefore += Number(old)
    foundAfter += Number(now)
    if (old && !now) lost++
    if (now && !old) gained++
  }
  const worseByChance = signTest(lost, gained)
  return { passed: worseByChance > SIGNIFICANCE, questions: questions.length, before: foundBefore, after: foundAfter, worseByChance }
}

interface OwnQuestion {
  readonly text: string
  readonly documentId: DocumentId
  readonly unit: number
  readonly charStart: number
}

async function finds({ store, embedder }: OpenedIndex, { text, documentId, unit, charStart }: OwnQuestion, signal: AbortSignal): Promise<boolean> {
  const vector = await embedder.embedQuery(text, { priority: 'background', signal })
  const hits = await store.searchVector(vector, { k: DEPTH })
  return hits.some(({ row }) => row.documentId === documentId && row.unit === unit && row.charStart <= charStart && row.charEnd > charStart)
}

/** One sentence each of documents, units and places spread evenly over the library: the same library gives the same questions. */
function sampleQuestions(catalog: Pick<Catalog, 'stamps' | 'units'>, fingerprint: string): OwnQuestion[] {
  const documents = catalog.stamps().filter(({ state, chunks, fingerprint: own }) => state === 'indexed' && chunks > 0 && own === fingerprint).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const rounds = Math.ceil(QUESTIONS / Math.max(1, Math.min(QUESTIONS, documents.length)))
  const step = Math.max(1, documents.length / QUESTIONS)
  const questions: OwnQuestion[] = []
  for (let position = 0; position < documents.length && questions.length < QUESTIONS; position += step) {
    const document = documents[Math.floor(position)]
    if (document === undefined) continue
    const sentences = catalog.units(document.documentId).flatMap(({ unit, text, segments }) => splitSentences(text, segments)
      .map(({ charStart, charEnd }): OwnQuestion => ({ text: text.slice(charStart, charEnd), documentId: document.documentId, unit, charStart }))
      .filter((sentence) => isTelling(sentence.text)))
    for (let round = 0; round < rounds && questions.length < QUESTIONS; round++) {
      const chosen = sentences[Math.floor(((round + 0.5) / rounds) * sentences.length)]
      if (chosen !== undefined && !questions.some(({ text }) => text === chosen.text)) questions.push(chosen)
    }
  }
  return questions
}

function isTelling(text: string): boolean {
  const words = text.split(/\s+/).length
  // Scripts without spaces: a sentence is one "word".
  return (words >= MIN_WORDS && words <= MAX_WORDS) || (words < MIN_WORDS && text.length >= 15 && /[\u0e00-\u0eff\u3040-\u9fff]/.test(text))
}

/** P(at least `lost` of `lost + gained` fair coin flips). */
export function signTest(lost: number, gained: number): number {
  const flips = lost + gained
  let probability = 0
  let ways = 1
  for (let heads = 0; heads <= flips; heads++) {
    if (heads >= lost) probability += ways
    ways = (ways * (flips - heads)) / (heads + 1)
  }
  return probability / 2 ** flips
}
