/** Embedding and first words: the product's way beside the bare library, in turns, so that both meet the same load. */
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createForkLauncher } from '../../src-main/adapters/node/createForkLauncher.ts'
import { CHECK_PASSAGES } from '../../src-main/core/models/checkPassages.ts'
import { hostLimits } from '../../src-main/core/models/hostLimits.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import { createModelHost } from '../../src-main/processes/modelHost/createModelHost.ts'
import type { ModelEntry } from '../../src-shared/domain/model.ts'
import type { BenchRow } from './BenchRow.ts'
import { bundledModel, startBareWorkers } from './workers/startBareWorkers.ts'

const REPETITIONS = 5
/** Twice the interval in which the host looks at what the cores do. */
const REST_MS = 1000
const cores = Math.min(availableParallelism(), 8)
const chatFile = fileURLToPath(new URL('../../.demo-models/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url))

/** Texts of about 234 tokens, all different, as many as every worker gets the same number of. */
const passages = Array.from({ length: cores * 6 }, (_, number) =>
  `${number + 1}. ${[0, 1, 2, 3].map((step) => CHECK_PASSAGES[(number + step) % CHECK_PASSAGES.length]).join(' ')}`.slice(0, 1150))

function startHost(embedWorkers: number) {
  return createModelHost({
    launcher: createForkLauncher(), limits: { ...hostLimits(cores, 0), embedWorkers }, clock: { now: () => Date.now(), monotonic: () => performance.now() }, logger: { log: () => undefined },
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function residentMiB(pid: number): number | null {
  const path = `/proc/${pid}/status`
  const line = existsSync(path) ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(path, 'utf8')) : null
  return line === null ? null : Number(line[1]) / 1024
}

async function workerMemory(entry: ModelEntry): Promise<BenchRow[]> {
  const resident: number[] = []
  for (const workers of [1, 2]) {
    const host = startHost(workers)
    await host.embedder(entry, 'onnx').embedPassages([...passages.slice(0, 6 * workers), 'word '.repeat(600)])
    const mib = residentMiB(host.pid() ?? 0)
    await host.close()
    if (mib === null) return []
    resident.push(mib)
  }
  const [one = 0, two = 0] = resident
  return [{ name: 'memory of one more embedding worker', values: [two - one], unit: 'MiB', bar: { atMost: 250 }, note: `host with one worker ${one.toFixed(0)} MiB, with two ${two.toFixed(0)} MiB` }]
}

async function throughput(entry: ModelEntry): Promise<BenchRow[]> {
  const host = startHost(cores)
  const onnx = host.embedder(entry, 'onnx')
  const llama = host.embedder(entry, 'llama')
  const bare = await startBareWorkers(cores)
  // A third of the texts in llama.cpp: it takes that much longer.
  const few = passages.slice(0, passages.length / 3)
  const run = (embedder: Embedder, texts: readonly string[]) => timed(() => embedder.embedPassages(texts))
  await Promise.all([run(onnx, few), bare.run(few)])
  await run(llama, few.slice(0, 2))
  const overBare: number[] = []
  const overLlama: number[] = []
  const milliseconds: number[] = []
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const bareMs = await timed(() => bare.run(passages))
    const onnxMs = await run(onnx, passages)
    const llamaMs = await run(llama, few)
    overBare.push(onnxMs / bareMs)
    overLlama.push((llamaMs / few.length) / (onnxMs / passages.length))
    milliseconds.push(onnxMs / passages.length)
  }
  await Promise.all([bare.close(), host.close()])
  return [
    { name: 'embedding through the model host / bare onnxruntime loop', values: overBare, unit: 'ratio', bar: { atMost: 1.15 }, note: `${passages.length} passages, ${cores} workers both` },
    { name: 'embedding: ONNX Runtime / llama.cpp throughput', values: overLlama, unit: 'ratio', bar: { atLeast: 3 }, note: `both in the model host, ${cores} cores` },
    { name: 'embedding a passage', values: milliseconds, unit: 'ms' },
  ]
}

async function firstToken(): Promise<BenchRow[]> {
  if (!existsSync(chatFile)) return []
  const entry: ModelEntry = {
    name: 'SmolLM2', role: 'chat', path: chatFile, sizeBytes: 0, sha256: 'bench', licence: '', source: '', bundled: false, active: false, contextTokens: 4096,
    forms: [{ runtime: 'llama', quantisation: 'Q4_1', path: chatFile, sizeBytes: 0, sha256: 'bench' }],
  }
  const prompt = `${CHECK_PASSAGES.slice(0, 4).join('\n')}\n\nHow long is the notice period?`
  const host = startHost(1)
  const chat = host.chatModel(entry)
  const { getLlama, LlamaChatSession } = await import('node-llama-cpp')
  const llama = await getLlama({ build: 'never', gpu: false, maxThreads: cores, progressLogs: false })
  const model = await llama.loadModel({ modelPath: chatFile })
  const context = await model.createContext({ contextSize: 4096 })
  const sequence = context.getSequence()

  const ours = async () => {
    for await (const event of chat.generate([{ role: 'user', content: prompt }], { maxTokens: 8 })) if (event.kind === 'text') return
  }
  const raw = async () => {
    await sequence.clearHistory()
    const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: '', autoDisposeSequence: false })
    const stop = new AbortController()
    await session.prompt(prompt, { maxTokens: 8, temperature: 0, signal: stop.signal, stopOnAbortSignal: true, onTextChunk: () => stop.abort() })
    session.dispose()
  }
  await ours()
  await raw()
  const ratios: number[] = []
  const afterWork: number[] = []
  const milliseconds: number[] = []
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    await delay(REST_MS)
    const rawMs = await timed(raw)
    // Generation leaves cores that other programs use to them: right after the raw run, which used all, it takes one thread. A person's question finds them free.
    afterWork.push(await timed(ours) / rawMs)
    await delay(REST_MS)
    const oursMs = await timed(ours)
    ratios.push(oursMs / rawMs)
    milliseconds.push(oursMs)
  }
  await Promise.all([host.close(), llama.dispose()])
  return [
    { name: 'first token through the model host / raw node-llama-cpp', values: ratios, unit: 'ratio', bar: { atMost: 1.2 }, note: 'SmolLM2-135M, about 300 tokens of prompt; both begin on free cores' },
    { name: 'first token / raw, right after another program used every core', values: afterWork, unit: 'ratio', note: 'one thread by intent: see CoreMeter' },
    { name: 'first token', values: milliseconds, unit: 'ms' },
  ]
}

export async function bench(): Promise<BenchRow[]> {
  const entry = bundledModel('bge-small-en-v1.5')
  return [...await throughput(entry), ...await workerMemory(entry), ...await firstToken()]
}
