/** Two answers written side by side (two sequences of one context, which share llama.cpp's batches) beside the same two one after the other. Needs `npm run model:demo`. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createForkLauncher } from '../../src-main/adapters/node/createForkLauncher.ts'
import { CHECK_PASSAGES } from '../../src-main/core/models/checkPassages.ts'
import { hostLimits } from '../../src-main/core/models/hostLimits.ts'
import { createModelHost } from '../../src-main/processes/modelHost/createModelHost.ts'
import type { ModelEntry } from '../../src-shared/domain/model.ts'
import type { BenchRow } from './BenchRow.ts'

const REPETITIONS = 5
const path = fileURLToPath(new URL('../../.demo-models/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url))
const sizeBytes = 98_362_432
const entry: ModelEntry = {
  name: 'SmolLM2', role: 'chat', path, sizeBytes, memoryBytes: 800_000_000, sha256: 'bench', licence: '', source: '', bundled: false, active: false, contextTokens: 4096,
  forms: [{ runtime: 'llama', quantisation: 'Q4_1', path, sizeBytes, sha256: 'bench' }],
}
const prompts = ['How long is the notice period?', 'Who signs for the tenant?'].map((question, index) => `${CHECK_PASSAGES.slice(index * 2, index * 2 + 3).join('\n')}\n\n${question} Answer in three sentences.`)

export async function bench(): Promise<readonly BenchRow[]> {
  if (!existsSync(path)) return []
  const host = createModelHost({
    launcher: createForkLauncher(), limits: hostLimits(Math.min(availableParallelism(), 8), 0), machineBytes: 16 * 1024 ** 3, clock: { now: () => Date.now(), monotonic: () => performance.now() }, logger: { log: () => undefined },
  })
  const chat = host.chatModel(entry)
  const ratios: number[] = []
  /** Milliseconds to the end of the answer. */
  const write = async (prompt: string) => {
    const start = performance.now()
    for await (const event of chat.generate([{ role: 'user', content: prompt }], { maxTokens: 48, seed: 1 })) void event
    return performance.now() - start
  }
  try {
    await write('Hello')
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      let apart = 0
      for (const prompt of prompts) apart += await write(prompt)
      const start = performance.now()
      await Promise.all(prompts.map(write))
      ratios.push((performance.now() - start) / apart)
    }
  } finally {
    await host.close()
  }
  return [{ name: 'two answers side by side / one after the other', values: ratios, unit: 'ratio', bar: { atMost: 1 }, note: 'SmolLM2 135M, 48 tokens each' }]
}
