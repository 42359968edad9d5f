import path from 'node:path'
import type { AddResult, DocumentReport, DocumentState } from '../../../src-shared/domain/document.ts'
import { DEFAULT_FOLDER_RULES } from '../../../src-shared/domain/folderRules.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { FileStage, JobProgress } from '../../../src-shared/domain/job.ts'
import type { FileOutcome, FileTask } from '../ingestion/FileTask.ts'
import type { Ingestion } from '../ingestion/createIngestion.ts'
import type { Catalog, DocumentStamp, Source, StoredDocument } from '../ports/Catalog.ts'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { CompilePatterns } from '../ports/PatternMatcher.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import { createSieve, IGNORE_FILE } from './createSieve.ts'
import type { LinkMap } from './createLinkMap.ts'
import { definedOnly } from './definedOnly.ts'
import { stubbedFile } from './cloudStub.ts'
import { isInside } from './isInside.ts'
import { reconcile } from './reconcile.ts'
import { scanSource, type ScannedFile } from './scanSource.ts'
import { summarise } from './summarise.ts'
import { toReport } from './toReport.ts'

export interface UpToDateDeps {
  readonly catalog: Catalog
  readonly fileSystem: FileSystem
  readonly ingestion: Ingestion
  readonly clock: Clock
  readonly compilePatterns: CompilePatterns
  readonly fingerprint: string
}

export interface UpToDateRequest {
  readonly sources: readonly Source[]
  /** Only these files and folders (hints of the watcher); absent: everything. */
  readonly scopes?: readonly string[]
  /** Codes whose files are tried again although nothing about them changed. */
  readonly retry: ReadonlySet<string>
  readonly isExplicit: boolean
  readonly priority: number
  /** Someone waits for the reports of unchanged documents too. */
  readonly wantsUnchanged: boolean
  readonly signal: AbortSignal
  readonly onLinks: LinkMap['found']
  readonly onProgress: (progress: JobProgress) => void
}

/** Files of one job in work at once. More would only wait inside: parsing and embedding have their own, smaller widths. */
const WINDOW = 48
/** What a person drops by hand and then waits for. */
const FEW_FILES = 10
/** Thousands of patterns; more is not a list of patterns. */
const LONGEST_IGNORE_FILE = 1 << 20

/** Makes the library hold what is on disk below the sources, and says what became of every file. Safe to end and begin again at any point. */
export async function bringUpToDate({ catalog, fileSystem, ingestion, clock, compilePatterns, fingerprint }: UpToDateDeps, request: UpToDateRequest): Promise<AddResult> {
  const { signal, onProgress } = request
  const started = clock.monotonic()
  const times = { ...ingestion.times }
  const writeMs = ingestion.writeMs
  const reports = new Map<string, DocumentReport>()
  const keep = (document: StoredDocument, state?: DocumentState) => {
    reports.set(`${document.documentId} ${document.path}`, toReport(document, catalog.unitReports(document.documentId), state))
  }

  onProgress({ stage: 'scan', done: 0, unit: 'files' })
  const files = new Map<string, { readonly file: ScannedFile; readonly source: Source }>()
  const unreadable: string[] = []
  const leftOut: string[] = []
  const reached: { readonly source: Source; readonly scope: string }[] = []
  for (const source of request.sources) {
    const ignoreFile = path.join(source.path, IGNORE_FILE)
    const isWhole = request.scopes === undefined || request.scopes.includes(ignoreFile)
    const scopes = isWhole ? [source.path] : outermost((request.scopes ?? []).map((scope) => stubbedFile(scope) ?? scope).filter((scope) => isInside(source.path, scope)))
    const sieve = createSieve(source.rules ?? DEFAULT_FOLDER_RULES, source.kind === 'folder' ? await patternsIn(ignoreFile) : '', compilePatterns)
    for (const scope of scopes) {
      const scan = await scanSource(fileSystem, source, { sieve, scope, signal })
      if (scan.reachable !== source.reachable) catalog.saveSource({ ...source, reachable: scan.reachable })
      if (!scan.reachable) continue
      reached.push({ source, scope })
      request.onLinks(source.sourceId, scan.links, scope === source.path)
      unreadable.push(...scan.unreadable)
      leftOut.push(...scan.leftOut)
      // A file below two sources belongs to the first one that it was met in.
      for (const file of scan.files) if (!files.has(file.path)) files.set(file.path, { file, source })
      onProgress({ stage: 'scan', done: files.size, unit: 'files' })
    }
  }
  const scanMs = clock.monotonic() - started

  const here = new Map<DocumentId, DocumentStamp>()
  for (const { source, scope } of reached) {
    const isHere = (stamp: DocumentStamp) => stamp.parentId === undefined && (stamp.sourceId === source.sourceId || files.has(stamp.path))
    if (scope !== source.path) for (const stamp of catalog.stamps(scope)) if (isHere(stamp)) here.set(stamp.documentId, stamp)
    // The whole of a source is most of the catalog.
    if (scope === source.path) for await (const slice of catalog.stampSlices()) for (const stamp of slice) if (isInside(scope, stamp.path) && isHere(stamp)) here.set(stamp.documentId, stamp)
  }
  const orphanedCopies = new Set(catalog.orphanedCopies().map(({ documentId }) => documentId))
  const plan = reconcile({ files: [...files.values()].map(({ file }) => file), documents: [...here.values()], orphanedCopies, unreadable, leftOut, fingerprint, retry: request.retry, isExplicit: request.isExplicit })

  if (plan.removed.length > 0) for (const document of await ingestion.remove(plan.removed.map(({ documentId }) => documentId), 'gone')) keep(document)

  if (plan.ignored.length > 0) for (const document of await ingestion.remove(plan.ignored.map(({ documentId }) => documentId), 'ignored')) keep(document)

  // Files that may be moved ones first: what is not found again among them is then removed without waiting for the rest.
  const gone = new Map(plan.maybeMoved.map((stamp) => [stamp.documentId, stamp]))
  const sizes = new Set(plan.maybeMoved.map(({ sizeBytes }) => sizeBytes))
  const couldBeMoved = plan.toRead.filter(({ file, document }) => document === undefined && sizes.has(file.sizeBytes) && file.skip === undefined)
  const others = plan.toRead.filter((entry) => !couldBeMoved.includes(entry))
  const total = plan.toRead.length + plan.unchanged.length
  // A few files that somebody just dropped go before a folder that somebody added.
  const priority = request.priority + (request.isExplicit && plan.toRead.length <= FEW_FILES ? 1 : 0)
  let done = plan.unchanged.length
  const report = () => {
    const now = ingestion.activity()
    onProgress({ stage: busiest(now.inWork), done, total, unit: 'files', ...now })
  }
  report()

  await readAll(couldBeMoved)
  const lost = [...gone.values()].filter((stamp) => {
    const now = catalog.document(stamp.documentId)
    return now !== undefined && now.state !== 'removed' && now.path === stamp.path
  })
  if (lost.length > 0) for (const document of await ingestion.remove(lost.map(({ documentId }) => documentId), 'gone')) keep(document)
  await readAll(others)
  await readCopiesWithoutOriginal()

  if (request.wantsUnchanged) await keepUnchanged(plan.unchanged)
  const documents = [...reports.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return {
    documents,
    summary: summarise(documents, {
      elapsedMs: clock.monotonic() - started,
      stagesMs: {
        scan: scanMs, hash: ingestion.times.hash - times.hash, parse: ingestion.times.parse - times.parse, ocr: ingestion.times.ocr - times.ocr,
        chunk: ingestion.times.chunk - times.chunk, embed: ingestion.times.embed - times.embed, write: ingestion.writeMs - writeMs,
      },
    }),
  }

  async function readAll(entries: readonly { readonly file: ScannedFile; readonly document?: DocumentStamp }[]): Promise<void> {
    const rest = entries.values()
    const failures: unknown[] = []
    async function worker(): Promise<void> {
      for (const { file } of rest) {
        if (failures.length > 0) return
        signal.throwIfAborted()
        const source = files.get(file.path)?.source
        if (source === undefined) continue
        const task: FileTask = {
          sourceId: source.sourceId, path: file.path, contentPath: file.path, depth: 0, priority, signal, onActivity: report,
          ...(file.skip === undefined ? {} : definedOnly({ skip: file.skip.code, skipMessage: file.skip.message, facts: { sizeBytes: file.sizeBytes, modifiedMs: file.modifiedMs, inode: file.inode } })),
        }
        try {
          await read(task)
        } catch (error) {
          failures.push(error)
        }
        done++
        report()
      }
    }
    await Promise.all(Array.from({ length: Math.min(WINDOW, entries.length) }, worker))
    signal.throwIfAborted()
    if (failures.length > 0) throw failures[0]
  }

  async function patternsIn(ignoreFile: string): Promise<string> {
    const bytes = await fileSystem.readWhole(ignoreFile).catch(() => undefined)
    return bytes === undefined ? '' : new TextDecoder().decode(bytes.subarray(0, LONGEST_IGNORE_FILE))
  }

  async function read(task: FileTask): Promise<void> {
    const outcome = await ingestion.ingest(task)
    if (outcome.kind === 'gone') {
      const former = catalog.documentAt(task.path)
      if (former !== undefined) for (const document of await ingestion.remove([former.documentId], 'gone')) keep(document)
      return
    }
    keepOutcome(outcome)
  }

  function keepOutcome(outcome: Extract<FileOutcome, { kind: 'done' }>): void {
    if (outcome.unchanged) keepTree(outcome.document.documentId)
    else keep(outcome.document)
    for (const child of outcome.children) keepOutcome(child)
    for (const document of outcome.removed) keep(document)
  }

  /** One list of all documents instead of a look at each: most rounds find ten thousand unchanged ones. */
  async function keepUnchanged(stamps: readonly DocumentStamp[]): Promise<void> {
    if (stamps.length < 100) {
      for (const { documentId } of stamps) keepTree(documentId)
      return
    }
    const wanted = new Set(stamps.map(({ documentId }) => documentId))
    const inside: StoredDocument[] = []
    const keepKnown = (document: StoredDocument) => { keep(document, document.state === 'indexed' ? 'unchanged' : document.state) }
    for await (const slice of catalog.documentSlices()) {
      for (const document of slice) {
        if (wanted.has(document.documentId)) keepKnown(document)
        else if (document.parentId !== undefined) inside.push(document)
      }
    }
    for (let size = -1; size !== wanted.size;) {
      size = wanted.size
      for (const { documentId, parentId } of inside) if (parentId !== undefined && wanted.has(parentId)) wanted.add(documentId)
    }
    for (const document of inside) if (wanted.has(document.documentId)) keepKnown(document)
  }

  function keepTree(documentId: DocumentId): void {
    const document = catalog.document(documentId)
    if (document === undefined) return
    keep(document, document.state === 'indexed' ? 'unchanged' : document.state)
    for (const child of catalog.children(documentId)) keepTree(child.documentId)
  }

  /** The file whose vectors stood for a copy got other content: the copy is a document of its own now. */
  async function readCopiesWithoutOriginal(): Promise<void> {
    for (const { documentId } of catalog.orphanedCopies()) {
      signal.throwIfAborted()
      const copy = catalog.document(documentId)
      if (copy === undefined) continue
      await read({
        sourceId: copy.sourceId, path: copy.path, contentPath: copy.contentPath, depth: copy.parentId === undefined ? 0 : 1, priority: request.priority, signal,
        ...(copy.parentId === undefined ? {} : { parentId: copy.parentId }),
      })
    }
  }
}

/** The stage that most files are in; the earlier one of equals. */
function busiest(inWork: Readonly<Record<FileStage, number>>): FileStage {
  const stages: readonly FileStage[] = ['read', 'ocr', 'embed', 'write']
  return stages.reduce((most, stage) => (inWork[stage] > inWork[most] ? stage : most))
}

/** Scopes without those that lie inside another. */
function outermost(scopes: readonly string[]): string[] {
  return [...new Set(scopes)].filter((scope) => !scopes.some((other) => other !== scope && isInside(other, scope)))
}
