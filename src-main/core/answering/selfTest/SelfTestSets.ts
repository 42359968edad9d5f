/** `resources/selftest/questions.json`. */
export interface SelfTestQuestions {
  readonly passages: readonly { readonly name: string; readonly text: string }[]
  readonly questions: readonly BundledQuestion[]
}

export interface BundledQuestion {
  readonly question: string
  /** Index of the passage that answers it. */
  readonly passage: number
  /** Any of these, in any case, makes an answer right. */
  readonly answers: readonly string[]
}

/** `resources/selftest/judging.json`: sentences that a source says, and sentences that it does not. */
export interface JudgingCase {
  readonly source: string
  readonly sentence: string
  readonly supported: boolean
}

/** `resources/selftest/rewriting.json`: right is a question that holds all of `needs` and none of `forbids`, in any case. */
export interface RewritingCase {
  readonly history: readonly string[]
  readonly question: string
  readonly needs: readonly string[]
  readonly forbids: readonly string[]
}

/** Made-up texts by which a chat model proves itself, one set a task. */
export interface SelfTestSets {
  readonly phrasing: SelfTestQuestions
  /** Over the passages of `phrasing`, in words that other sentences share. */
  readonly choosing: readonly BundledQuestion[]
  readonly judging: readonly JudgingCase[]
  readonly rewriting: readonly RewritingCase[]
}
