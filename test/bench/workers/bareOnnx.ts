import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { Tokenizer } from '@huggingface/tokenizers'
import { InferenceSession, Tensor } from 'onnxruntime-node'

/** The shortest loop that computes the same vectors: no queue, no messages, nothing of the product. */
const { modelPath, tokenizerPath } = workerData as { modelPath: string; tokenizerPath: string }
const tokenizer = new Tokenizer(JSON.parse(readFileSync(tokenizerPath, 'utf8')) as object, {})
const session = await InferenceSession.create(modelPath, { intraOpNumThreads: 1, interOpNumThreads: 1 })

parentPort?.on('message', (texts: readonly string[]) => {
  void (async () => {
    for (const text of texts) {
      const ids = tokenizer.encode(text).ids
      const feed = (values: readonly number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, ids.length])
      const { last_hidden_state: states } = await session.run({ input_ids: feed(ids), attention_mask: feed(ids.map(() => 1)), token_type_ids: feed(ids.map(() => 0)) })
      ;(states?.data as Float32Array).slice(0, 384)
    }
    parentPort?.postMessage('done')
  })()
})
parentPort?.postMessage('ready')
