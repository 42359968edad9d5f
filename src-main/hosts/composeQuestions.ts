import type { Answering, AnsweringDependencies } from '../core/answering/Answering.ts'
import { createAnswering } from '../core/answering/createAnswering.ts'
import type { Engine } from '../core/Engine.ts'
import { repeatAnswers } from '../core/answering/repeatAnswers.ts'
import { canonicalJson } from '../core/audit/canonicalJson.ts'
import { hashContent } from '../core/audit/hashChain.ts'
import { configurationFingerprint, type Configuration } from '../core/evaluation/Configuration.ts'
import { configurationModels } from '../core/evaluation/configurationModels.ts'
import type { Configurations } from '../core/evaluation/Configurations.ts'
import { createEvaluation } from '../core/evaluation/createEvaluation.ts'
import { createSubject, unrecorded } from '../core/evaluation/createSubject.ts'
import type { Evaluation } from '../core/evaluation/Evaluation.ts'
import { followConfiguration } from '../core/evaluation/followConfiguration.ts'
import type { ActiveIndex } from '../core/indexing/createActiveIndex.ts'
import type { OpenedIndex } from '../core/indexing/OpenedIndex.ts'
import { currentRowsOnly } from '../core/library/currentRowsOnly.ts'
import type { Library } from '../core/library/Library.ts'
import type { AuditLog } from '../core/ports/AuditLog.ts'
import type { ConversationStore } from '../core/ports/ConversationStore.ts'
import type { EvaluationStore } from '../core/ports/EvaluationStore.ts'
import type { MeasurementStore } from '../core/ports/MeasurementStore.ts'
import type { ModelService } from '../core/ports/ModelService.ts'
import type { Clock, IdSource, Logger } from '../core/ports/SystemPorts.ts'
import type { TableQuestions } from '../core/ports/TableQuestions.ts'
import { createRetriever } from '../core/retrieval/createRetriever.ts'
import type { Retriever } from '../core/retrieval/Retrieval.ts'
import { answerableOnly } from '../core/privacy/answerableOnly.ts'
import type { Policies } from '../core/privacy/createPolicies.ts'
import type { SettingsStore } from '../core/settings/SettingsStore.ts'
import { createTrials, type TrialLibrary } from './createTrials.ts'

interface QuestionParts {
  readonly dataDir: string
  readonly tables: TableQuestions
  readonly index: ActiveIndex
  readonly library: Library
  readonly policies: Policies
  readonly models: ModelService
  readonly settings: SettingsStore
  readonly configurations: Configurations
  readonly evaluations: EvaluationStore
  readonly auditLog: AuditLog
  readonly measurements: MeasurementStore
  readonly conversations: ConversationStore
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
  readonly version: string
  readonly sources: () => readonly string[]
  readonly openTrialLibrary: (dataDir: string, trial: TrialLibrary) => Promise<Engine>
}

/** What answers questions with the configuration in force, and what measures it and others in the same way. */
export function composeQuestions(parts: QuestionParts): { readonly retriever: Retriever; readonly answering: Answering; readonly evaluation: Evaluation } {
  const { index, library, models, configurations, auditLog, clock } = parts
  // Questions see no document that may not be answered from; everything else goes on with the library's own reader.
  const reader = answerableOnly(library.reader, parts.policies)
  const masking = () => parts.settings.get().privacy.masking

  function retrieverOf({ name, version, retrieval, models: { reranker: ranker } }: Configuration, { store, embedder }: OpenedIndex): Retriever {
    const reranker = models.reranker(ranker)
    return createRetriever({ store: currentRowsOnly(store, reader), embedder, reader, clock, config: { ...retrieval, name, version }, ...(reranker === undefined ? {} : { reranker }) })
  }
  function answeringOf(configuration: () => Configuration, { embedder }: OpenedIndex, kept: Pick<AnsweringDependencies, 'retriever' | 'auditLog' | 'conversations'>): Answering {
    return createAnswering({
      ...kept, tables: parts.tables, reader, masking, embedder: () => embedder, chatModel: (name) => models.chatModel(name), thresholds: () => configuration().answering,
      clock, ids: parts.ids, logger: parts.logger,
    })
  }

  // Made of one index and kept by a question to its end: see `ActiveIndex`.
  const asking = index.derive((opened) => {
    const retriever = followConfiguration(configurations.active, (configuration) => retrieverOf(configuration, opened))
    const answering = repeatAnswers({
      answering: answeringOf(configurations.active, opened, { retriever, auditLog, conversations: parts.conversations }), auditLog, conversations: parts.conversations, measurements: parts.measurements,
      reader, masking, isOn: () => parts.settings.get().audit.repeatAnswers, clock, ids: parts.ids,
      configuration: async ({ chatModel }) => {
        const file = chatModel === null ? null : (await models.list()).find(({ name }) => name === chatModel)?.sha256 ?? null
        return `${configurationFingerprint(configurations.active())} ${opened.embedder.identity.fingerprint} ${file ?? ''}`
      },
    })
    return { retriever, answering }
  })
  const trials = createTrials({
    dataDir: parts.dataDir, made: () => index.current().reference, reading: () => parts.settings.get().reading, sources: parts.sources, openLibrary: parts.openTrialLibrary,
    here: async (configuration, { retrievalOnly, index: other }) => {
      const opened = other ?? index.current()
      const own = { retriever: retrieverOf(configuration, opened), ...unrecorded() }
      const { answering: { mode, unsupported }, models: { chat } } = configuration
      return {
        subject: createSubject({
          retriever: own.retriever, reader, ...(retrievalOnly ? {} : { answering: answeringOf(() => configuration, opened, own) }), unsupported,
          chat: mode === 'generated' && chat !== null ? { name: chat, tasks: models.tasks(chat) } : null,
        }),
        models: await configurationModels(configuration, models, opened.embedder.identity), close: async () => undefined,
      }
    },
  })
  const evaluation = createEvaluation({
    store: parts.evaluations, configurations, trials, clock,
    async state({ models: { embedding, chat: writer, reranker: ranker } }) {
      const installed = await models.list()
      const files = [embedding, writer, ranker].map((name) => installed.find((entry) => entry.name === name)?.sha256 ?? null)
      return hashContent(canonicalJson([parts.version, files, parts.settings.get().reading, library.reader.documents().map(({ path, sha256, opening }) => [path, sha256, opening])]))
    },
    note: (event, detail) => void auditLog.append({ kind: 'note', event, at: new Date(clock.now()).toISOString(), detail }),
  })
  return {
    retriever: { search: (request, options) => asking().retriever.search(request, options), retrieve: (request, options) => asking().retriever.retrieve(request, options) },
    answering: { ask: (...given) => asking().answering.ask(...given), replay: (answerId, signal) => asking().answering.replay(answerId, signal) },
    evaluation,
  }
}
