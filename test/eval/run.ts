import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { EvaluationRun } from '../../src-main/core/evaluation/EvaluationRun.ts'
import { gateRun } from '../../src-main/core/evaluation/gateRun.ts'
import { embeddingIdentity } from '../../src-main/core/models/embeddingIdentity.ts'
import { estimateTokens } from '../../src-main/core/retrieval/estimateTokens.ts'
import { DEFAULT_RETRIEVAL } from '../../src-main/core/retrieval/retrievalConfig.ts'
import type { SearchMode } from '../../src-shared/domain/passage.ts'
import { cacheEmbedder } from './cacheEmbedder.ts'
import { measureSet, openSet } from './measureSet.ts'
import { EVALUATION_CACHE, openCachedEmbedder, openTokenCounter } from './openCachedEmbedder.ts'
import { developmentSets } from './sets/developmentSets.ts'

/**
 * Measures retrieval and writes one table.
 *
 *     npm run eval                                          the bundled set, and the development sets where ../shared/data exists
 *     npm run eval -- --sets bundled,contoso_hr --modes hybrid
 *     npm run eval -- --sets wikitablequestions             questions over tables, by computation (see tables.ts)
 *     npm run eval -- --sets bundled --gate test/fixtures/eval/baseline.json       exits 5 when significantly worse
 *     npm run eval -- --embedder multilingual               xquad in four languages and across them
 *     npm run eval -- --config '{"vectorWeight":0.7}'       the default configuration with changes
 */
const root = path.resolve(import.meta.dirname, '../..')
const { values: options } = parseArgs({
  options: {
    sets: { type: 'string' }, modes: { type: 'string', default: 'lexical,vector,hybrid' }, config: { type: 'string', default: '{}' }, cache: { type: 'string', default: EVALUATION_CACHE },
    data: { type: 'string', default: path.join(root, '../shared/data') }, embedder: { type: 'string', default: 'english' }, save: { type: 'string' }, gate: { type: 'string' },
  },
})
// Questions over tables need no retrieval; their measure is another one.
const TABLES = 'wikitablequestions'
if (options.sets?.split(',').includes(TABLES) === true) {
  const { measureTables } = await import('./tables.ts')
  const { questions, answered, right } = await measureTables(path.join(options.data, TABLES))
  console.log(`${TABLES}: questions ${questions}, answered by computation ${(answered / questions).toFixed(3)}, right when answered ${(right / Math.max(1, answered)).toFixed(3)}`)
  if (options.sets === TABLES) process.exit(0)
}
const { embedder, countTokens } = await openEmbedder(path.join(root, 'resources/models'))
const measure = { embedder, countTokens, config: { ...DEFAULT_RETRIEVAL, ...(JSON.parse(options.config) as object) } }

const available = developmentSets({ data: options.data, cache: options.cache, fixtures: path.join(root, 'test/fixtures/eval') })
const names = options.sets?.split(',').filter((name) => name !== TABLES) ?? [...available.keys()].filter((name) => name.startsWith('xquad_') === (options.embedder === 'multilingual') || name === 'xquad_en')
const rows: string[][] = []
let last: EvaluationRun | undefined
for (const name of names) {
  const load = available.get(name)
  if (load === undefined) throw new Error(`There is no set “${name}” here; there are ${[...available.keys()].join(', ')}.`)
  const set = await load()
  const library = await openSet(set, measure)
  for (const mode of options.modes.split(',') as SearchMode[]) {
    last = await measureSet(set, library, mode, measure)
    rows.push([name, mode, ...columnNames().map((column) => cell(last, column))])
    console.error(rows.at(-1)?.join('  '))
  }
}
const table = [['set', 'mode', ...columnNames()], ['---', '---', ...columnNames().map(() => '---:')], ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
console.log(table)
mkdirSync(path.join(root, 'test/eval/results'), { recursive: true })
writeFileSync(path.join(root, 'test/eval/results', options.embedder === 'multilingual' ? 'retrieval-multilingual.md' : 'retrieval.md'), `${table}\n`)
if (options.save !== undefined && last !== undefined) writeFileSync(options.save, `${JSON.stringify(last, null, 1)}\n`)
if (options.gate !== undefined && last !== undefined) process.exitCode = gate(options.gate, last)
await embedder.close()

async function openEmbedder(models: string) {
  if (options.embedder === 'multilingual') {
    const { createLlamaEmbedder } = await import('../../src-main/adapters/llama/createLlamaEmbedder.ts')
    const { createLlamaRuntime } = await import('../../src-main/adapters/llama/LlamaRuntime.ts')
    const identity = embeddingIdentity({
      model: 'multilingual-e5-small', sha256: '7179e5e2f9b378c4d9dd0a0a38890c029a93a9954d60db887c63da238e11897a', runtime: 'llama', quantisation: 'Q4_0',
      dimensions: 384, contextTokens: 512, queryPrefix: 'query: ', passagePrefix: 'passage: ', textForm: 'nmtNfkc',
    })
    const runtime = await createLlamaRuntime({ threads: 1, gpuLayers: 0 })
    const model = await createLlamaEmbedder({ runtime, modelPath: path.join(models, 'multilingual-e5-small-q4_0.gguf'), identity })
    return { embedder: cacheEmbedder(model, options.cache), countTokens: estimateTokens }
  }
  return { embedder: await openCachedEmbedder(1, options.cache), countTokens: await openTokenCounter() }
}

function columnNames(): string[] {
  return ['ndcg@10', 'mrr', 'page@1', 'page@5', 'page@10', 'doc@1', 'docRecall@5', 'answer@1', 'answer@5', 'evidence@1', 'evidence@5', 'figures@10']
}

/** Mean with the half width of its 95 % interval, in thousandths. */
function cell(run: EvaluationRun | undefined, column: string): string {
  const metric = run?.metrics[column]
  return metric === undefined ? '' : `${metric.mean.toFixed(3)} ±${((metric.high - metric.low) / 2).toFixed(3).replace(/^0/, '')}`
}

function gate(file: string, run: EvaluationRun): number {
  if (!existsSync(file)) throw new Error(`There is no saved run at ${file}.`)
  const { passed, refused, compared } = gateRun(JSON.parse(readFileSync(file, 'utf8')) as EvaluationRun, run)
  for (const { metric, before, after, worseByChance } of refused) console.error(`worse: ${metric} ${before.toFixed(3)} → ${after.toFixed(3)} (p ${worseByChance.toFixed(4)})`)
  for (const { id } of compared.worst.slice(0, 10)) console.error(`fell: ${id}`)
  console.error(passed ? 'The gate is passed.' : 'The gate is not passed.')
  return passed ? 0 : 5
}
