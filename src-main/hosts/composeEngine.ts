import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'
import { identifyLanguage } from '../adapters/language/identifyLanguage.ts'
import { createFileSystem } from '../adapters/node/createFileSystem.ts'
import { createForkLauncher } from '../adapters/node/createForkLauncher.ts'
import { createLogger } from '../adapters/node/createLogger.ts'
import { createModelFiles } from '../adapters/node/createModelFiles.ts'
import { machineFacts } from '../adapters/node/machineFacts.ts'
import { openConnections } from '../adapters/node/openConnections.ts'
import { openLockFile } from '../adapters/node/openLockFile.ts'
import { openSigningKey } from '../adapters/node/openSigningKey.ts'
import { createPowerSource } from '../adapters/node/createPowerSource.ts'
import { openSettingsFile } from '../adapters/node/openSettingsFile.ts'
import { randomIds } from '../adapters/node/randomIds.ts'
import { systemClock } from '../adapters/node/systemClock.ts'
import { phoneNumbers } from '../adapters/phone/phoneNumbers.ts'
import { openCiphers } from '../adapters/sodium/openCiphers.ts'
import { listLanguages } from '../adapters/tesseract/listLanguages.ts'
import { acquireWriterLock } from '../adapters/sqlite/acquireWriterLock.ts'
import { compilePatterns } from '../adapters/folderRules/compilePatterns.ts'
import { openCheckpointStore } from '../adapters/sqlite/openCheckpointStore.ts'
import { runSelfTest } from '../core/answering/selfTest/runSelfTest.ts'
import { createBlindAudit } from '../core/audit/blind/createBlindAudit.ts'
import { createFeedbackReview } from '../core/audit/feedback/createFeedbackReview.ts'
import { diagnosisLibrary } from '../core/audit/blind/diagnosisLibrary.ts'
import { createEngine } from '../core/createEngine.ts'
import { createEvidencePack } from '../core/exports/createEvidencePack.ts'
import type { Engine } from '../core/Engine.ts'
import { createEventHub } from '../core/EventHub.ts'
import { createActiveIndex, type ActiveIndex } from '../core/indexing/createActiveIndex.ts'
import { chunksOf } from '../core/indexing/buildIndex.ts'
import { createQuietGate } from '../core/indexing/createQuietGate.ts'
import { createReindexing } from '../core/indexing/createReindexing.ts'
import { createPace } from '../core/ingestion/createPace.ts'
import { paceEmbedding } from '../core/ingestion/paceEmbedding.ts'
import type { JobKind } from '../core/jobs/JobKind.ts'
import { createLibrary } from '../core/library/createLibrary.ts'
import { openLock } from '../core/lock/createLock.ts'
import { createLockDesk } from '../core/lock/createLockDesk.ts'
import { createVault } from '../core/lock/createVault.ts'
import { createMonitoring } from '../core/monitoring/createMonitoring.ts'
import { libraryHealth } from '../core/monitoring/libraryHealth.ts'
import { observeAuditLog } from '../core/monitoring/observeAuditLog.ts'
import { createModelLibrary } from '../core/models/createModelLibrary.ts'
import { createModelService } from '../core/models/createModelService.ts'
import { hostLimits } from '../core/models/hostLimits.ts'
import { questionsAtOnce } from '../core/models/sideBySide.ts'
import { openRuntimeDecisions } from '../core/models/runtimeDecisions.ts'
import { createMasker } from '../core/privacy/createMasker.ts'
import { createPolicies } from '../core/privacy/createPolicies.ts'
import { createReleases } from '../core/privacy/createReleases.ts'
import type { ChunkingOptions } from '../core/ports/DocumentParser.ts'
import type { PowerSource } from '../core/ports/PowerSource.ts'
import type { ProcessLauncher } from '../core/ports/ProcessLauncher.ts'
import type { Logger } from '../core/ports/SystemPorts.ts'
import { keepNothing } from '../core/readOnly/keepNothing.ts'
import { openSettings } from '../core/settings/SettingsStore.ts'
import { createChosenEmbedder, type ChosenEmbedder } from '../processes/modelHost/createChosenEmbedder.ts'
import { createModelHost } from '../processes/modelHost/createModelHost.ts'
import { tellHostEvents } from '../processes/modelHost/tellHostEvents.ts'
import { createTokenCounters } from '../processes/parseWorker/createTokenCounters.ts'
import { createReader } from '../processes/reader/createReader.ts'
import { createConfigurations } from '../core/evaluation/Configurations.ts'
import { createTableProcess } from '../processes/tables/createTableProcess.ts'
import { createAnswerExporter } from './createAnswerExporter.ts'
import { benchModels } from './benchModels.ts'
import { composeIndexes } from './composeIndexes.ts'
import { composeQuestions } from './composeQuestions.ts'
import type { TrialLibrary } from './createTrials.ts'
import { isNewerLibrary, listDamaged, openStores } from './openStores.ts'
import { readSelfTest } from './readSelfTest.ts'
import { version } from './version.ts'

export interface ComposeOptions {
  /** Made when it is not there yet. */
  readonly dataDir: string
  readonly resourcesDir: string
  /** What a second process is told: `the window`, `the command line`. */
  readonly program?: string
  /** Only reads: takes no writer lock, recovers nothing, watches nothing. */
  readonly readOnly?: boolean
  readonly watch?: boolean
  /** Begins a new audit log where the old one cannot be opened; the old one is kept in `damaged/`. */
  readonly repair?: boolean
  readonly logger?: Logger
  /** Asked for when the library has a lock; absent: it cannot be opened. */
  readonly passphrase?: () => string | undefined | Promise<string | undefined>
  /** How child processes are started; Electron brings its own. */
  readonly launcher?: ProcessLauncher
  /** What feeds the computer, where the host knows it better than Node does. */
  readonly power?: PowerSource
  /** A library in which a configuration is tried; see `createTrials`. */
  readonly trial?: TrialLibrary
}

/** Chunks of about 220 words; with their context they stay below the 512 tokens of the bundled embedders. */
const CHUNKING = { targetTokens: 300, maxTokens: 480, overlapTokens: 40 }

/** The window comes first: looking through ten thousand files takes the core that would draw it. */
const LOOK_AFTER_MS = 2000

/** Opens a library with the real adapters and gives its Engine. One that a newer program wrote opens for reading, whatever was asked for. Throws LIBRARY_IN_USE, NEWER_LIBRARY (to repair, or where it cannot be read) or a disk's error. */
export async function composeEngine(options: ComposeOptions): Promise<Engine> {
  const { resourcesDir } = options
  const dataDir = path.resolve(options.dataDir)
  const newer = isNewerLibrary(dataDir) ? new AppError('NEWER_LIBRARY').toData() : undefined
  if (newer !== undefined && options.repair === true) throw AppError.fromData(newer)
  const readOnly = newer !== undefined || options.readOnly === true
  const logger = options.logger ?? createLogger((line) => void process.stderr.write(line), 'warn')
  const launcher = options.launcher ?? createForkLauncher()
  if (newer !== undefined) logger.log('warn', `${newer.message} ${newer.action ?? ''}`)
  const clock = systemClock
  const closers: (() => void | Promise<void>)[] = []
  try {
    await mkdir(dataDir, { recursive: true })
    if (!readOnly) {
      const lock = acquireWriterLock(dataDir, options.program ?? 'another Footnote')
      closers.unshift(() => lock.release())
    }
    const events = createEventHub<EngineEvent>(logger)
    const settings = openSettings(openSettingsFile(dataDir), { isReadOnly: readOnly })
    const { trial } = options
    if (trial !== undefined) settings.update({ models: { ...trial.configuration.models }, answering: { mode: trial.configuration.answering.mode }, reading: trial.reading })
    const vault = createVault()
    closers.unshift(() => { vault.dropKey() })
    const lock = await openLock({ file: openLockFile(dataDir), vault, ciphers: openCiphers }, options.passphrase ?? (() => undefined))
    const stores = openStores({ dataDir, vault, readOnly, repairAudit: options.repair === true, now: new Date(clock.now()) })
    const { catalog, jobRequests, evaluations, measurements, salvage } = stores
    closers.unshift(() => catalog.close())
    closers.unshift(() => stores.auditLog.close())
    const { conversations, questions, auditLog: storedLog } = newer === undefined ? stores : keepNothing(stores)
    const auditLog = readOnly ? storedLog : observeAuditLog(storedLog, measurements, () => void monitoring.look().catch((thrown: unknown) => logger.log('warn', 'the state of the library could not be measured', { message: String(thrown) })))

    const files = createFileSystem()
    const opened: { index?: ActiveIndex<ChosenEmbedder> } = {}
    const machine = await machineFacts()
    const modelLibrary = await createModelLibrary({
      resourcesDir, dataDir: trial?.modelsDir ?? dataDir, files, modelFiles: createModelFiles(), chosen: () => ({ ...settings.get().models, ...(opened.index === undefined ? {} : { embedding: opened.index.current().reference.model }) }),
      choose: (role, name) => void settings.update(role === 'chat' ? { models: { chat: name }, answering: { mode: name === null ? 'evidence' : 'generated' } } : { models: { [role]: name } }),
    })
    const host = createModelHost({
      launcher, limits: hostLimits(machine.cores, settings.get().models.gpuLayers), machineBytes: machine.memoryBytes, clock, logger,
      onEvent: tellHostEvents({ library: modelLibrary, tell: (message, level) => events.publish({ topic: 'models', level, message }) }),
    })
    closers.unshift(() => host.close())
    events.subscribe((event) => { if (event.topic === 'settings') host.setLimits(hostLimits(machine.cores, settings.get().models.gpuLayers)) })
    const wanted = modelLibrary.active('embedding')
    if (wanted === undefined) throw new AppError('MODEL_MISSING', 'No embedding model is bundled.', { action: 'Install Footnote again.' })
    const configurations = createConfigurations({
      store: evaluations, settings: () => settings.get(), defaults: { chunking: CHUNKING, embedding: () => opened.index?.current().reference.model ?? wanted.name }, clock,
      applySettings: ({ models: chosen, answering: { mode, unsupported } }) => void settings.update({ models: chosen, answering: { mode, unsupported } }),
      ...(trial === undefined ? {} : { forced: trial.configuration }),
    })
    const pace = createPace({ setting: () => settings.get().reading.pace, power: options.power ?? createPowerSource(() => clock.monotonic()) })
    const decisions = await openRuntimeDecisions(files, dataDir, { isReadOnly: readOnly })
    let isIndexAnew = false
    const indexes = composeIndexes({
      onDamaged: () => { isIndexAnew = true },
      dataDir, readOnly, catalog, library: modelLibrary, ownChunking: CHUNKING,
      makeEmbedder(entry) {
        const made = createChosenEmbedder({ host, entry, machine, clock, logger, setting: () => settings.get().models.embeddingRuntime, decisions, isReadOnly: readOnly })
        return { ...made, get identity() { return made.identity }, embedPassages: paceEmbedding(made.embedPassages, pace) }
      },
    })
    const index = createActiveIndex(await indexes.openFirst(wanted, configurations.active().chunking))
    opened.index = index
    closers.unshift(() => index.close())
    const models = createModelService({
      library: modelLibrary, loader: host, embedder: index.embedder, embeddingDevice: () => index.current().embedder.device(), embeddingRuntime: () => index.current().embedder.report(),
      bench: (signal, onProgress) => benchModels({ launcher, machine, clock, logger, library: modelLibrary, index: index.current(), signal, onProgress }),
      async selfTest(chat, how) {
        events.publish({ topic: 'models', level: 'info', message: `The model "${chat.use.name}" is tried on bundled questions: seconds for a small one, minutes for a large one.` })
        return runSelfTest(chat, index.embedder, await readSelfTest(resourcesDir), how)
      },
    })

    const tokenizers = Object.fromEntries(modelLibrary.list().flatMap((entry) => (entry.forms ?? []).flatMap(({ tokenizer }) => (tokenizer === undefined ? [] : [[entry.name, tokenizer.path]]))))
    const ocrFolders = [path.join(dataDir, 'ocr'), path.join(resourcesDir, 'ocr')]
    const reader = createReader({ launcher, logger, tokenizers, ocrFolders })
    closers.unshift(() => reader.close())
    const gate = createQuietGate()
    const countTokens = createTokenCounters(tokenizers)
    const chunking = chunkingOf(index)
    const reindexing = createReindexing({
      ...indexes, catalog, active: index, gate, logger, sizes: () => configurations.active().chunking, countTokens, models: () => modelLibrary.list(), chosen: () => settings.get().models.embedding, isTrial: trial !== undefined,
      judge: (to, how) => {
        const before = configurations.active()
        return evaluation.gate.judge({ before, after: { ...before, models: { ...before.models, embedding: to.reference.model }, chunking: to.reference.chunking }, index: to }, how)
      },
      onOverride: (detail) => void auditLog.append({ kind: 'note', event: 'gateOverridden', at: new Date(clock.now()).toISOString(), detail }),
      isJudged: (embedding) => configurations.isChosenWith(embedding),
      onMoved({ from, to, gates, overridden }, { isChosen }) {
        if (isChosen && gates.length > 0 && !overridden) auditLog.append({ kind: 'note', event: 'modelUsed', at: new Date(clock.now()).toISOString(), detail: { model: to.model, role: 'embedding', from: from.fingerprint, to: to.fingerprint, questionSets: gates.map(({ questionSet }) => questionSet) } })
        // What a person chose, or went back to, is not changed by itself again.
        if (isChosen) settings.update({ models: { embedding: to.model } })
        events.publish({ topic: 'settings' })
        events.publish({ topic: 'library', revision: catalog.revision })
        events.publish({ topic: 'models', level: 'info', message: `The index is now made by “${to.model}”.` })
      },
    })

    const checkpoints = readOnly ? undefined : openCheckpointStore(path.join(dataDir, 'checkpoints.db'), () => clock.now(), vault)
    if (checkpoints !== undefined) closers.unshift(() => checkpoints.close())
    // The process that reads sheets would keep the former pages in the write-ahead log.
    const resealers = () => [stores.resealer, stores.auditLog.resealer, checkpoints?.resealer].flatMap((make) => make?.() ?? []).map((resealer) => ({ ...resealer, finish: () => { void tables.close(); resealer.finish() } }))
    const library = await createLibrary({
      dataDir, catalog, vectorStore: index.store, isSalvaged: salvage !== undefined, parser: reader, ...(checkpoints === undefined ? {} : { checkpoints }), embedder: index.embedder, fileSystem: files, compilePatterns, clock, ids: randomIds, logger,
      reading: () => settings.get().reading, pace, chunking, gate,
      chunksOf: async (units, signal) => chunksOf(units, { sizes: chunking, countTokens: await countTokens(chunking.tokenizer), signal }),
      jobKinds: [reindexing.kind as JobKind, lock.job(resealers)], emit: (event) => events.publish(event),
      ...(options.watch === true ? { watcher: (await import('../adapters/watch/createFolderWatcher.ts')).createFolderWatcher(logger) } : {}),
    })
    closers.unshift(() => library.close())
    const tables = createTableProcess({ launcher, catalogFile: path.join(dataDir, 'catalog.db'), key: () => vault.key(), logger })
    closers.unshift(() => tables.close())
    const policies = createPolicies(catalog)
    const releases = createReleases({ policies, reader: library.reader, masker: createMasker(phoneNumbers), masking: () => settings.get().privacy.masking })
    const { retriever, answering, evaluation } = composeQuestions({
      dataDir, tables, index, library, policies, models, settings, configurations, evaluations, auditLog, conversations, measurements, clock, ids: randomIds, logger, version: version(),
      sources: () => catalog.sources().filter(({ reachable }) => reachable).map((source) => source.path),
      openTrialLibrary: (directory, wanted) => composeEngine({ dataDir: directory, resourcesDir, trial: wanted, program: 'a trial', logger, launcher }),
    })
    const lockDesk = createLockDesk({ lock, library, isReadOnly: readOnly, onKey: () => tables.close() })
    const monitoring = createMonitoring({ measurements, conversations, thresholds: () => settings.get().monitoring, clock, health: () => libraryHealth(library, process.memoryUsage.rss()) })
    const blindAudit = createBlindAudit({ auditLog, measurements, store: evaluations, evaluation, library: () => diagnosisLibrary(library.engine.documents({ units: false }), library.reader), clock, ids: randomIds })
    const feedbackReview = createFeedbackReview({ conversations, auditLog, store: evaluations, questionSets: evaluation.questionSets, clock })
    if (!readOnly) library.start({ sync: options.watch === true || salvage !== undefined || isIndexAnew, afterMs: options.watch === true ? LOOK_AFTER_MS : 0 })
    const signer = () => openSigningKey(dataDir)
    const evidencePack = createEvidencePack({ reader: library.reader, auditLog, content: (documentId) => library.engine.content(documentId), drawer: reader, releases, signer, clock, version: version() })
    return createEngine({
      version: version(), dataDir, sampleDir: path.join(resourcesDir, 'sample'), settings, library, retriever, answering, auditLog, conversations, questions, releases, models, questionsAtOnce: () => questionsAtOnce(settings.get(), modelLibrary.list(), machine.memoryBytes), evaluation, evaluations, monitoring, blindAudit, feedbackReview, lock: lockDesk, pace: pace.report, signer, reindexing, languageOf: identifyLanguage, ocrLanguages: () => listLanguages(ocrFolders),
      quality: { reader: library.reader, vectorStore: index.store, dimensions: () => index.embedder.identity.dimensions, counts: () => library.counts(), measurements, auditLog, store: evaluations, clock },
      isReadOnly: readOnly, ...(newer === undefined ? {} : { newer }), ...(jobRequests === undefined ? {} : { jobRequests }), resumesQuestions: options.watch === true, exporter: createAnswerExporter(evidencePack), events, connections: () => openConnections(), damaged: () => listDamaged(dataDir), clock, ids: randomIds, logger, closers,
    })
  } catch (thrown) {
    for (const undo of closers) await undo()
    throw thrown
  }
}

/** Files are cut for the index that they go into, whichever that is when they are read. */
function chunkingOf(index: ActiveIndex): ChunkingOptions {
  const current = () => index.current().reference
  return {
    get targetTokens() { return current().chunking.targetTokens }, get maxTokens() { return current().chunking.maxTokens }, get overlapTokens() { return current().chunking.overlapTokens },
    get tokenizer() { return current().model },
  }
}
