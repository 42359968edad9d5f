import type { AnswerMode } from './answer.ts'
import type { AlertThresholds } from './monitoring.ts'
import type { MaskingScope } from './privacy.ts'

export interface Settings {
  readonly version: 1
  readonly answering: {
    /** `evidence` until a person chooses a chat model. */
    readonly mode: AnswerMode
    /** What happens to a generated sentence that its source does not support. */
    readonly unsupported: 'replace' | 'mark'
  }
  readonly models: {
    readonly embedding: string | null
    readonly chat: string | null
    readonly reranker: string | null
    readonly embeddingRuntime: 'auto' | 'onnx' | 'llama'
    /** `auto`: as many as fit; 0: CPU only. */
    readonly gpuLayers: 'auto' | number
  }
  readonly reading: {
    readonly maxFileBytes: number
    readonly maxPages: number
    readonly parseTimeoutMs: number
    /** ISO 639-2 codes of tesseract's language data. */
    readonly ocrLanguages: readonly string[]
    /** `gentle`: one file and one text at a time, with rests; `auto`: gentle on battery. */
    readonly pace: 'auto' | 'full' | 'gentle'
  }
  readonly appearance: { readonly theme: 'system' | 'light' | 'dark' }
  /** Of the desktop window; a browser's page is closed as it likes. */
  readonly window: {
    /** What closing it does: `ask` while work goes on, and end with it otherwise; `background`: never end; `quit`: always end, work goes on at the next start. */
    readonly closing: 'ask' | 'background' | 'quit'
  }
  readonly audit: {
    /** The same question on an unchanged library and configuration is answered from the log. */
    readonly repeatAnswers: boolean
    /** Content of older entries is removed (the chain stays valid); 0: kept for ever. */
    readonly retentionDays: number
  }
  readonly privacy: {
    /** Where personal data is replaced by what it is. */
    readonly masking: MaskingScope
    /** Minutes without a key or a click after which a window locks a library that has a passphrase; 0: never. */
    readonly autoLockMinutes: number
  }
  readonly monitoring: AlertThresholds
}

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  answering: { mode: 'evidence', unsupported: 'replace' },
  models: { embedding: null, chat: null, reranker: null, embeddingRuntime: 'auto', gpuLayers: 'auto' },
  reading: {
    // Larger single files than this are exports or disk images more often than documents; a person can raise it.
    maxFileBytes: 512 * 1024 * 1024,
    maxPages: 20_000,
    parseTimeoutMs: 600_000,
    ocrLanguages: ['eng'],
    pace: 'auto',
  },
  appearance: { theme: 'system' },
  window: { closing: 'ask' },
  audit: { repeatAnswers: true, retentionDays: 0 },
  privacy: { masking: 'off', autoLockMinutes: 0 },
  monitoring: { answerP95Ms: 30_000, abstentionShare: 0.6, unsupportedShare: 0.05, wrongFeedbackShare: 0.2, failedFileShare: 0.1, memoryBytes: 2 * 1024 ** 3 },
}
