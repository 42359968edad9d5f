/** Thresholds above which monitoring warns; shares from 0 to 1, null: never. */
export interface AlertThresholds {
  readonly answerP95Ms: number
  readonly abstentionShare: number
  readonly unsupportedShare: number
  readonly wrongFeedbackShare: number
  readonly failedFileShare: number
  readonly memoryBytes: number
}

export interface StagePercentiles {
  readonly p50: number
  readonly p95: number
}

/** Figures of the answers of one stretch of time. Shares are NaN-free: absent where nothing could be counted. */
export interface AnswerFigures {
  readonly answers: number
  readonly answered: number
  readonly notFound: number
  readonly cancelled: number
  readonly failed: number
  /** Not found, of what was answered or not found. */
  readonly abstentionShare?: number
  /** Sentences shown as unsupported, of all sentences. */
  readonly unsupportedShare?: number
  readonly supportedShare?: number
  readonly feedback: { readonly useful: number; readonly partly: number; readonly wrong: number }
  /** By stage of an answer. Empty without answers. */
  readonly latencyMs: Readonly<Record<string, StagePercentiles>>
}

export interface HealthFigures {
  readonly indexBytes: number
  readonly memoryBytes: number
  readonly documents: number
  readonly failedFiles: number
  /** Pages and parts that stayed empty or failed. */
  readonly unreadUnits: number
  readonly ocrUnits: number
  readonly staleChunks: number
}

export interface Alert {
  readonly name: keyof AlertThresholds
  readonly value: number
  readonly threshold: number
  readonly message: string
}

/** What the dashboard shows. Times are epoch milliseconds. */
export interface MonitoringReport {
  readonly fromMs: number
  readonly toMs: number
  readonly bucketMs: number
  readonly total: AnswerFigures
  /** One a bucket with answers in it, oldest first. */
  readonly buckets: readonly (AnswerFigures & { readonly fromMs: number })[]
  readonly health: readonly (HealthFigures & { readonly atMs: number })[]
  readonly alerts: readonly Alert[]
}
