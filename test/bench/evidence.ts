/**
 * Evidence for a question: one pass of the embedder over each of its eight passages and over the question, then the comparison of every token. Cold: the
 * passages were never read. Warm: a follow-up over the same ones, whose states are kept. Beside it the bare passes over the same texts.
 */
import { availableParallelism } from 'node:os'
import { createForkLauncher } from '../../src-main/adapters/node/createForkLauncher.ts'
import { createStateCache } from '../../src-main/core/answering/createStateCache.ts'
import type { EvidencePassage } from '../../src-main/core/answering/EvidencePassage.ts'
import { matchTokens } from '../../src-main/core/answering/lateInteraction.ts'
import { splitSentences } from '../../src-main/core/answering/splitSentences.ts'
import { CHECK_PASSAGES } from '../../src-main/core/models/checkPassages.ts'
import { hostLimits } from '../../src-main/core/models/hostLimits.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import { createModelHost } from '../../src-main/processes/modelHost/createModelHost.ts'
import type { BenchRow } from './BenchRow.ts'
import { bundledModel, startBareWorkers } from './workers/startBareWorkers.ts'

const REPETITIONS = 7
const PASSAGES = 8
const cores = Math.min(availableParallelism(), 8)
const QUESTION = { text: 'How many days of vacation can be moved to the next year?', terms: [{ term: 'vacation', idf: 5, chunks: 1 }, { term: 'day', idf: 3, chunks: 9 }, { term: 'year', idf: 3, chunks: 9 }] }

/** About 234 tokens each, as long as the product's chunks; other words in every round, so that nothing is known from the one before. */
function textsOf(round: number): string[] {
  return Array.from({ length: PASSAGES }, (_, number) =>
    `Section ${round * PASSAGES + number + 1}. ${[0, 1, 2, 3].map((step) => CHECK_PASSAGES[(round + number + step) % CHECK_PASSAGES.length]).join(' ')}`.slice(0, 1150))
}

/** What `matchTokens` reads of a passage: its sentences and its unit's text. */
function passageOf(text: string): EvidencePassage {
  return { unit: { text }, sentences: splitSentences(text), charStart: 0, charEnd: text.length } as unknown as EvidencePassage
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export async function bench(): Promise<readonly BenchRow[]> {
  const host = createModelHost({
    launcher: createForkLauncher(), limits: hostLimits(cores, 0), clock: { now: () => Date.now(), monotonic: () => performance.now() }, logger: { log: () => undefined },
  })
  const embedder = host.embedder(bundledModel('bge-small-en-v1.5'), 'onnx')
  if (embedder.tokenStates === undefined) throw new Error('the bundled embedder gives token states')
  const withStates = embedder as Embedder & Required<Pick<Embedder, 'tokenStates'>>
  const bare = await startBareWorkers(cores)
  const cold: number[] = []
  const warm: number[] = []
  const overBare: number[] = []
  try {
    await matchTokens(QUESTION, textsOf(REPETITIONS).map(passageOf), withStates, { priority: 'question' })
    await bare.run(textsOf(REPETITIONS))
    for (let round = 0; round < REPETITIONS; round++) {
      const texts = textsOf(round)
      const passages = texts.map(passageOf)
      const cache = createStateCache()
      const bareMs = await timed(() => bare.run([QUESTION.text, ...texts]))
      const coldMs = await timed(() => matchTokens(QUESTION, passages, withStates, { priority: 'question', cache }))
      warm.push(await timed(() => matchTokens(QUESTION, passages, withStates, { priority: 'question', cache })))
      cold.push(coldMs)
      overBare.push(coldMs / bareMs)
    }
  } finally {
    await Promise.all([bare.close(), host.close()])
  }
  const note = `${PASSAGES} passages of about 234 tokens, ${cores} workers`
  return [
    { name: 'evidence for 8 passages, never read before', values: cold, unit: 'ms', bar: { atMost: 250 }, note },
    { name: 'evidence for 8 passages, states kept', values: warm, unit: 'ms', bar: { atMost: 250 }, note },
    { name: 'evidence for 8 passages / bare passes over the same texts', values: overBare, unit: 'ratio', bar: { atMost: 1.15 }, note },
  ]
}
