import type { MessagePort } from 'node:worker_threads'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import { createOnnxEmbedder } from '../../adapters/onnx/createOnnxEmbedder.ts'
import type { EmbedWorkerData, FromEmbedWorker, ToEmbedWorker } from './protocol.ts'

/** Computes one text after another with one thread of ONNX Runtime, and says `ready` once the model is loaded. */
export async function runEmbedWorker(port: MessagePort, data: EmbedWorkerData): Promise<void> {
  const post = (message: FromEmbedWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  let embedder: Awaited<ReturnType<typeof createOnnxEmbedder>>
  try {
    embedder = await createOnnxEmbedder({ ...data, threads: 1 })
  } catch (error) {
    post({ kind: 'unusable', error: toAppError(error).toData() })
    port.close()
    return
  }

  async function answer({ id, output, text, textKind }: ToEmbedWorker): Promise<void> {
    if (output === 'vector') {
      const vector = textKind === 'query' ? await embedder.embedQuery(text) : (await embedder.embedPassages([text]))[0]
      if (vector !== undefined) post({ kind: 'vector', id, vector }, [vector.buffer as ArrayBuffer])
      return
    }
    const [result] = await embedder.tokenStates([text], textKind)
    if (result === undefined) return
    // A copy of its own: the runtime's output may lie in memory that cannot be transferred.
    const states = new Float32Array(result.states)
    const ranges = Int32Array.from(result.ranges.flat())
    post({ kind: 'states', id, states, ranges }, [states.buffer, ranges.buffer])
  }

  port.on('message', (message: ToEmbedWorker) => {
    answer(message).catch((error: unknown) => post({ kind: 'failed', id: message.id, error: toAppError(error).toData() }))
  })
  post({ kind: 'ready' })
}
