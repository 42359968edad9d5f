import type { ChatHistoryItem, LlamaContextSequence } from 'node-llama-cpp'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { createLimiter } from '../../core/ingestion/createLimiter.ts'
import { createEventQueue } from '../../core/models/EventQueue.ts'
import type { ChatMessage, ChatModel, GenerateEvent, GenerateOptions } from '../../core/ports/ChatModel.ts'
import type { ModelDevice } from '../../core/ports/ModelDevice.ts'
import type { LlamaRuntime } from './LlamaRuntime.ts'

export interface LlamaChatModelOptions {
  readonly runtime: LlamaRuntime
  readonly modelPath: string
  readonly name: string
  readonly sha256: string
  /** At most this many; fewer when memory does not suffice. */
  readonly contextTokens: number
  readonly parameterCount: number | null
  /** Generations at once, each with a context of its own. One where memory does not suffice for all of them in full size. */
  readonly sequences: number
}

// Below this there is no room for a question with one passage and its answer.
const MINIMUM_CONTEXT_TOKENS = 512
// node-llama-cpp cuts the conversation by itself when it comes this near to the end of the context; it must never have to.
const SPARE_TOKENS = 16

/**
 * A ChatModel over any GGUF chat model, with the template of its file. Each generation starts from an empty context: nothing of one question
 * reaches the next, and the same messages, seed and settings give the same text. Messages are read as plain text, so that a document which spells
 * a control token does not become one. Generations beyond the number of sequences wait; those at work share llama.cpp's batches.
 */
export async function createLlamaChatModel(options: LlamaChatModelOptions): Promise<ChatModel & { readonly device: ModelDevice }> {
  const { runtime } = options
  const { LlamaChat, resolveChatWrapper } = await import('node-llama-cpp')
  const model = await runtime.loadModel(options.modelPath, options.contextTokens)
  const wanted = Math.min(options.contextTokens, model.trainContextSize)
  const openContext = (sequences: number) => runtime.createContext(() => model.createContext({
    sequences, contextSize: { min: Math.min(MINIMUM_CONTEXT_TOKENS, wanted), max: wanted }, threads: runtime.maxThreads,
  }))
  let context = await openContext(options.sequences)
  if (context.contextSize < wanted && options.sequences > 1) {
    // Room for the passages of one question is worth more than a second question at once.
    await context.dispose()
    context = await openContext(1)
  }
  const idle = Array.from({ length: context.totalSequences }, () => context.getSequence())
  const places = createLimiter(() => context.totalSequences)
  const chatWrapper = resolveChatWrapper(model, { warningLogs: false })
  const contextTokens = Math.min(wanted, ...idle.map(({ contextSize }) => contextSize))
  const running = new Set<Promise<void>>()

  function render(messages: readonly ChatMessage[]): number {
    const history: ChatHistoryItem[] = [...toHistory(messages), { type: 'model', response: [] }]
    return chatWrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer).length
  }

  /** Waits for a sequence that nothing else writes to. */
  async function run(messages: readonly ChatMessage[], generate: GenerateOptions, signal: AbortSignal, onText: (text: string) => void): Promise<GenerateEvent> {
    const leave = await places.enter({ signal })
    const sequence = idle.pop()
    try {
      if (sequence === undefined) throw new Error('A place without a sequence.')
      return await write(sequence, messages, generate, signal, onText)
    } finally {
      if (sequence !== undefined) idle.push(sequence)
      leave()
    }
  }

  async function write(sequence: LlamaContextSequence, messages: readonly ChatMessage[], generate: GenerateOptions, signal: AbortSignal, onText: (text: string) => void): Promise<GenerateEvent> {
    const promptTokens = render(messages)
    const room = contextTokens - promptTokens - SPARE_TOKENS
    if (room < 1) {
      throw new AppError('MODEL_UNSUITABLE', `The question with its passages takes ${promptTokens} tokens; this model reads ${contextTokens}.`, {
        action: 'Choose a model with a longer context.',
      })
    }
    await sequence.clearHistory()
    const grammar = generate.choices === undefined ? undefined : await runtime.oneOf(generate.choices)
    const chat = new LlamaChat({ contextSequence: sequence, chatWrapper, autoDisposeSequence: false })
    const outputBefore = sequence.tokenMeter.usedOutputTokens
    try {
      const { metadata } = await chat.generateResponse(toHistory(messages), {
        maxTokens: Math.min(generate.maxTokens, room),
        temperature: generate.temperature ?? 0,
        ...(generate.seed === undefined ? {} : { seed: generate.seed }),
        ...(grammar === undefined ? {} : { grammar }),
        ...(generate.stop === undefined ? {} : { customStopTriggers: generate.stop }),
        // Quotes and marks repeat words of the prompt by intent; a penalty would make the model avoid them.
        repeatPenalty: false,
        // The evidence is in the prompt and a person waits: no tokens for thoughts that nobody sees.
        budgets: { thoughtTokens: 0 },
        contextShift: { size: 1 },
        signal,
        onTextChunk: onText,
      })
      const completionTokens = sequence.tokenMeter.usedOutputTokens - outputBefore
      return { kind: 'end', reason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop', promptTokens, completionTokens }
    } finally {
      chat.dispose()
    }
  }

  return {
    use: { name: options.name, sha256: options.sha256, contextTokens },
    parameterCount: options.parameterCount,
    device: await runtime.describe(model),
    async countTokens(messages) {
      return render(messages)
    },
    generate(messages, generateOptions) {
      const stop = new AbortController()
      const signal = generateOptions.signal === undefined ? stop.signal : AbortSignal.any([generateOptions.signal, stop.signal])
      const queue = createEventQueue<GenerateEvent>(() => stop.abort())
      const work = run(messages, generateOptions, signal, (text) => { if (text !== '') queue.push({ kind: 'text', text }) }).then(
        (end) => {
          queue.push(end)
          queue.end()
        },
        (error: unknown) => queue.fail(signal.aborted ? new DOMException('The generation was cancelled.', 'AbortError') : error),
      ).finally(() => running.delete(work))
      running.add(work)
      return queue.iterate()
    },
    async close() {
      await Promise.all(running)
      await context.dispose()
      await model.dispose()
    },
  }
}

function toHistory(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  return messages.map((message) => {
    if (message.role === 'assistant') return { type: 'model', response: [message.content] }
    return { type: message.role, text: message.content }
  })
}
