import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { GateFinding } from '../../../src-shared/domain/gate.ts'
import { FEEDBACK_SET } from '../audit/feedback/FeedbackReview.ts'
import { GRADED_SET } from '../audit/blind/BlindAudit.ts'
import { hashContent } from '../audit/hashChain.ts'
import type { OpenedIndex } from '../indexing/OpenedIndex.ts'
import type { EvaluationStore } from '../ports/EvaluationStore.ts'
import { questionsOf } from './compareRuns.ts'
import { configurationFingerprint, type Configuration } from './Configuration.ts'
import type { QuestionSet, RunOptions } from './Evaluation.ts'
import type { EvaluationRun } from './EvaluationRun.ts'
import { gateRun, type GateVerdict } from './gateRun.ts'

/** Verdict on one question set. */
export interface SetVerdict {
  readonly questionSet: string
  readonly verdict: GateVerdict
}

export interface JudgeRequest {
  readonly before: Configuration
  readonly after: Configuration
  /** Those that decide; absent: those of the last time. */
  readonly questionSets?: readonly QuestionSet[]
  /** What `after` is measured on; absent: the index in use, or a library of its own beside it. */
  readonly index?: OpenedIndex
}

export interface Gate {
  /** The sets that decide: those of the last time, each as it is kept now; before the first time the permanent sets of graded answers and approved feedback. */
  sets(): readonly QuestionSet[]
  /** Remembers them for the next time. */
  choose(sets: readonly QuestionSet[]): void
  /** Both configurations on the same questions, today. No verdict where nothing differs or no set was ever chosen. */
  judge(request: JudgeRequest, options?: RunOptions): Promise<readonly SetVerdict[]>
}

export interface GateDeps {
  readonly store: EvaluationStore
  readonly measure: (configuration: Configuration, questionSet: QuestionSet, options: RunOptions & { readonly index?: OpenedIndex }) => Promise<EvaluationRun>
  /** Hash of what else decides answers: this program, the library's documents, the models' files. */
  readonly state: (configuration: Configuration) => Promise<string>
  readonly keptSet: (name: string) => QuestionSet | undefined
  readonly now: () => string
}

const CHOSEN = 'gateSets'

export function createGate({ store, measure, state, keptSet, now }: GateDeps): Gate {
  /** A configuration that was measured on the same questions over the same library is not measured again: an override after a refusal, or the next candidate, costs half or nothing. */
  async function runOf(configuration: Configuration, set: QuestionSet, { index, ...options }: RunOptions & { readonly index?: OpenedIndex }): Promise<EvaluationRun> {
    const [name, wanted] = [`gate ${set.name} ${configurationFingerprint(configuration)}`, await state(configuration)]
    const kept = store.load('run', name) as EvaluationRun | undefined
    if (kept?.questionSet.sha256 === hashContent(set.text) && kept.config['state'] === wanted) {
      options.onNote?.(`${set.name}: “${configuration.name}” was measured before, and nothing has changed since.`)
      return kept
    }
    options.onNote?.(`${set.name}: “${configuration.name}” is measured.`)
    const run = await measure(configuration, set, { ...options, ...(index === undefined ? {} : { index }) })
    const stated: EvaluationRun = { ...run, config: { ...run.config, state: wanted } }
    store.save('run', name, now(), stated)
    return stated
  }

  function sets(): readonly QuestionSet[] {
    const remembered = store.load('choice', CHOSEN) as readonly QuestionSet[] | undefined
    return remembered === undefined ? [GRADED_SET, FEEDBACK_SET].flatMap((name) => keptSet(name) ?? []) : remembered.map((set) => keptSet(set.name) ?? set)
  }

  return {
    sets,
    choose: (chosen) => store.save('choice', CHOSEN, now(), chosen),
    async judge({ before, after, questionSets, index }, options = {}) {
      if (configurationFingerprint(before) === configurationFingerprint(after)) return []
      const verdicts: SetVerdict[] = []
      for (const set of questionSets ?? sets()) {
        const old = await runOf(before, set, options)
        const run = await runOf(after, set, { ...options, ...(index === undefined ? {} : { index }) })
        verdicts.push({ questionSet: set.name, verdict: gateRun(old, run) })
      }
      return verdicts
    },
  }
}

export function findingOf({ questionSet, verdict: { passed, refused, improved, compared } }: SetVerdict): GateFinding {
  const change = ({ metric, before, after }: GateVerdict['refused'][number]) => ({ metric, before, after })
  return { questionSet, passed, questions: questionsOf(compared), refused: refused.map(change), improved: improved.map(change) }
}

/** Whether what was judged may act, with a person's reason where the gate refuses; the reason goes to the audit log before anything changes. */
export function settleGate({ gates, override, onOverride }: { readonly gates: readonly SetVerdict[]; readonly override?: string | null; readonly onOverride: (detail: Readonly<Record<string, unknown>>) => void }): { readonly taken: boolean; readonly overridden: boolean } {
  if (gates.every(({ verdict }) => verdict.passed)) return { taken: true, overridden: false }
  if (override === undefined || override === null || override.trim() === '') return { taken: false, overridden: false }
  onOverride({ reason: override, refused: gates.map(({ questionSet, verdict }) => ({ questionSet, refused: verdict.refused })) })
  return { taken: true, overridden: true }
}

/** For the audit log: names and hashes, never the questions. */
export function namesOf(sets: readonly QuestionSet[]): readonly { readonly name: string; readonly sha256: string }[] {
  return sets.map(({ name, text }) => ({ name, sha256: hashContent(text) }))
}

export function requireSets(sets: readonly QuestionSet[]): void {
  if (sets.length === 0) throw new AppError('WRONG_USAGE', 'No question set was chosen for the gate.', { action: 'Name one or more: config use NAME --on FILE.jsonl.' })
}
