import type { AnswerId, ThreadId } from '../../src-shared/domain/ids.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { JobState } from '../../src-shared/domain/job.ts'
import type { LibraryStatus, PaceReport } from '../../src-shared/domain/status.ts'
import { AppError, type ErrorData } from '../../src-shared/errors/AppError.ts'
import type { BlindAudit } from './audit/blind/BlindAudit.ts'
import type { FeedbackReview } from './audit/feedback/FeedbackReview.ts'
import { signedExport } from './audit/signedExport.ts'
import type { Signer } from './ports/Signer.ts'
import { createRedaction } from './audit/redaction.ts'
import { allNotes, noteAt } from './audit/noteAt.ts'
import { missingEntry } from './audit/missingEntry.ts'
import type { Answering } from './answering/Answering.ts'
import { refuseWrites } from './readOnly/refuseWrites.ts'
import { withQuestions } from './answering/questionJobs.ts'
import { createQuestionDesk } from './answering/QuestionDesk.ts'
import { pinSources } from './answering/pinSources.ts'
import { refreshStaleness } from './answering/refreshStaleness.ts'
import { gatherQuality, type QualityDeps } from './doctor/gatherQuality.ts'
import { measureQuality } from './doctor/measureQuality.ts'
import { mendQuality } from './doctor/mendQuality.ts'
import { runDoctor } from './doctor/runDoctor.ts'
import type { Engine } from './Engine.ts'
import type { EventHub } from './EventHub.ts'
import type { AnswerExporter } from './exports/AnswerExporter.ts'
import type { Evaluation } from './evaluation/Evaluation.ts'
import { createIndexDesk } from './indexing/createIndexDesk.ts'
import type { Reindexing } from './indexing/createReindexing.ts'
import { serveJobRequests } from './jobs/serveJobRequests.ts'
import type { LockDesk } from './lock/createLockDesk.ts'
import type { Library } from './library/Library.ts'
import type { AuditLog } from './ports/AuditLog.ts'
import type { ConversationStore } from './ports/ConversationStore.ts'
import type { Monitoring } from './monitoring/createMonitoring.ts'
import type { EvaluationStore } from './ports/EvaluationStore.ts'
import type { JobRequests } from './ports/JobRequests.ts'
import type { QuestionStore } from './ports/QuestionStore.ts'
import { useModel } from './models/useModel.ts'
import type { ModelService } from './ports/ModelService.ts'
import type { Clock, IdSource, Logger } from './ports/SystemPorts.ts'
import type { Releases } from './privacy/createReleases.ts'
import { withReleases } from './privacy/withReleases.ts'
import type { Retriever } from './retrieval/Retrieval.ts'
import type { SettingsStore } from './settings/SettingsStore.ts'

/** Everything that the engine is made of, opened. `closers` undo what was opened, in the order given. */
export interface EngineParts {
  readonly version: string
  readonly dataDir: string
  /** The papers that come with Footnote. */
  readonly sampleDir: string
  readonly settings: SettingsStore
  readonly library: Library
  readonly retriever: Retriever
  readonly answering: Answering
  readonly auditLog: AuditLog
  readonly conversations: ConversationStore
  readonly questions: QuestionStore
  /** What answers and exports pass on their way out. */
  readonly releases: Releases
  readonly lock: LockDesk
  readonly isReadOnly: boolean
  /** What to say of a library that a newer program wrote: it is read and asked, and never changed. */
  readonly newer?: ErrorData
  /** Of other processes, for the one that holds the library. */
  readonly jobRequests?: JobRequests
  /** Whether questions that an earlier process left are gone on with: what stays open does, a single command does not. */
  readonly resumesQuestions: boolean
  readonly models: ModelService
  /** How many questions are in work at once; see `questionsAtOnce`. */
  readonly questionsAtOnce: () => number
  readonly evaluation: Evaluation
  readonly evaluations: EvaluationStore
  readonly monitoring: Monitoring
  readonly quality: QualityDeps
  /** Made when first asked for. */
  readonly signer: () => Signer
  readonly blindAudit: BlindAudit
  readonly feedbackReview: FeedbackReview
  readonly exporter: AnswerExporter
  readonly reindexing: Reindexing
  readonly pace: () => PaceReport
  readonly ocrLanguages: () => readonly string[]
  readonly languageOf: (question: string) => string | undefined
  readonly events: EventHub<EngineEvent>
  /** For the doctor; see `openConnections`. */
  readonly connections: () => Promise<readonly string[] | null>
  /** Names of what was set aside because it was damaged. */
  readonly damaged: () => readonly string[]
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
  readonly closers: readonly (() => void | Promise<void>)[]
}

/** The composition root of the product: parts in, Engine out. Wiring only; every rule lives in its part. */
export function createEngine(parts: EngineParts): Engine {
  const { library, retriever, auditLog, conversations, models, settings, events, releases } = parts
  const desk = createQuestionDesk({
    answering: parts.answering, settings: () => settings.get(), heldBack: (name) => models.heldBack(name), tasks: (name) => models.tasks(name), clock: parts.clock, ids: parts.ids, logger: parts.logger,
    emit: (event) => events.publish({ topic: 'answer', event }), yieldTo: (isAnswering) => library.yieldTo(isAnswering),
    questions: parts.questions, conversations, auditLog, isReadOnly: parts.isReadOnly && parts.newer === undefined, places: parts.questionsAtOnce,
  })
  const redaction = createRedaction({ auditLog, conversations, store: parts.evaluations, clock: parts.clock })
  const { retentionDays } = settings.get().audit
  if (!parts.isReadOnly && retentionDays > 0) redaction.applyRetention(retentionDays)
  if (parts.resumesQuestions && !parts.isReadOnly) desk.start()
  const indexDesk = createIndexDesk({ library, reindexing: parts.reindexing, events, languageOf: parts.languageOf })
  const jobs = withQuestions(library.jobs, desk)
  const stopServing = parts.jobRequests === undefined ? undefined : serveJobRequests(parts.jobRequests, jobs)
  let closing: Promise<void> | undefined

  function storedAnswer(answerId: AnswerId) {
    const answer = conversations.answer(answerId)
    if (answer === undefined) throw new AppError('NOT_FOUND', `There is no answer "${answerId}".`)
    return answer
  }

  function* releasedEntries() {
    for (const entry of auditLog.stored()) yield releases.entry(entry)
  }

  function threadAnswers(threadId: ThreadId) {
    return Promise.all(conversations.answers(threadId).map((answer) => refreshStaleness(answer, library.reader)))
  }

  async function status(): Promise<LibraryStatus> {
    const counts = library.counts()
    const identity = models.embedder().identity
    const current = settings.get().models
    const devices = models.devices()
    const jobs: Partial<Record<JobState, number>> = {}
    for (const { state } of library.jobs.list()) jobs[state] = (jobs[state] ?? 0) + 1
    return {
      dataDir: parts.dataDir, folders: library.engine.folders(), documents: counts.documents, skipped: counts.skipped, units: counts.units, coverage: counts.coverage,
      chunks: counts.chunks, diskBytes: await library.diskBytes(),
      embedding: { model: identity.model, fingerprint: identity.fingerprint, dimensions: identity.dimensions, staleChunks: counts.staleChunks, runtime: identity.runtime, device: devices.embedding, runtimeChoice: devices.runtime },
      chat: { model: current.chat, ...(devices.chat === undefined ? {} : { device: devices.chat }) },
      reranker: { model: current.reranker }, jobs, pace: parts.pace(), auditEntries: auditLog.count(), version: parts.version,
      ...(parts.newer === undefined ? {} : { readOnly: parts.newer }),
    }
  }

  async function close(): Promise<void> {
    indexDesk.close()
    stopServing?.()
    await desk.close()
    // One look a command at most: what an ingestion did to the library shows in the series also without a question.
    if (!parts.isReadOnly) await parts.monitoring.look().catch((thrown: unknown) => parts.logger.log('warn', 'the state of the library could not be measured', { message: String(thrown) }))
    for (const undo of parts.closers) await undo()
  }

  const engine: Engine = withReleases({
    version: parts.version,
    library: {
      ...library.engine,
      ocrLanguages: parts.ocrLanguages,
      startAddSample: () => library.engine.startAdd([parts.sampleDir]),
      add: (paths, options) => indexDesk.settled(library.engine.add(paths, options)),
      sync: (options) => indexDesk.settled(library.engine.sync(options)),
    },
    search: (request, signal) => retriever.search(request, signal === undefined ? {} : { signal }),
    questions: {
      ask: (request, signal) => desk.ask(request, signal),
      submit: (request) => desk.submit(request),
      running: () => desk.list(),
      attach: (answerId) => desk.attach(answerId),
      cancel: (answerId) => desk.cancel(answerId),
      answer: (answerId) => refreshStaleness(storedAnswer(answerId), library.reader),
      threads: () => conversations.threads(),
      thread: threadAnswers,
      renameThread: (threadId, title) => conversations.renameThread(threadId, title),
      removeThread: (threadId) => conversations.removeThread(threadId),
      pinSources: (threadId, documentIds) => pinSources({ conversations, reader: library.reader }, threadId, documentIds),
      giveFeedback(feedback) {
        storedAnswer(feedback.answerId)
        conversations.saveFeedback({ ...feedback, given: new Date(parts.clock.now()).toISOString() })
      },
    },
    audit: {
      list: (options) => auditLog.list(options),
      entry(id) {
        const entry = auditLog.get(id)
        if (entry === undefined) throw missingEntry(auditLog, id)
        return entry
      },
      note: (sequence) => noteAt(auditLog, sequence),
      notes: () => [...allNotes(auditLog)],
      verify: () => auditLog.verify(conversations.witnesses()),
      noteCall: (detail) => void auditLog.append({ kind: 'note', event: 'programCall', at: new Date(parts.clock.now()).toISOString(), detail }),
      stored: () => releasedEntries(),
      exportSigned: () => signedExport({ stored: releasedEntries }, parts.signer(), new Date(parts.clock.now()).toISOString()),
      redact: (id, reason) => redaction.redact(id, reason),
      replay: (answerId, signal) => parts.answering.replay(answerId, signal),
    },
    models: {
      list: () => models.list(),
      importFile: (path, signal, onProgress) => models.importFile(path, signal, onProgress),
      use: (request, options) => useModel({
        models, evaluation: parts.evaluation, note: (event, detail) => void auditLog.append({ kind: 'note', event, at: new Date(parts.clock.now()).toISOString(), detail }),
        startReindex: (embedding, override) => indexDesk.start({ embedding, isRollback: false, override, isChosen: true }), onChange: () => events.publish({ topic: 'settings' }),
      }, request, options),
      bench: (signal, onProgress) => models.bench(signal, onProgress),
      verify: () => models.verify(),
    },
    exports: {
      async answer(answerId, format) {
        const answer = await refreshStaleness(storedAnswer(answerId), library.reader)
        // A pack is released piece by piece, beside the stored text that proves it.
        return parts.exporter.answer(format === 'pack' ? answer : releases.exported(answer), format)
      },
      async thread(threadId, format) {
        const thread = conversations.threads().find((known) => known.threadId === threadId)
        if (thread === undefined) throw new AppError('NOT_FOUND', 'There is no such thread.')
        const title = releases.masker('export')?.mask(thread.title) ?? thread.title
        return parts.exporter.thread({ threadId, title }, (await threadAnswers(threadId)).map((answer) => releases.answer(answer, 'export')), format)
      },
      answerFor: (answer) => releases.exported(answer),
      searchFor: (result) => releases.search(result, 'export'),
      unit(documentId, number) {
        const document = library.engine.document(documentId)
        return { path: document.path, ...releases.unit(document, library.engine.unit(documentId, number)) }
      },
      mayExport: (document) => releases.mayExport(document),
    },
    evaluation: parts.evaluation,
    monitoring: parts.monitoring,
    blindAudit: parts.blindAudit,
    lock: parts.lock,
    feedbackReview: parts.feedbackReview,
    jobs,
    settings: {
      get: () => settings.get(),
      update(change) {
        const updated = settings.update(change)
        events.publish({ topic: 'settings' })
        return updated
      },
    },
    status,
    mend: (name, options) => mendQuality({ sync: () => indexDesk.settled(library.engine.sync()), evaluation: parts.evaluation, settings: { get: () => settings.get(), update(change) { settings.update(change); events.publish({ topic: 'settings' }) } } }, name, options),
    quality: async () => measureQuality(await gatherQuality(parts.quality)),
    doctor: async () => runDoctor({ status: await status(), indexedChunks: await parts.quality.vectorStore.countRows(), modelChecks: await models.verify(), audit: auditLog.verify(conversations.witnesses()), connections: await parts.connections(), damaged: parts.damaged(), lock: parts.lock.status() }),
    reindex: (request) => indexDesk.reindex(request),
    subscribe: (listener) => events.subscribe(listener),
    close() {
      closing ??= close()
      return closing
    },
  }, releases)
  return parts.newer === undefined ? engine : refuseWrites(engine, parts.newer)
}
