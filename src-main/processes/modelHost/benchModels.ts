import type { ModelEntry } from '../../../src-shared/domain/model.ts'
import type { ChatMeasurement } from '../../../src-shared/domain/modelBench.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import { CHECK_PASSAGES, CHECK_QUERIES } from '../../core/models/checkPassages.ts'
import type { Clock } from '../../core/ports/SystemPorts.ts'
import type { ModelHost } from './createModelHost.ts'

export interface BenchChatOptions {
  /** A host of its own for each device: llama.cpp decides once a process whether it looks for a GPU. */
  readonly makeHost: (gpuLayers: 'auto' | 0) => ModelHost
  readonly entries: readonly ModelEntry[]
  readonly mayHaveGpu: boolean
  readonly clock: Clock
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** Some seconds of the slowest model worth using. */
const WRITTEN_TOKENS = 48

/** Times every chat model on the processor and, where there may be one, on the graphics card. A model that fails is a measurement with a problem. */
export async function benchChatModels({ makeHost, entries, mayHaveGpu, clock, signal, onProgress }: BenchChatOptions): Promise<ChatMeasurement[]> {
  const measurements: ChatMeasurement[] = []
  const devices = mayHaveGpu ? [0, 'auto'] as const : [0] as const
  const total = entries.length * devices.length
  for (const gpuLayers of devices) {
    const host = makeHost(gpuLayers)
    try {
      for (const entry of entries) {
        signal?.throwIfAborted()
        onProgress?.(measurements.length, total)
        const measured = await benchChatModel(host, entry, clock, signal)
        // Without a usable GPU the second round would tell the first one's figures again.
        if (gpuLayers === 0 || measured.isGpu || measured.problem !== undefined) measurements.push(measured)
      }
    } finally {
      await host.close()
    }
  }
  return measurements
}

async function benchChatModel(host: ModelHost, entry: ModelEntry, clock: Clock, signal: AbortSignal | undefined): Promise<ChatMeasurement> {
  const chat = host.chatModel(entry)
  const messages = [{ role: 'user' as const, content: `${CHECK_PASSAGES.join('\n')}\n\n${CHECK_QUERIES[0] ?? ''}` }]
  const cancel = signal === undefined ? {} : { signal }
  try {
    // Loads the model: loading is not part of the rate.
    const promptTokens = await chat.countTokens(messages)
    for await (const event of chat.generate([{ role: 'user', content: 'Hello' }], { maxTokens: 2, ...cancel })) void event
    const started = clock.monotonic()
    let firstAt: number | undefined
    let written = 0
    for await (const event of chat.generate(messages, { maxTokens: WRITTEN_TOKENS, ...cancel })) {
      firstAt ??= clock.monotonic()
      if (event.kind === 'end') written = event.completionTokens
    }
    const ended = clock.monotonic()
    const device = host.device(chat)
    return {
      model: entry.name, device: device?.text ?? '', isGpu: device?.kind === 'gpu',
      promptTokensPerSecond: rate(promptTokens, (firstAt ?? ended) - started), tokensPerSecond: rate(Math.max(0, written - 1), ended - (firstAt ?? ended)),
    }
  } catch (thrown) {
    signal?.throwIfAborted()
    return { model: entry.name, device: '', isGpu: false, promptTokensPerSecond: 0, tokensPerSecond: 0, problem: toAppError(thrown).message }
  } finally {
    await chat.close()
  }
}

function rate(count: number, milliseconds: number): number {
  return milliseconds > 0 ? (count / milliseconds) * 1000 : 0
}
