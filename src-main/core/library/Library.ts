import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import type { EngineEvent } from '../../../src-shared/domain/event.ts'
import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { Settings } from '../../../src-shared/domain/settings.ts'
import type { Engine } from '../Engine.ts'
import type { QuietGate } from '../indexing/createQuietGate.ts'
import type { EnqueueRequest } from '../jobs/createJobQueue.ts'
import type { ChunksOf } from '../ingestion/restoreRows.ts'
import type { Pace } from '../ingestion/createPace.ts'
import type { JobKind } from '../jobs/JobKind.ts'
import type { Catalog, CatalogCounts } from '../ports/Catalog.ts'
import type { CheckpointStore } from '../ports/CheckpointStore.ts'
import type { ChunkingOptions, DocumentParser } from '../ports/DocumentParser.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { FolderWatcher } from '../ports/FolderWatcher.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { CompilePatterns } from '../ports/PatternMatcher.ts'
import type { Clock, IdSource, Logger } from '../ports/SystemPorts.ts'
import type { VectorStore } from '../ports/VectorStore.ts'

export interface LibraryDeps {
  /** Absolute; `parts/` below it is the library's own. */
  readonly dataDir: string
  readonly catalog: Catalog
  readonly vectorStore: VectorStore
  /** The catalog was made anew of what could be read of a damaged one. */
  readonly isSalvaged?: boolean
  readonly parser: DocumentParser
  /** Keeps what long readings have finished; absent: they begin anew. */
  readonly checkpoints?: CheckpointStore
  readonly embedder: Embedder
  readonly fileSystem: FileSystem
  /** Absent: nothing is watched (one-off commands of the command line). */
  readonly watcher?: FolderWatcher
  readonly compilePatterns: CompilePatterns
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
  /** Read at the start of every file, so that a changed setting needs no restart. */
  readonly reading: () => Settings['reading']
  /** Absent: always full. */
  readonly pace?: Pace
  readonly chunking: ChunkingOptions
  /** Absent: rows that the index lost come back by reading their files. */
  readonly chunksOf?: ChunksOf
  /** Kinds of work beside reading files, in the lane `index`. */
  readonly jobKinds?: readonly JobKind[]
  /** Every way of a file into the index or out of it passes here; absent: nothing is ever held up. */
  readonly gate?: QuietGate
  /** Topics `job`, `document` and `library`; must not throw. */
  readonly emit: (event: EngineEvent) => void
}

/**
 * `engine` and `jobs` are what the Engine passes on; `reader` is for questions. `createLibrary` resolves when recovery is done (interrupted
 * jobs queued again, index and catalog agree); work begins with `start()`.
 */
export interface Library {
  readonly engine: Omit<Engine['library'], 'documents' | 'startAddSample' | 'ocrLanguages'> & {
    /** `units: false` leaves the units out: a list of ten thousand stays small. Default true. */
    documents(options?: { readonly units?: boolean }): readonly DocumentReport[]
  }
  readonly jobs: Engine['jobs']
  readonly reader: LibraryReader
  enqueue(request: EnqueueRequest): JobId
  /** See `JobQueue.result`. */
  result(jobId: JobId): Promise<unknown>
  counts(): CatalogCounts
  /** Files and folders of the library itself on disk. */
  diskBytes(): Promise<number>
  /** Runs queued jobs; after `afterMs` watches what is to be watched and brings every source up to date in the background. */
  start(options?: { readonly sync?: boolean; readonly afterMs?: number }): void
  /** Resolves when no file is in work and every hint has been looked at. For tests and `add --watch`. */
  idle(): Promise<void>
  /** A question is being answered: embedding batches become small so that it waits less. */
  yieldTo(question: boolean): void
  /** Stops at the next safe point; unfinished jobs go on at the next start. */
  close(): Promise<void>
}
