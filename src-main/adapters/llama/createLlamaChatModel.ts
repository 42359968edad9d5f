import type { ChatHistoryItem } from 'node-llama-cpp'
import { AppError } from '../../../src-shared/errors/AppError.ts'
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
}

// Below this there is no room for a question with one passage and its answer.
const MINIMUM_CONTEXT_TOKENS = 512
// node-llama-cpp cuts the conversation by itself when it comes this near to the end of the context; it must never have to.
const SPARE_TOKENS = 16

/**
 * A ChatModel over any GGUF chat model, with the template of its file. Each generation starts from an empty context: nothing of one question
 * reaches the next, and the same messages, seed and settings give the same text. Messages are read as plain text, so that a document which spells
 * a control token does not become one. One generation at a time; a second waits.
 */
export async function createLlamaChatModel(options: LlamaChatModelOptions): Promise<ChatModel & { readonly device: ModelDevice }> {
  const { runtime } = options
  const { LlamaChat, resolveChatWrapper } = await import('node-llama-cpp')
  const model = await runtime.loadModel(options.modelPath, options.contextTokens)
  const wanted = Math.min(options.contextTokens, model.trainContextSize)
  const context = await runtime.createContext(() => model.createContext({
    sequences: 1, contextSize: { min: Math.min(MINIMUM_CONTEXT_TOKENS, wanted), max: wanted }, threads: runtime.maxThreads,
  }))
  const sequence = context.getSequence()
  const chatWrapper = resolveChatWrapper(model, { warningLogs: false })
  const contextTokens = Math.min(wanted, sequence.contextSize)
  let turn: Promise<unknown> = Promise.resolve()

  function render(messages: readonly ChatMessage[]): number {
    const history: ChatHistoryItem[] = [...toHistory(messages), { type: 'model', response: [] }]
    return chatWrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer).length
  }

  async function run(messages: readonly ChatMessage[], generate: GenerateOptions, signal: AbortSignal, onText: (text: string) => void): Promise<GenerateEvent> {
    signal.throwIfAborted()
    const promptTokens = render(messages)
    const room = contextTokens - promptTokens - SPARE_TOKENS
    if (room < 1) {
      throw new AppError('MODEL_UNSUITABLE', `The question with its passages takes ${promptTokens} tokens; this model reads ${contextTokens}.`, {
        action: 'Choose a model with a longer context.',
      })
    }
    await sequence.clearHistory()
    const chat = new LlamaChat({ contextSequence: sequence, chatWrapper, autoDisposeSequence: false })
    const outputBefore = sequence.tokenMeter.usedOutputTokens
    try {
      const { metadata } = await chat.generateResponse(toHistory(messages), {
        maxTokens: Math.min(generate.maxTokens, room),
        temperature: generate.temperature ?? 0,
        ...(generate.seed === undefined ? {} : { seed: generate.seed }),
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
      turn = turn.then(() => run(messages, generateOptions, signal, (text) => { if (text !== '') queue.push({ kind: 'text', text }) })).then(
        (end) => {
          queue.push(end)
          queue.end()
        },
        (error: unknown) => queue.fail(signal.aborted ? new DOMException('The generation was cancelled.', 'AbortError') : error),
      )
      return queue.iterate()
    },
    async close() {
      await turn
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
