import { stat } from 'node:fs/promises'
import type { Llama, LlamaGrammar, LlamaModel } from 'node-llama-cpp'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { ModelDevice } from '../../core/ports/ModelDevice.ts'

export interface LlamaRuntimeOptions {
  /** At most the number of cores: more threads than cores make llama.cpp spin on itself (measured: 300 times slower). */
  readonly threads: number
  /** `auto`: as many as fit; 0: CPU only, no GPU is looked for. */
  readonly gpuLayers: 'auto' | number
}

/** llama.cpp in this process: one instance for all models. */
export interface LlamaRuntime {
  readonly maxThreads: number
  /** Threads for all evaluations together, from the next batch on. */
  setThreads(threads: number): void
  loadModel(path: string, contextTokens: number): Promise<LlamaModel>
  /** Creates a context that may use all threads later: node-llama-cpp caps a context at what is allowed when it is created. */
  createContext<Context>(create: () => Promise<Context>): Promise<Context>
  /** A grammar whose texts are exactly these. */
  oneOf(choices: readonly string[]): Promise<LlamaGrammar>
  describe(model: LlamaModel): Promise<ModelDevice>
  close(): Promise<void>
}

/** Loads the native library (about one second). Never builds, never downloads: without a fitting binary it throws MODEL_UNSUITABLE. */
export async function createLlamaRuntime(options: LlamaRuntimeOptions): Promise<LlamaRuntime> {
  const { getLlama, InsufficientMemoryError, LlamaLogLevel, NoBinaryFoundError } = await import('node-llama-cpp')
  let llama: Llama
  try {
    llama = await getLlama({
      build: 'never',
      skipDownload: true,
      gpu: options.gpuLayers === 0 ? false : 'auto',
      maxThreads: options.threads,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      // llama.cpp writes prompts into some of its messages, and errors come as exceptions anyway.
      logger: () => undefined,
    })
  } catch (cause) {
    if (cause instanceof NoBinaryFoundError) {
      throw new AppError('MODEL_UNSUITABLE', 'There is no build of llama.cpp for this computer.', { action: 'Keep to the bundled embedder, which runs without it.', cause })
    }
    throw cause
  }
  let threads = options.threads

  return {
    maxThreads: options.threads,
    setThreads(wanted) {
      threads = Math.max(1, Math.min(options.threads, wanted))
      llama.maxThreads = threads
    },
    async loadModel(path, contextTokens) {
      if ((await stat(path).catch(() => null)) === null) throw new AppError('MODEL_MISSING', `The model file ${path} is missing.`)
      try {
        const wanted = options.gpuLayers === 'auto' ? { fitContext: { contextSize: contextTokens } } : options.gpuLayers
        return await llama.loadModel({ modelPath: path, gpuLayers: wanted })
      } catch (cause) {
        if (cause instanceof InsufficientMemoryError) {
          throw new AppError('MODEL_UNSUITABLE', 'The model needs more memory than is free.', { action: 'Choose a smaller model or fewer GPU layers, or close other programs.', cause })
        }
        throw new AppError('MODEL_DAMAGED', 'llama.cpp could not load the model file.', { cause })
      }
    },
    async createContext(create) {
      llama.maxThreads = options.threads
      try {
        return await create()
      } finally {
        llama.maxThreads = threads
      }
    },
    oneOf: (choices) => llama.createGrammar({ grammar: `root ::= ${choices.map((choice) => JSON.stringify(choice)).join(' | ')}` }),
    async describe(model) {
      if (llama.gpu === false || model.gpuLayers === 0) {
        return { kind: 'cpu', text: `${options.threads} ${options.threads === 1 ? 'thread' : 'threads'} on the CPU`, gpuLayers: 0 }
      }
      const [name = 'GPU'] = await llama.getGpuDeviceNames()
      return { kind: 'gpu', text: `${name} (${GPU_NAMES[llama.gpu]}), ${model.gpuLayers} of ${model.fileInsights.totalLayers} layers`, gpuLayers: model.gpuLayers }
    },
    close: () => llama.dispose(),
  }
}

const GPU_NAMES = { cuda: 'CUDA', vulkan: 'Vulkan', metal: 'Metal' } as const
