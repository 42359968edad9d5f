import type { OpenedIndex } from '../indexing/OpenedIndex.ts'
import type { StoredName } from '../ports/EvaluationStore.ts'
import type { Configuration } from './Configuration.ts'
import type { Configurations } from './Configurations.ts'
import type { EvaluationRun } from './EvaluationRun.ts'
import type { EvaluationSubject } from './evaluateQuestions.ts'
import type { Gate, SetVerdict } from './createGate.ts'

export interface QuestionSet {
  readonly name: string
  /** JSON lines; see `parseQuestionSet`. */
  readonly text: string
}

export interface RunRequest {
  readonly questions: QuestionSet
  /** Name of a configuration; absent: the one in force. */
  readonly configuration?: string
  /** Search only; much faster, and no answer is measured. */
  readonly retrievalOnly?: boolean
}

export interface RunOptions {
  readonly signal?: AbortSignal
  readonly onQuestion?: (done: number, total: number) => void
  /** Other stages in words: a library is read for a configuration with other chunks. */
  readonly onNote?: (note: string) => void
}

export interface UseRequest {
  readonly name: string
  /** The sets that decide; absent: those of the last time. */
  readonly questionSets?: readonly QuestionSet[]
  /** Why a configuration that the gate refuses is taken all the same; goes to the audit log. */
  readonly override?: string
}

export interface UseResult {
  readonly name: string
  readonly fingerprint: string
  readonly taken: boolean
  readonly overridden: boolean
  readonly gates: readonly SetVerdict[]
  /** What has to be done for it to act, in words. */
  readonly next?: string
}

/** Measures a library, keeps what was measured, and lets no configuration into force that is measurably worse. */
export interface Evaluation {
  /** Questions of a set are asked without being recorded. Throws WRONG_USAGE on a bad set, LIBRARY_EMPTY. */
  run(request: RunRequest, options?: RunOptions): Promise<EvaluationRun>
  saveRun(name: string, run: EvaluationRun): void
  /** Throws NOT_FOUND. */
  savedRun(name: string): EvaluationRun
  runs(): readonly StoredName[]
  readonly configurations: Configurations
  readonly trials: Trials
  readonly gate: Gate
  /** Runs the gate (both configurations on the same questions, today) and puts it in force when it passes or is overridden. */
  use(request: UseRequest, options?: RunOptions): Promise<UseResult>
  readonly questionSets: {
    list(): readonly StoredName[]
    /** Throws NOT_FOUND. */
    get(name: string): QuestionSet
    /** Parses before it keeps; gives the number of questions. */
    save(set: QuestionSet): number
    remove(name: string): void
  }
}

export interface TrialOptions extends RunOptions {
  readonly retrievalOnly: boolean
  /** An index that is complete and does not answer yet; the configuration is tried on it. */
  readonly index?: OpenedIndex
}

/** Where another configuration is tried: on the library's own index when only ranking differs, else in a library of its own beside it. */
export interface Trials {
  open(configuration: Configuration, options: TrialOptions): Promise<Trial>
}

export interface Trial {
  readonly subject: EvaluationSubject
  /** Hashes of the models that it runs with. */
  readonly models: Readonly<Record<string, unknown>>
  close(): Promise<void>
}
