import path from 'node:path'
import type { AddResult, DocumentReport, Folder } from '../../../src-shared/domain/document.ts'
import { OPEN_POLICY, stricterPolicy } from '../../../src-shared/domain/folderPolicy.ts'
import { DEFAULT_FOLDER_RULES, type FolderRules } from '../../../src-shared/domain/folderRules.ts'
import type { DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'
import type { Job } from '../../../src-shared/domain/job.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { createIngestion, type Ingestion } from '../ingestion/createIngestion.ts'
import { createQuietGate, type QuietGate } from '../indexing/createQuietGate.ts'
import { NEAR_DUPLICATE_SIMILARITY, similarityOf } from '../ingestion/minHash.ts'
import { createJobQueue } from '../jobs/createJobQueue.ts'
import type { JobContext, JobKind } from '../jobs/JobKind.ts'
import type { DocumentChange, Source, StoredDocument } from '../ports/Catalog.ts'
import { bringUpToDate } from './bringUpToDate.ts'
import { createHintCollector } from './createHintCollector.ts'
import { COMPACTION, createCompactKind, isWasteful } from './compaction.ts'
import { createLinkMap } from './createLinkMap.ts'
import { createLibraryReader } from './createLibraryReader.ts'
import { createMaintenance } from './createMaintenance.ts'
import { findSteering } from '../answering/findSteering.ts'
import { findInDocument } from './findInDocument.ts'
import { isInside } from './isInside.ts'
import type { Library, LibraryDeps } from './Library.ts'
import { recoverSalvaged } from './recoverSalvaged.ts'
import { recoverLibrary } from './recoverLibrary.ts'
import { restoreLost } from './restoreLost.ts'
import { summarise } from './summarise.ts'
import { toReport } from './toReport.ts'
import { wordsOf } from './wordsOf.ts'

interface SyncPayload {
  /** To be added first, as a person gave them. */
  readonly paths?: readonly string[]
  readonly watch?: boolean
  readonly rules?: Partial<FolderRules>
  /** Absent: all sources. */
  readonly sourceIds?: readonly FolderId[]
  readonly scopes?: readonly string[]
  readonly isExplicit: boolean
  /** The round at start: nobody waits for its reports. */
  readonly isRound?: boolean
}

/** A person waits for what they just dropped; what changed on disk comes next; the round at start last. */
const PRIORITY = { dropped: 20, changed: 10, round: 0 } as const
/** Tried again by every round: what kept them out may be over. */
const RETRY_ALWAYS = ['UNREADABLE', 'CHANGED_WHILE_READ', 'INTERNAL', 'DISK_FULL', 'MODEL_CRASHED']
/** Tried again when a person names the file: limits and passwords may have changed. */
const RETRY_EXPLICIT = [...RETRY_ALWAYS, 'PARSE_TIMEOUT', 'OUT_OF_MEMORY', 'PARSER_CRASHED', 'TOO_LARGE', 'NO_TEXT_FOUND', 'PASSWORD_NEEDED', 'UNSUPPORTED_TYPE', 'LIMIT_EXCEEDED']

/** Wires the library: jobs decide when, ingestion does, the catalog remembers. Resolves when recovery is done. */
export async function createLibrary(deps: LibraryDeps): Promise<Library> {
  const { catalog, vectorStore, fileSystem, clock, ids, logger, emit } = deps
  const partsDir = path.join(deps.dataDir, 'parts')
  if (deps.isSalvaged === true) await recoverSalvaged({ catalog, vectorStore, logger })
  const lost = new Set(catalog.isReadOnly ? [] : await recoverLibrary({ catalog, vectorStore, fileSystem, logger, partsDir, canRestore: deps.chunksOf !== undefined && deps.isSalvaged !== true }))

  const maintenance = createMaintenance({ vectorStore, clock, logger })
  const gate = deps.gate ?? createQuietGate()
  const ingestion = passing(gate, createIngestion({ ...deps, partsDir, onPublished }))
  const reader = createLibraryReader(catalog, fileSystem)
  const links = createLinkMap()
  const listeners = new Set<(job: Job) => void>()
  const syncKind: JobKind<SyncPayload, AddResult> = { kind: 'sync', lane: 'files', recovery: 'requeue', attempts: 3, run: runSync }
  const addKind: JobKind<SyncPayload, AddResult> = { ...syncKind, kind: 'add' }
  const queue = createJobQueue({
    catalog, clock, ids, logger, kinds: [addKind, syncKind, createCompactKind(vectorStore, () => ingestion.inWork > 0), ...(deps.jobKinds ?? [])] as JobKind[],
    // Several: what a person drops waits neither behind the round at start nor behind two folders just added; the files themselves share one pipeline.
    lanes: { files: 4, index: 1 },
    onChange: (job) => {
      emit({ topic: 'job', job })
      for (const listener of listeners) listener(job)
    },
  })
  let beginning: ReturnType<typeof later> | undefined
  const hints = createHintCollector((scopes) => { enqueueChanged(scopes) })
  const stopHints = deps.watcher?.onHint(({ path: place }) => { hints.add(place) })

  function onPublished(changes: readonly DocumentChange[]): void {
    for (const { document } of changes) emit({ topic: 'document', document: toReport(document, []) })
    emit({ topic: 'library', revision: catalog.revision })
    maintenance.published()
  }

  async function runSync(payload: SyncPayload, { signal, progress }: JobContext): Promise<AddResult> {
    const { sourceIds, scopes, isExplicit } = payload.paths === undefined ? payload : await addSources(payload)
    if (scopes === undefined) await restoreLost(ingestion, lost, { priority: PRIORITY.round, signal, progress })
    const sources = catalog.sources().filter(({ sourceId }) => sourceIds === undefined || sourceIds.includes(sourceId))
    const result = await bringUpToDate({ catalog, fileSystem, ingestion, clock, compilePatterns: deps.compilePatterns, fingerprint: vectorStore.fingerprint }, {
      sources, isExplicit, signal, onProgress: progress, onLinks: links.found, wantsUnchanged: isExplicit || (scopes === undefined && payload.isRound !== true),
      ...(scopes === undefined ? {} : { scopes }),
      retry: new Set(isExplicit ? RETRY_EXPLICIT : RETRY_ALWAYS),
      priority: isExplicit ? PRIORITY.dropped : scopes === undefined ? PRIORITY.round : PRIORITY.changed,
    })
    await maintenance.settle()
    if (await isWasteful(vectorStore)) queue.enqueue(COMPACTION)
    return result
  }

  function enqueueChanged(places: readonly string[]): void {
    const scopes = links.withLinked(places)
    const sources = catalog.sources().filter((source) => scopes.some((scope) => isInside(source.path, scope)))
    if (sources.length === 0) return
    const payload: SyncPayload = { sourceIds: sources.map(({ sourceId }) => sourceId), scopes, isExplicit: false }
    queue.enqueue({ kind: 'sync', key: JSON.stringify(scopes), label: 'Reading what changed', payload, priority: PRIORITY.changed })
  }

  /** Makes the paths sources; a path inside an added folder is only read again. */
  async function addSources({ paths = [], watch = false, rules }: SyncPayload): Promise<SyncPayload> {
    const sourceIds: FolderId[] = []
    const scopes: string[] = []
    for (const given of paths) {
      const place = await fileSystem.realPath(path.resolve(given))
      const facts = place === undefined ? undefined : await fileSystem.stat(place)
      if (place === undefined || facts === undefined) throw new AppError('NOT_FOUND', `There is no file or folder ${given}.`)
      const around = catalog.sources().find((source) => source.kind === 'folder' && isInside(source.path, place))
      const source: Source = around ?? catalog.sources().find((known) => known.path === place) ?? {
        sourceId: ids.next('src-') as FolderId, kind: facts.kind === 'directory' ? 'folder' : 'file', path: place, watched: watch, reachable: true,
      }
      if (rules !== undefined && place !== source.path) throw new AppError('WRONG_USAGE', `${given} lies in the added folder ${source.path}.`, { action: 'Give the rules to that folder.' })
      const wanted: Source = { ...source, watched: source.watched || watch, ...(rules === undefined || source.kind === 'file' ? {} : { rules: { ...DEFAULT_FOLDER_RULES, ...source.rules, ...rules } }) }
      catalog.saveSource(wanted)
      // What was added one by one and now lies inside an added folder is the folder's.
      if (wanted.kind === 'folder') for (const inner of catalog.sources()) if (inner.sourceId !== wanted.sourceId && isInside(wanted.path, inner.path)) await absorb(inner, wanted)
      if (wanted.watched) await deps.watcher?.watch(wanted.path)
      sourceIds.push(wanted.sourceId)
      scopes.push(place)
    }
    return { sourceIds: [...new Set(sourceIds)], scopes, isExplicit: true }
  }

  async function absorb(inner: Source, outer: Source): Promise<void> {
    const changes = catalog.documents().filter(({ sourceId }) => sourceId === inner.sourceId).map((document): DocumentChange => ({ document: { ...document, sourceId: outer.sourceId } }))
    if (changes.length > 0) await catalog.publish(changes)
    // What was not allowed for the inner folder's documents is not allowed after it either.
    const now = catalog.sources().find(({ sourceId }) => sourceId === outer.sourceId)
    if (inner.policy !== undefined && now !== undefined) catalog.saveSource({ ...now, policy: stricterPolicy(now.policy ?? OPEN_POLICY, inner.policy) })
    catalog.removeSource(inner.sourceId)
    deps.watcher?.unwatch(inner.path)
  }

  async function follow(kind: 'add' | 'sync', label: string, payload: SyncPayload, options: { readonly signal?: AbortSignal; readonly onProgress?: (job: Job) => void }): Promise<AddResult> {
    options.signal?.throwIfAborted()
    const jobId = queue.enqueue({ kind, key: JSON.stringify(payload), label, payload, priority: PRIORITY.dropped })
    const listener = (job: Job) => { if (job.jobId === jobId) options.onProgress?.(job) }
    const onAbort = () => { queue.cancel(jobId) }
    listeners.add(listener)
    options.signal?.addEventListener('abort', onAbort, { once: true })
    try {
      return await queue.result(jobId) as AddResult
    } finally {
      listeners.delete(listener)
      options.signal?.removeEventListener('abort', onAbort)
    }
  }

  function stored(documentId: DocumentId): StoredDocument {
    const document = catalog.document(documentId)
    if (document === undefined) throw new AppError('NOT_FOUND', 'The library does not hold that document.')
    return document
  }

  function report(document: StoredDocument, withUnits = true): DocumentReport {
    const nearDuplicates = withUnits ? nearDuplicatesOf(document) : []
    return { ...toReport(document, withUnits ? catalog.unitReports(document.documentId) : []), ...(nearDuplicates.length === 0 ? {} : { nearDuplicates }) }
  }

  function nearDuplicatesOf(document: StoredDocument) {
    const { signature } = document
    if (signature === undefined || document.state !== 'indexed') return []
    return [...catalog.signatures()].flatMap(([documentId, other]) => {
      const similarity = documentId === document.documentId ? 0 : similarityOf(signature, other)
      return similarity < NEAR_DUPLICATE_SIMILARITY ? [] : [{ documentId, path: catalog.document(documentId)?.path ?? '', similarity: Math.round(similarity * 100) / 100 }]
    }).sort((a, b) => b.similarity - a.similarity)
  }

  function requireUnit(documentId: DocumentId, unit: number) {
    const found = catalog.unit(stored(documentId).duplicateOf ?? documentId, unit)
    if (found === undefined) throw new AppError('NOT_FOUND', 'That document has no such part.')
    return found
  }

  async function forget(targets: readonly string[]): Promise<AddResult> {
    const started = clock.monotonic()
    const removed: StoredDocument[] = []
    for (const target of targets) {
      const place = path.resolve(target)
      const source = catalog.sources().find((known) => known.sourceId === target || known.path === target || known.path === place)
      const document = catalog.document(target as DocumentId) ?? catalog.documentAt(target) ?? catalog.documentAt(place)
      if (source !== undefined) {
        // First the source: a crash in between leaves documents without one, which the next start takes out.
        catalog.removeSource(source.sourceId)
        deps.watcher?.unwatch(source.path)
        removed.push(...await ingestion.remove(catalog.stamps().filter(({ sourceId }) => sourceId === source.sourceId).map(({ documentId }) => documentId), 'erased'))
      } else if (document !== undefined && document.state !== 'removed') {
        removed.push(...await ingestion.remove([document.documentId], 'forgotten'))
      } else {
        throw new AppError('NOT_FOUND', `The library does not hold ${target}.`)
      }
    }
    // Copies of what was taken out are documents of their own now.
    const copies = catalog.orphanedCopies().map(({ path: place }) => place)
    if (copies.length > 0) enqueueChanged(copies)
    const documents = removed.map((document) => toReport(document, []))
    const none = { scan: 0, hash: 0, parse: 0, ocr: 0, chunk: 0, embed: 0, write: 0 }
    return { documents, summary: summarise(documents, { elapsedMs: clock.monotonic() - started, stagesMs: none }) }
  }

  return {
    reader,
    jobs: { list: queue.list, pause: queue.pause, resume: queue.resume, retry: queue.retry, cancel: queue.cancel },
    enqueue: (request) => queue.enqueue(request),
    result: (jobId) => queue.result(jobId),
    counts: () => catalog.counts(vectorStore.fingerprint),
    diskBytes: () => fileSystem.sizeOf(deps.dataDir),
    engine: {
      async add(paths, options = {}) {
        const payload: SyncPayload = { paths: paths.map((given) => path.resolve(given)), watch: options.watch === true, isExplicit: true, ...(options.rules === undefined ? {} : { rules: options.rules }) }
        return await follow('add', labelOf(paths), payload, options)
      },
      startAdd(paths) {
        const payload: SyncPayload = { paths: paths.map((given) => path.resolve(given)), watch: true, isExplicit: true }
        return queue.enqueue({ kind: 'add', key: JSON.stringify(payload), label: labelOf(paths), payload, priority: PRIORITY.dropped })
      },
      sync: (options = {}) => follow('sync', 'Looking for changes', { isExplicit: false }, options),
      forget,
      folders: () => foldersOf(),
      setFolderPolicy(folderId, policy) {
        catalog.saveSource({ ...folderSource(folderId), policy })
        deps.emit({ topic: 'library', revision: catalog.revision })
        return folderOf(folderId)
      },
      setFolderRules(folderId, rules) {
        const source = folderSource(folderId)
        catalog.saveSource({ ...source, rules })
        const payload: SyncPayload = { sourceIds: [source.sourceId], isExplicit: false }
        const jobId = queue.enqueue({ kind: 'sync', key: JSON.stringify({ payload, rules }), label: `Applying the rules of “${path.basename(source.path)}”`, payload, priority: PRIORITY.changed })
        return { folder: folderOf(folderId), jobId }
      },
      documents(options = {}) {
        const units = options.units === false ? undefined : catalog.allUnitReports()
        return catalog.documents().map((document) => toReport(document, units?.get(document.documentId) ?? []))
      },
      document(documentId, options = {}) {
        const document = stored(documentId)
        if (options.text !== true) return report(document, options.units !== false)
        const texts = new Map(catalog.units(documentId).map(({ unit, text, tables }) => [unit, { text, ...(tables === undefined ? {} : { tables }) }]))
        const whole = report(document)
        return { ...whole, units: whole.units.map((unit) => ({ ...unit, ...texts.get(unit.unit) })) }
      },
      async readAgain(documentId, options = {}) {
        const document = stored(documentId)
        const outcome = await ingestion.ingest({
          ...options, sourceId: document.sourceId, path: document.path, contentPath: document.contentPath, depth: document.parentId === undefined ? 0 : 1,
          ...(document.parentId === undefined ? {} : { parentId: document.parentId }), priority: PRIORITY.dropped, force: true,
        })
        if (outcome.kind === 'gone') throw new AppError('UNREADABLE')
        return report(outcome.document)
      },
      unit: requireUnit,
      find: (documentId, words) => findInDocument(catalog.units(stored(documentId).duplicateOf ?? documentId), words),
      steering(documentId) {
        const { duplicateOf, title, author } = stored(documentId)
        return findSteering(catalog.units(duplicateOf ?? documentId), [title, author])
      },
      password: (documentId) => ingestion.passwordOf(stored(documentId).path),
      words: (documentId, unit) => wordsOf(requireUnit(documentId, unit)),
      async content(documentId) {
        const { contentPath, mediaType } = stored(documentId)
        const facts = await fileSystem.stat(contentPath)
        if (facts === undefined) throw new AppError('UNREADABLE', 'The file is no longer at its place.')
        return { path: contentPath, mediaType, sizeBytes: facts.sizeBytes }
      },
    },
    start({ sync = true, afterMs = 0 } = {}) {
      queue.start()
      // First the watcher, then the round: what changes in between is seen by one of them.
      beginning = later(afterMs, () => {
        for (const source of catalog.sources()) if (source.watched) void deps.watcher?.watch(source.path).catch((error: unknown) => { logger.log('warn', 'a folder cannot be watched', { path: source.path, error: String(error) }) })
        if ((sync || lost.size > 0) && catalog.sources().length > 0) queue.enqueue({ kind: 'sync', key: 'round', label: 'Looking for changes', payload: { isExplicit: false, isRound: true } satisfies SyncPayload })
      })
    },
    async idle() {
      await beginning?.done
      do {
        await hints.idle()
        await queue.idle()
      } while (hints.pending > 0)
    },
    yieldTo: (question) => { ingestion.yieldTo(question) },
    async close() {
      beginning?.cancel()
      stopHints?.()
      hints.close()
      await deps.watcher?.close()
      await queue.close()
      await maintenance.close()
    },
  }

  function folderSource(folderId: string): Source {
    const source = catalog.sources().find(({ sourceId, kind }) => sourceId === folderId && kind === 'folder')
    if (source === undefined) throw new AppError('NOT_FOUND', 'The library has no such folder.')
    return source
  }

  function folderOf(folderId: string): Folder {
    const folder = foldersOf().find((each) => each.folderId === folderId)
    if (folder === undefined) throw new AppError('NOT_FOUND', 'The library has no such folder.')
    return folder
  }

  function foldersOf(): Folder[] {
    const counts = catalog.documentsBySource()
    return catalog.sources().filter(({ kind }) => kind === 'folder').map(({ sourceId, path: place, watched, reachable, rules = DEFAULT_FOLDER_RULES, policy = OPEN_POLICY }) => ({ folderId: sourceId, path: place, watched, reachable, documents: counts.get(sourceId) ?? 0, rules, policy }))
  }
}

/** Does the work after a while; `done` resolves then, or when it is cancelled. */
function later(delayMs: number, work: () => void): { readonly done: Promise<void>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const finish = () => { resolve(undefined) }
  if (delayMs === 0) work()
  const timer = delayMs === 0 ? undefined : setTimeout(() => { work(); finish() }, delayMs)
  if (timer === undefined) finish()
  return {
    done: promise,
    cancel() {
      clearTimeout(timer)
      finish()
    },
  }
}

/** The same ingestion, held up while someone has it quiet. */
function passing(gate: QuietGate, ingestion: Ingestion): Ingestion {
  return {
    ingest: (task) => gate.pass(() => ingestion.ingest(task)),
    remove: (documentIds, mark) => gate.pass(() => ingestion.remove(documentIds, mark)),
    restore: (documentId, task) => gate.pass(() => ingestion.restore(documentId, task)),
    yieldTo: (question) => { ingestion.yieldTo(question) },
    activity: () => ingestion.activity(),
    passwordOf: (path) => ingestion.passwordOf(path),
    get inWork() { return ingestion.inWork },
    get times() { return ingestion.times },
    get writeMs() { return ingestion.writeMs },
  }
}

function labelOf(paths: readonly string[]): string {
  const [first = ''] = paths
  return paths.length === 1 ? `Reading “${path.basename(first)}”` : `Reading “${path.basename(first)}” and ${paths.length - 1} more`
}
