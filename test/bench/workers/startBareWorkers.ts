import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { installedModel } from '../../../src-main/core/models/installedModel.ts'
import { parseManifest } from '../../../src-main/core/models/manifest.ts'
import { formFor } from '../../../src-main/core/models/modelIdentity.ts'
import type { ModelEntry } from '../../../src-shared/domain/model.ts'

const bundledDir = fileURLToPath(new URL('../../../resources/models/', import.meta.url))

export function bundledModel(name: string): ModelEntry {
  const model = parseManifest(readFileSync(`${bundledDir}manifest.json`, 'utf8')).find((candidate) => candidate.name === name)
  if (model === undefined) throw new Error(`${name} is not bundled`)
  return installedModel(model, bundledDir, true)
}

export interface BareWorkers {
  /** Tokenises and embeds every text, nothing else; resolves when all are done. */
  run(texts: readonly string[]): Promise<unknown>
  close(): Promise<unknown>
}

/** onnxruntime-node in one worker thread a core, without any of the product around it: what the product's embedding is held against. */
export async function startBareWorkers(cores: number): Promise<BareWorkers> {
  const form = formFor(bundledModel('bge-small-en-v1.5'), 'onnx')
  const workers = await Promise.all(Array.from({ length: cores }, async () => {
    const worker = new Worker(new URL('bareOnnx.ts', import.meta.url), { workerData: { modelPath: form.path, tokenizerPath: form.tokenizer?.path } })
    await new Promise((resolve) => worker.once('message', resolve))
    return worker
  }))
  return {
    run: (texts) => Promise.all(workers.map((worker, index) => new Promise((resolve) => {
      worker.once('message', resolve)
      worker.postMessage(texts.filter((_, number) => number % workers.length === index))
    }))),
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  }
}
