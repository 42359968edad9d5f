import path from 'node:path'
import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Settings } from '../../../src-shared/domain/settings.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'
import { definedOnly } from '../library/definedOnly.ts'
import type { Catalog, DocumentChange, StoredDocument } from '../ports/Catalog.ts'
import type { CheckpointStore } from '../ports/CheckpointStore.ts'
import type { ChunkingOptions, DocumentParser } from '../ports/DocumentParser.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { FileFacts, FileSystem } from '../ports/FileSystem.ts'
import type { Clock, IdSource, Logger } from '../ports/SystemPorts.ts'
import type { VectorStore } from '../ports/VectorStore.ts'
import { embeddingTextOf } from '../retrieval/chunkText.ts'
import type { JobProgress } from '../../../src-shared/domain/job.ts'
import { createActivity, type Activity } from './createActivity.ts'
import { embedResumably } from './embedResumably.ts'
import { createEmbeddingBatcher, type EmbedTask } from './createEmbeddingBatcher.ts'
import { createKeyedLock } from './createKeyedLock.ts'
import { createLimiter } from './createLimiter.ts'
import { readResumably, type Reading, type ReadingResult } from './readResumably.ts'
import { createPublisher, Superseded, type Publication } from './createPublisher.ts'
import { createRemoval } from './createRemoval.ts'
import type { FileOutcome, FileTask, StageTimes } from './FileTask.ts'
import type { Pace } from './createPace.ts'
import { chooseIdentity, type Identity } from './chooseIdentity.ts'
import { writeParts } from './writeParts.ts'
import { signatureOf } from './minHash.ts'
import { descendantsOf, planFormerMembers, planRelocation, type RemovalMark } from './planRemoval.ts'
import { restoreRows, type ChunksOf } from './restoreRows.ts'
import { toChunkRows } from './toChunkRows.ts'
import { blankDocument, errorData, failed, refusal, withoutError } from './unreadDocument.ts'

export interface IngestionDeps {
  readonly catalog: Catalog
  readonly vectorStore: VectorStore
  readonly parser: DocumentParser
  /** Keeps what long readings have finished. */
  readonly checkpoints?: CheckpointStore
  readonly embedder: Embedder
  readonly fileSystem: FileSystem
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
  readonly reading: () => Settings['reading']
  /** Absent: always full. */
  readonly pace?: Pace
  readonly chunking: ChunkingOptions
  /** Absent: rows that the index lost come back by reading their files. */
  readonly chunksOf?: ChunksOf
  /** Where bytes of documents inside others are kept. */
  readonly partsDir: string
  readonly onPublished: (changes: readonly DocumentChange[]) => void
}

export interface Ingestion {
  /**
   * Brings one file through all stages. Trouble with the file is in the outcome; throws for what is not the file's fault (disk full, embedding model gone) and
   * AbortError. Two tasks of the same path wait for each other; two with the same bytes too.
   */
  ingest(task: FileTask): Promise<FileOutcome>
  /** Takes documents (with what is inside them) out of answers and index. A copy of their bytes elsewhere takes over. */
  remove(documentIds: readonly DocumentId[], mark: RemovalMark): Promise<StoredDocument[]>
  /** Makes rows that the index lost anew from the stored text. */
  restore(documentId: DocumentId, task: EmbedTask): Promise<void>
  yieldTo(question: boolean): void
  /** The password that last opened the file at this path, as long as this process lives. */
  passwordOf(path: string): string | undefined
  /** What is in work now, of all jobs together. */
  activity(): ReturnType<Activity['now']>
  readonly inWork: number
  readonly times: Readonly<StageTimes>
  readonly writeMs: number
}

/** Reading is the disk's work: two at once keep it busy, more make a spinning disk seek. */
const HASHES_AT_ONCE = 2
/** A file modified less than this before it was read may change again within the same tick of its clock (FAT counts in 2 s). */
const SETTLED_AFTER_MS = 2000
const OPENING_CHARS = 600
/** A file that keeps changing while it is read is left to the watcher after so many tries. */
const TRIES = 3
/** Where several tasks change the same documents each is planned anew; one of them always gets through. */
const MOST_TRIES = 20
/** Documents inside one container in work together. */
const CHILDREN_AT_ONCE = 16
const GIVEN_UP: ReadonlySet<ErrorCode> = new Set(['PARSE_TIMEOUT', 'PARSER_CRASHED', 'OUT_OF_MEMORY'])
export function createIngestion(deps: IngestionDeps): Ingestion {
  const { catalog, vectorStore, parser, fileSystem, clock, chunking } = deps
  const batcher = createEmbeddingBatcher(deps.embedder, () => clock.monotonic())
  const hashing = createLimiter(() => widthOf(HASHES_AT_ONCE))
  const parsing = createLimiter(() => widthOf(parser.concurrency))
  const activity = createActivity()
  const paths = createKeyedLock()
  const contents = createKeyedLock()
  /** By path, so that a file that is changed and saved again is not asked for again; kept no longer than this process lives. */
  const passwords = new Map<string, string>()
  const times: Omit<StageTimes, 'embed'> = { hash: 0, parse: 0, ocr: 0, chunk: 0 }
  const publisher = createPublisher({ catalog, vectorStore, hasBacklog: () => inWork - waitingForChildren > publishing, onPublished: deps.onPublished }, () => clock.monotonic())
  /** Present while a question is answered. */
  let question: PromiseWithResolvers<void> | undefined
  let inWork = 0
  let publishing = 0
  let waitingForChildren = 0

  function widthOf(full: number): number {
    return deps.pace?.isGentle() === true ? 1 : full
  }

  async function publish(publication: Publication): Promise<void> {
    publishing++
    try {
      const published = publisher.publish(publication)
      // The last one in work must not wait for company that will not come.
      if (inWork - waitingForChildren <= publishing) publisher.flush()
      await published
    } finally {
      publishing--
    }
  }

  /** Work of its own, for the publisher's count of what may still join. */
  async function publishAlone(publication: Publication): Promise<void> {
    inWork++
    try {
      await publish(publication)
    } finally {
      inWork--
    }
  }

  /** What is being read goes on; nothing new begins while somebody waits for an answer. */
  async function untilAnswered(signal: AbortSignal | undefined): Promise<void> {
    if (question === undefined) return
    const aborted = Promise.withResolvers<void>()
    const stop = () => { aborted.resolve() }
    signal?.addEventListener('abort', stop, { once: true })
    await Promise.race([question.promise, aborted.promise])
    signal?.removeEventListener('abort', stop)
  }

  async function timed<T>(stage: keyof typeof times, work: () => Promise<T>): Promise<T> {
    const started = clock.monotonic()
    try {
      return await work()
    } finally {
      times[stage] += clock.monotonic() - started
    }
  }

  async function ingest(task: FileTask): Promise<FileOutcome> {
    const leave = await paths.enter(task.path)
    inWork++
    try {
      for (let tries = 1; ; tries++) {
        const outcome = await attempt(task, tries >= TRIES).catch((error: unknown) => {
          // Another task moved or ended what this one was planned from.
          if (error instanceof Superseded && tries < MOST_TRIES) return 'changed' as const
          throw error
        })
        if (outcome !== 'changed') return outcome
      }
    } finally {
      inWork--
      activity.leave(task)
      leave()
      if (publishing > 0 && inWork - waitingForChildren <= publishing) publisher.flush()
    }
  }

  async function attempt(task: FileTask, isLast: boolean): Promise<FileOutcome | 'changed'> {
    const started = clock.monotonic()
    const before = catalog.documentAt(task.path)
    const facts = await look(task)
    if (facts === undefined) return { kind: 'gone' }
    const elapsed = () => Math.round(clock.monotonic() - started)
    const blank = blankDocument(task, facts, before?.documentId ?? (deps.ids.next('doc-') as DocumentId))

    if (facts instanceof AppError) return await settleUnread({ ...blank, ...failed(facts.toData()) })
    const early = task.skip ?? refusal(facts, deps.reading().maxFileBytes)
    if (early !== undefined) return await settleUnread({ ...blank, ...failed({ ...errorData(early), ...(task.skipMessage === undefined ? {} : { message: task.skipMessage }) }), elapsedMs: elapsed() })

    let sha256: string
    try {
      sha256 = await hash(task)
    } catch (error) {
      const known = toAppError(error)
      if (known.code !== 'UNREADABLE') throw error
      return await settleUnread({ ...blank, ...failed(known.toData()), elapsedMs: elapsed() })
    }
    // An archive may hold itself, byte for byte; waiting for its own bytes to be done would be for ever.
    if (task.ancestors?.includes(sha256) === true) return await settleUnread({ ...blank, sha256, ...failed(errorData('LIMIT_EXCEEDED')), elapsedMs: elapsed() })
    const settled = deps.clock.now() - facts.modifiedMs > SETTLED_AFTER_MS
    const leave = await contents.enter(sha256)
    try {
      const document = { ...blank, sha256, settled }
      const identity = await chooseIdentity({ catalog, fileSystem, task, document, ...(before === undefined ? {} : { before }), fingerprint: vectorStore.fingerprint, newId: () => deps.ids.next('doc-') as DocumentId })
      if (identity.kind !== 'read') return await settleKnown(identity, before)
      return await read({ ...document, documentId: identity.documentId }, before, task, { isLast, elapsed, facts })
    } finally {
      leave()
    }

    /** Files that are not read: only a row. */
    async function settleUnread(document: StoredDocument): Promise<FileOutcome> {
      const former = await endMembers(before)
      await publish({ changes: [{ document, units: [] }, ...former.changes], rows: [], replaces: [document.documentId, ...former.replaces], expects: known(before) })
      return { kind: 'done', document, unchanged: false, children: [], removed: former.documents }
    }
  }

  async function look(task: FileTask): Promise<FileFacts | AppError | undefined> {
    if (task.skip !== undefined) {
      if (task.facts !== undefined) return { kind: 'other', ...task.facts }
      return await fileSystem.stat(task.contentPath).catch(() => undefined) ?? { kind: 'other', sizeBytes: 0, modifiedMs: 0, inode: '' }
    }
    try {
      return await fileSystem.stat(task.contentPath)
    } catch (error) {
      return toAppError(error)
    }
  }

  async function hash(task: FileTask): Promise<string> {
    const leave = await hashing.enter(definedOnly({ priority: task.priority, signal: task.signal }))
    try {
      return (await timed('hash', () => fileSystem.hash(task.contentPath, task.signal))).sha256
    } finally {
      leave()
    }
  }

  /** Bytes that the library holds already: the same file, a moved one, or a copy. */
  async function settleKnown(identity: Exclude<Identity, { kind: 'read' }>, before: StoredDocument | undefined): Promise<FileOutcome> {
    const { document } = identity
    switch (identity.kind) {
      case 'unchanged':
        catalog.touch([document])
        return { kind: 'done', document, unchanged: true, children: [], removed: [] }
      case 'copy': {
        const former = await endMembers(before)
        await publish({ changes: [{ document, units: [] }, ...former.changes], rows: [], replaces: [document.documentId, ...former.replaces], expects: known(before) })
        return { kind: 'done', document, unchanged: false, children: [], removed: former.documents }
      }
      case 'moved': {
        const displaced = before === undefined || before.documentId === document.documentId ? [] : [before, ...descendantsOf(catalog, before.documentId)]
        await publish({ ...planRelocation(catalog, document, identity.from.path, displaced), expects: [identity.from, ...displaced] })
        return { kind: 'done', document, unchanged: identity.from.path === document.path, children: [], removed: [] }
      }
      default: return identity satisfies never
    }
  }

  async function read(document: StoredDocument, before: StoredDocument | undefined, task: FileTask, { isLast, elapsed, facts }: { isLast: boolean; elapsed: () => number; facts: FileFacts }): Promise<FileOutcome | 'changed'> {
    await batcher.hasRoom(definedOnly({ priority: task.priority, signal: task.signal }))
    await untilAnswered(task.signal)
    const leave = await parsing.enter(definedOnly({ priority: task.priority, signal: task.signal }))
    let result: ReadingResult
    let forget: () => void
    activity.enter(task, 'read')
    try {
      await deps.pace?.rest()
      const { maxFileBytes, maxPages, parseTimeoutMs, ocrLanguages } = { ...deps.reading(), ...definedOnly({ ocrLanguages: task.ocrLanguages }) }
      const password = task.password ?? passwords.get(task.path)
      const reading = await readResumably(
        { parser, checkpoints: deps.checkpoints, sha256: document.sha256, facts },
        definedOnly({ path: task.contentPath, name: path.basename(task.path), password, ocrLanguages, maxFileBytes, maxPages, timeoutMs: parseTimeoutMs, chunking }),
        definedOnly({ signal: task.signal, onProgress: (progress: JobProgress) => { activity.advance(task, progress) } }),
      )
      result = reading.result
      forget = reading.forget
      if (result.ok && password !== undefined) passwords.set(task.path, password)
    } finally {
      leave()
    }
    times.parse += result.timings.parseMs
    times.ocr += result.timings.ocrMs
    times.chunk += result.timings.chunkMs
    // The hash is of the bytes before, the text of those after: a file that changed between is neither.
    const after = await fileSystem.stat(task.contentPath).catch(() => undefined)
    if (after === undefined || after.sizeBytes !== facts.sizeBytes || after.modifiedMs !== facts.modifiedMs || after.inode !== facts.inode) {
      forget()
      if (!isLast) return 'changed'
      result = { ok: false as const, error: errorData('CHANGED_WHILE_READ'), mediaType: result.ok ? result.document.mediaType : result.mediaType, timings: result.timings }
    }
    if (!result.ok) {
      // A file that was given up in the middle can be tried again from there.
      if (!GIVEN_UP.has(result.error.code)) forget()
      const broken: StoredDocument = { ...document, ...failed(result.error), mediaType: result.mediaType, elapsedMs: elapsed() }
      const former = await endMembers(before)
      await publish({ changes: [{ document: broken, units: [] }, ...former.changes], rows: [], replaces: [broken.documentId, ...former.replaces], expects: known(before) })
      return { kind: 'done', document: broken, unchanged: false, children: [], removed: former.documents }
    }
    const outcome = await keep(document, before, task, result.document, elapsed)
    forget()
    return outcome
  }

  function embed({ sha256 }: StoredDocument, chunks: readonly Chunk[], task: EmbedTask) {
    return embedResumably({ embed: (texts) => batcher.embed(texts, task), checkpoints: deps.checkpoints, fingerprint: vectorStore.fingerprint, sha256 }, chunks.map(embeddingTextOf))
  }

  /** Parsed: what is inside it first, then its vectors, then all of it at once. */
  async function keep(document: StoredDocument, before: StoredDocument | undefined, task: FileTask, parsed: Reading, elapsed: () => number): Promise<FileOutcome> {
    activity.enter(task, 'embed')
    const embedding = embed(document, parsed.chunks, definedOnly({ priority: task.priority, signal: task.signal }))
    // Children are published before their container: after a crash between the two the container is read again and finds them.
    embedding.catch(() => undefined)
    const parts = await writeParts({ fileSystem, partsDir: deps.partsDir, container: document, embedded: parsed.embedded ?? [], depth: task.depth })
    const children: Extract<FileOutcome, { kind: 'done' }>[] = []
    const ancestors = [...(task.ancestors ?? []), document.sha256]
    const shared = definedOnly({ ancestors, sourceId: task.sourceId, priority: task.priority, signal: task.signal, password: task.password, onActivity: task.onActivity })
    waitingForChildren++
    try {
      for (let start = 0; start < parts.tasks.length; start += CHILDREN_AT_ONCE) {
        const outcomes = await Promise.all(parts.tasks.slice(start, start + CHILDREN_AT_ONCE).map((part) => ingest({ ...shared, ...part })))
        children.push(...outcomes.filter((outcome) => outcome.kind === 'done'))
      }
    } finally {
      waitingForChildren--
    }
    const { vectors, forget } = await embedding
    activity.enter(task, 'write')
    const texts = [...parsed.texts]
    const hasText = texts.some(({ text }) => text.trim() !== '')
    const isContainer = children.length > 0 || parts.warnings.length > 0
    const { title, author, created, language } = parsed.metadata
    const kept: StoredDocument = definedOnly({
      ...withoutError(document), mediaType: parsed.mediaType, title, author, created, language,
      state: hasText || isContainer ? 'indexed' as const : 'failed' as const,
      error: hasText || isContainer ? undefined : errorData('NO_TEXT_FOUND'),
      fingerprint: vectorStore.fingerprint, chunks: parsed.chunks.length,
      opening: texts.find(({ text }) => text.trim() !== '')?.text.slice(0, OPENING_CHARS) ?? '',
      warnings: [...parsed.warnings, ...parts.warnings], elapsedMs: elapsed(),
      signature: signatureOf(texts),
    })
    const rows = toChunkRows(kept, parsed.chunks, vectors)
    const former = await endMembers(before, new Set(children.map((child) => child.document.documentId)))
    await publish({ changes: [{ document: kept, units: parsed.units }, ...former.changes], rows, replaces: [kept.documentId, ...former.replaces], expects: known(before) })
    forget()
    return { kind: 'done', document: kept, unchanged: false, children, removed: former.documents }
  }

  /** What ends when a file is read again: members that are not among those that `stay`. */
  async function endMembers(before: StoredDocument | undefined, stay: ReadonlySet<DocumentId> = new Set()) {
    if (before !== undefined && stay.size === 0) await fileSystem.remove(path.join(deps.partsDir, before.documentId))
    return planFormerMembers(catalog, before, stay)
  }

  async function restore(documentId: DocumentId, task: EmbedTask): Promise<void> {
    const { chunksOf } = deps
    const place = catalog.document(documentId)?.path
    if (place === undefined || chunksOf === undefined) return
    const leave = await paths.enter(place)
    inWork++
    try {
      await restoreRows({ catalog, embed, hasRoom: (waiting) => batcher.hasRoom(waiting), chunksOf, fingerprint: vectorStore.fingerprint, publish }, documentId, task)
      return
    } catch (error) {
      if (!(error instanceof Superseded)) throw error
    } finally {
      inWork--
      leave()
      if (publishing > 0 && inWork - waitingForChildren <= publishing) publisher.flush()
    }
    await restore(documentId, task)
  }

  return {
    ingest, restore,
    remove: createRemoval({ catalog, fileSystem, partsDir: deps.partsDir, paths, publish: publishAlone }),
    yieldTo(isAnswering) {
      batcher.yieldTo(isAnswering)
      question?.resolve()
      question = isAnswering ? Promise.withResolvers<void>() : undefined
    },
    activity: () => activity.now(),
    passwordOf: (path) => passwords.get(path),
    get inWork() { return inWork },
    get times() { return { ...times, embed: batcher.busyMs } },
    get writeMs() { return publisher.writeMs },
  }
}

function known(before: StoredDocument | undefined): readonly StoredDocument[] {
  return before === undefined ? [] : [before]
}
