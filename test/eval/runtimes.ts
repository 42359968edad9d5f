import path from 'node:path'
import { createLlamaEmbedder } from '../../src-main/adapters/llama/createLlamaEmbedder.ts'
import { createLlamaRuntime } from '../../src-main/adapters/llama/LlamaRuntime.ts'
import { containsAnswer } from '../../src-main/core/evaluation/answerMetrics.ts'
import { identityOf } from '../../src-main/core/models/modelIdentity.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import { DEFAULT_RETRIEVAL } from '../../src-main/core/retrieval/retrievalConfig.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import { bundledModel } from '../bench/workers/startBareWorkers.ts'
import { cacheEmbedder } from './cacheEmbedder.ts'
import type { EvaluationSet } from './EvaluationSet.ts'
import { askOnce, createMemoryAnswering } from './memoryAnswering.ts'
import { measureSet, openSet } from './measureSet.ts'
import { EVALUATION_CACHE, openCachedEmbedder, openTokenCounter } from './openCachedEmbedder.ts'
import { developmentSets } from './sets/developmentSets.ts'

/**
 * The same library built by both runtimes of the bundled embedder, asked the same questions: how far retrieval, answers and evidence agree.
 *
 *     node test/eval/runtimes.ts [--questions 150] [SET…]
 *
 * `onnx`: ONNX Runtime alone. `llama`: vectors of node-llama-cpp, token states of ONNX Runtime, as the product has it on a machine with a GPU. `llama alone`: node-llama-cpp without
 * token states, as with any other GGUF embedder. Same quotes: the sets of (document, unit, range) are equal. Right: a reference answer stands in what was answered.
 */
const root = path.resolve(import.meta.dirname, '../..')
const limitAt = process.argv.indexOf('--questions')
const limit = limitAt < 0 ? 150 : Number(process.argv[limitAt + 1])
const named = process.argv.slice(2).filter((value, index, all) => !value.startsWith('--') && all[index - 1] !== '--questions')
const sets = developmentSets({ data: process.env['FOOTNOTE_DATA'] ?? path.join(root, '../shared/data'), cache: EVALUATION_CACHE, fixtures: path.join(root, 'test/fixtures/eval') })
const METRICS = ['ndcg@10', 'page@5', 'page@10', 'doc@1', 'evidence@5']

const onnx = await openCachedEmbedder(1)
const entry = bundledModel('bge-small-en-v1.5')
// Equivalent forms share a fingerprint, which is what the cache goes by: without one of its own, this form would be given the other's vectors.
const OWN = { ...identityOf(entry, 'llama'), fingerprint: `llama-${identityOf(entry, 'llama').sha256.slice(0, 10)}` }
const llamaAlone = cacheEmbedder(await createLlamaEmbedder({
  runtime: await createLlamaRuntime({ threads: 2, gpuLayers: 0 }), identity: OWN, modelPath: path.join(root, 'resources/models/bge-small-en-v1.5-q8_0.gguf'),
}), EVALUATION_CACHE)
const llama: Embedder = { ...llamaAlone, tokenStates: (texts, kind, options) => onnx.tokenStates(texts, kind, options) }
const countTokens = await openTokenCounter()

interface Measured { readonly metrics: Readonly<Record<string, number>>; readonly answers: readonly Answer[]; readonly right: number }

async function measure(set: EvaluationSet, embedder: Embedder): Promise<Measured> {
  const options = { embedder, countTokens, config: DEFAULT_RETRIEVAL }
  const library = await openSet(set, options)
  const run = await measureSet(set, library, 'hybrid', options)
  const { answering, failures } = createMemoryAnswering({ library, embedder })
  const questions = set.questions.filter((_, index) => index % Math.max(1, Math.floor(set.questions.length / limit)) === 0).slice(0, limit)
  const answers: Answer[] = []
  for (const { question } of questions) answers.push(await askOnce(answering, question))
  if (failures.length > 0) throw new Error(failures[0])
  const withReference = questions.flatMap(({ answers: references }, index) => (references.length === 0 ? [] : [containsAnswer(answers[index]?.text ?? '', references)]))
  return {
    metrics: Object.fromEntries(METRICS.flatMap((name) => { const metric = run.metrics[name]; return metric === undefined ? [] : [[name, metric.mean]] })),
    answers, right: withReference.reduce((sum, value) => sum + value, 0) / withReference.length,
  }
}

const quotesOf = (answer: Answer | undefined) => JSON.stringify(answer?.citations.map(({ documentId, anchor }) => `${documentId} ${anchor.unit} ${anchor.charStart} ${anchor.charEnd}`).sort())
const share = (count: number, of: number) => (count / Math.max(1, of)).toFixed(3)

console.log(`| set | form | ${METRICS.join(' | ')} | right | same quotes as onnx | same grade |\n|---|---|${METRICS.map(() => '---:|').join('')}---:|---:|---:|`)
for (const name of named.length > 0 ? named : ['bundled', 'contoso_hr', 'docugami_sec10q', 'ir_cranfield', 'xquad_en', 'squad2']) {
  const set = await sets.get(name)?.()
  if (set === undefined) throw new Error(`There is no set “${name}” here; there are ${[...sets.keys()].join(', ')}.`)
  const expected = await measure(set, onnx)
  for (const [form, found] of [['onnx', expected], ['llama', await measure(set, llama)], ['llama alone', await measure(set, llamaAlone)]] as const) {
    const same = (isSame: (a: Answer, b: Answer | undefined) => boolean) => share(expected.answers.filter((answer, index) => isSame(answer, found.answers[index])).length, expected.answers.length)
    console.log(`| ${name} | ${form} | ${METRICS.map((metric) => found.metrics[metric]?.toFixed(3) ?? '').join(' | ')} | ${Number.isNaN(found.right) ? '' : found.right.toFixed(3)} | ${same((a, b) => quotesOf(a) === quotesOf(b))} | ${same((a, b) => a.grade === b?.grade)} |`)
  }
}
await onnx.close()
await llamaAlone.close()
