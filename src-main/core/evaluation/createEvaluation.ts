import { AppError } from '../../../src-shared/errors/AppError.ts'
import { hashContent } from '../audit/hashChain.ts'
import type { EvaluationStore } from '../ports/EvaluationStore.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import { configurationFingerprint, type Configuration } from './Configuration.ts'
import type { Configurations } from './Configurations.ts'
import { evaluateQuestions } from './evaluateQuestions.ts'
import type { Evaluation, QuestionSet, RunOptions, Trials, UseResult } from './Evaluation.ts'
import type { EvaluationRun } from './EvaluationRun.ts'
import { gateRun } from './gateRun.ts'
import { parseQuestionSet } from './parseQuestionSet.ts'

export interface EvaluationDeps {
  readonly store: EvaluationStore
  readonly configurations: Configurations
  readonly trials: Trials
  readonly clock: Clock
  /** Decisions go to the audit log. */
  readonly note: (event: 'configurationUsed' | 'gateOverridden', detail: Readonly<Record<string, unknown>>) => void
}

const GATE_SETS = 'gateSets'

export function createEvaluation({ store, configurations, trials, clock, note }: EvaluationDeps): Evaluation {
  const now = () => new Date(clock.now()).toISOString()

  async function measure(configuration: Configuration, questionSet: QuestionSet, retrievalOnly: boolean, options: RunOptions): Promise<EvaluationRun> {
    const questions = parseQuestionSet(questionSet.text)
    const trial = await trials.open(configuration, { ...options, retrievalOnly })
    try {
      const { documents } = trial.subject
      if (documents.length === 0) throw new AppError('LIBRARY_EMPTY')
      return await evaluateQuestions(questions, trial.subject, {
        about: {
          questionSet: { sha256: hashContent(questionSet.text), questions: questions.length },
          config: {
            ...configuration, fingerprint: configurationFingerprint(configuration), modelFiles: trial.models, measured: now(), retrievalOnly,
            library: { documents: documents.length, chunks: documents.reduce((sum, { chunks }) => sum + chunks, 0) },
          },
        },
        ...(options.signal === undefined ? {} : { signal: options.signal }), ...(options.onQuestion === undefined ? {} : { onQuestion: options.onQuestion }),
      })
    } finally {
      await trial.close()
    }
  }

  const named = (name: string | undefined): Configuration => {
    if (name === undefined) return configurations.active()
    const { fingerprint: _fingerprint, active: _active, saved: _saved, ...configuration } = configurations.get(name)
    return configuration
  }

  const questionSets: Evaluation['questionSets'] = {
    list: () => store.list('questionSet'),
    get(name) {
      const found = store.load('questionSet', name) as QuestionSet | undefined
      if (found === undefined) throw new AppError('NOT_FOUND', `There is no question set “${name}”.`, { action: 'See questions list.' })
      return found
    },
    save(set) {
      const { length } = parseQuestionSet(set.text)
      store.save('questionSet', set.name, now(), set)
      return length
    },
    remove(name) {
      questionSets.get(name)
      store.remove('questionSet', name)
    },
  }

  function gateSets(given: readonly QuestionSet[] | undefined): readonly QuestionSet[] {
    if (given !== undefined && given.length > 0) return given
    const remembered = store.load('choice', GATE_SETS) as readonly QuestionSet[] | undefined
    if (remembered === undefined) throw new AppError('WRONG_USAGE', 'No question set was chosen for the gate.', { action: 'Name one or more: config use NAME --on FILE.jsonl.' })
    return remembered
  }

  return {
    configurations, trials, questionSets,
    run: ({ questions, configuration, retrievalOnly = false }, options = {}) => measure(named(configuration), questions, retrievalOnly, options),
    saveRun: (name, run) => store.save('run', name, now(), run),
    savedRun(name) {
      const run = store.load('run', name) as EvaluationRun | undefined
      if (run === undefined) throw new AppError('NOT_FOUND', `There is no saved run “${name}”.`, { action: 'Save one with eval FILE.jsonl --save NAME.' })
      return run
    },
    runs: () => store.list('run'),
    async use({ name, questionSets: given, override }, options = {}): Promise<UseResult> {
      const before = configurations.active()
      const after = named(name)
      const fingerprint = configurationFingerprint(after)
      const from = configurationFingerprint(before)
      const sets = fingerprint === from ? [] : gateSets(given)
      const gates: UseResult['gates'][number][] = []
      for (const set of sets) {
        options.onNote?.(`${set.name}: the configuration in force is measured.`)
        const old = await measure(before, set, false, options)
        options.onNote?.(`${set.name}: “${name}” is measured.`)
        const run = await measure(after, set, false, options)
        store.save('run', `gate ${set.name}`, now(), run)
        gates.push({ questionSet: set.name, verdict: gateRun(old, run) })
      }
      const passed = gates.every(({ verdict }) => verdict.passed)
      const overridden = !passed && override !== undefined && override.trim() !== ''
      if (!passed && !overridden) return { name, fingerprint, taken: false, overridden: false, gates }
      const detail = { name, version: after.version, from, to: fingerprint, questionSets: sets.map((set) => ({ name: set.name, sha256: hashContent(set.text) })) }
      // Before it acts: a decision that could not be recorded is not taken.
      if (overridden) note('gateOverridden', { ...detail, reason: override, refused: gates.map(({ questionSet, verdict }) => ({ questionSet, refused: verdict.refused })) })
      else note('configurationUsed', detail)
      configurations.choose(name)
      if (sets.length > 0) store.save('choice', GATE_SETS, now(), sets)
      const rereads = JSON.stringify(before.chunking) !== JSON.stringify(after.chunking) || before.models.embedding !== after.models.embedding
      return { name, fingerprint, taken: true, overridden, gates, ...(rereads ? { next: 'Run `sync`: every document is cut and embedded anew.' } : {}) }
    },
  }
}
