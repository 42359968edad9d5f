import { AppError } from '../../../src-shared/errors/AppError.ts'
import { hashContent } from '../audit/hashChain.ts'
import type { EvaluationStore } from '../ports/EvaluationStore.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import { configurationFingerprint, type Configuration } from './Configuration.ts'
import type { Configurations } from './Configurations.ts'
import { evaluateQuestions } from './evaluateQuestions.ts'
import { createGate, namesOf, requireSets, settleGate, type GateDeps } from './createGate.ts'
import type { Evaluation, QuestionSet, TrialOptions, Trials, UseResult } from './Evaluation.ts'
import type { EvaluationRun } from './EvaluationRun.ts'
import { parseQuestionSet } from './parseQuestionSet.ts'

export interface EvaluationDeps {
  readonly store: EvaluationStore
  readonly configurations: Configurations
  readonly trials: Trials
  readonly clock: Clock
  readonly state: GateDeps['state']
  /** Decisions go to the audit log. */
  readonly note: (event: 'configurationUsed' | 'gateOverridden', detail: Readonly<Record<string, unknown>>) => void
}

export function createEvaluation({ store, configurations, trials, clock, state, note }: EvaluationDeps): Evaluation {
  const now = () => new Date(clock.now()).toISOString()

  async function measure(configuration: Configuration, questionSet: QuestionSet, options: TrialOptions): Promise<EvaluationRun> {
    const questions = parseQuestionSet(questionSet.text)
    const { retrievalOnly } = options
    const trial = await trials.open(configuration, options)
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

  const gate = createGate({
    store, state, now, measure: (configuration, set, options) => measure(configuration, set, { ...options, retrievalOnly: false }),
    keptSet: (name) => store.load('questionSet', name) as QuestionSet | undefined,
  })

  return {
    configurations, trials, questionSets, gate,
    run: ({ questions, configuration, retrievalOnly = false }, options = {}) => measure(named(configuration), questions, { ...options, retrievalOnly }),
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
      if (given !== undefined && given.length > 0) gate.choose(given)
      const sets = fingerprint === from ? [] : gate.sets()
      if (fingerprint !== from) requireSets(sets)
      const gates = await gate.judge({ before, after, questionSets: sets }, options)
      const detail = { name, version: after.version, from, to: fingerprint, questionSets: namesOf(sets) }
      // Before it acts: a decision that could not be recorded is not taken.
      const { taken, overridden } = settleGate({ gates, ...(override === undefined ? {} : { override }), onOverride: (why) => note('gateOverridden', { ...detail, ...why }) })
      if (!taken) return { name, fingerprint, taken, overridden, gates }
      if (!overridden) note('configurationUsed', detail)
      configurations.choose(name)
      const rereads = JSON.stringify(before.chunking) !== JSON.stringify(after.chunking) || before.models.embedding !== after.models.embedding
      return { name, fingerprint, taken: true, overridden, gates, ...(rereads ? { next: 'Run `sync`: every document is cut and embedded anew.' } : {}) }
    },
  }
}
