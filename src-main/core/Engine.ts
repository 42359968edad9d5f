import type { Answer, AnswerEvent, Thread } from '../../src-shared/domain/answer.ts'
import type { AuditEntry, AuditNote, AuditSummary, AuditVerification, ReplayResult } from '../../src-shared/domain/audit.ts'
import type { AddResult, DocumentReport, Folder } from '../../src-shared/domain/document.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { FolderPolicy } from '../../src-shared/domain/folderPolicy.ts'
import type { FolderRules } from '../../src-shared/domain/folderRules.ts'
import type { ModelUse } from '../../src-shared/domain/gate.ts'
import type { DocumentFilter } from '../../src-shared/domain/filter.ts'
import type { AnswerId, DocumentId, JobId, ThreadId } from '../../src-shared/domain/ids.ts'
import type { Job, JobProgress } from '../../src-shared/domain/job.ts'
import type { ModelEntry } from '../../src-shared/domain/model.ts'
import type { ModelBench } from '../../src-shared/domain/modelBench.ts'
import type { QualityReport } from '../../src-shared/domain/quality.ts'
import type { SearchMode, SearchResult } from '../../src-shared/domain/passage.ts'
import type { QuestionSnapshot, QuestionTicket } from '../../src-shared/domain/question.ts'
import type { Settings } from '../../src-shared/domain/settings.ts'
import type { DoctorReport, LibraryStatus } from '../../src-shared/domain/status.ts'
import type { DocumentMatches } from '../../src-shared/domain/textMatch.ts'
import type { DocumentSteering } from '../../src-shared/domain/steering.ts'
import type { ParsedUnit, Word } from '../../src-shared/domain/unit.ts'
import type { BlindAudit } from './audit/blind/BlindAudit.ts'
import type { FeedbackReview } from './audit/feedback/FeedbackReview.ts'
import type { SignedExport } from './audit/signedExport.ts'
import type { Mendable } from './doctor/mendQuality.ts'
import type { Evaluation, RunOptions } from './evaluation/Evaluation.ts'
import type { ReindexPayload, ReindexResult } from './indexing/createReindexing.ts'
import type { LockDesk } from './lock/createLockDesk.ts'
import type { ModelUseRequest } from './models/useModel.ts'
import type { Monitoring } from './monitoring/createMonitoring.ts'
import type { ReleasedEntry } from './privacy/createReleases.ts'
import type { Feedback } from './ports/ConversationStore.ts'

export interface SearchRequest {
  readonly query: string
  readonly k?: number
  readonly mode?: SearchMode
  readonly rerank?: boolean
  readonly filter?: DocumentFilter
  /** Keeps each stage's ranks and scores on the passages. */
  readonly explain?: boolean
}

export interface AskRequest {
  readonly question: string
  readonly filter?: DocumentFilter
  /** Follow-ups carry the thread of the question before. */
  readonly threadId?: ThreadId
  /** Name of a chat model for this question; `null`: evidence mode; absent: as the settings say. */
  readonly model?: string | null
  /** Ids of chips (`AnswerAnalysis`) that are switched off for this asking. */
  readonly without?: readonly string[]
  /** Asks again in the place of an earlier answer, which is kept: regenerated (with another `model`, or none), or edited (another `question`). The answer's thread and the turns before it count. */
  readonly replaces?: AnswerId
  /** Computed anew, also where the same question was answered before. */
  readonly isFresh?: boolean
  /** One of many that nobody sits before: persons go first. */
  readonly isBatch?: boolean
}

export interface AddOptions {
  readonly watch?: boolean
  /** For the folders named; what is absent stays as it was, or as the default is. */
  readonly rules?: Partial<FolderRules>
  readonly signal?: AbortSignal
  readonly onProgress?: (job: Job) => void
}

export interface ReadAgainOptions {
  /** In memory only; never stored, never logged. */
  readonly password?: string
  /** ISO 639-2 codes; absent: as the settings say. */
  readonly ocrLanguages?: readonly string[]
}

export interface DocumentOptions {
  readonly units?: boolean
  readonly text?: boolean
}

/** The product, whole: what the four hosts start and the router calls. All inputs were parsed before they come here. */
export interface Engine {
  readonly version: string
  readonly library: {
    /** Ingests files and folders to the end; resolves when every file has its report. */
    add(paths: readonly string[], options?: AddOptions): Promise<AddResult>
    /** Starts the same as a durable job and returns at once. */
    startAdd(paths: readonly string[]): JobId
    /** Adds the papers that come with Footnote, to try it with. */
    startAddSample(): JobId
    /** Tesseract's names of the languages in which scans can be read here, looked for anew: a person may have added one. */
    ocrLanguages(): readonly string[]
    /** Reads one document again, whatever its state: with a password (kept in memory until Footnote ends) or in other OCR languages. Throws NOT_FOUND. */
    readAgain(documentId: DocumentId, options?: ReadAgainOptions): Promise<DocumentReport>
    /** What opened a locked document since Footnote was started, for its viewer. Throws NOT_FOUND for a document that is not there. */
    password(documentId: DocumentId): string | undefined
    sync(options?: AddOptions): Promise<AddResult>
    /** Paths or ids; never touches the disk. Throws AppError NOT_FOUND for what the library does not hold. */
    forget(targets: readonly string[]): Promise<AddResult>
    folders(): readonly Folder[]
    /** Replaces the rules of an added folder and begins to apply them; the job does not wait. Throws NOT_FOUND. */
    setFolderRules(folderId: string, rules: FolderRules): { readonly folder: Folder; readonly jobId: JobId }
    /** Replaces what may be done with an added folder's documents; acts at once, also on answers that were given before. Throws NOT_FOUND. */
    setFolderPolicy(folderId: string, policy: FolderPolicy): Folder
    documents(): readonly DocumentReport[]
    document(documentId: DocumentId, options?: DocumentOptions): DocumentReport
    /** Stored text and segments of one unit. Throws NOT_FOUND. */
    unit(documentId: DocumentId, unit: number): ParsedUnit
    /** Where words stand in a document's stored text. Throws NOT_FOUND. */
    find(documentId: DocumentId, words: string): DocumentMatches
    /** Where a document tries to steer an assistant. Throws NOT_FOUND. */
    steering(documentId: DocumentId): Promise<DocumentSteering>
    /** Words with boxes of one page; empty for kinds without. */
    words(documentId: DocumentId, unit: number): readonly Word[]
    /** The file on disk behind a document, for viewers. Throws NOT_FOUND or UNREADABLE. */
    content(documentId: DocumentId): Promise<{ readonly path: string; readonly mediaType: string; readonly sizeBytes: number }>
  }
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResult>
  readonly questions: {
    /** The question's way as events; returns the recorded answer. Ending the iteration early cancels. */
    ask(request: AskRequest, signal?: AbortSignal): AsyncGenerator<AnswerEvent, Answer>
    /** Takes a question in as durable work; its events come on the `answer` topic. It outlives its window and, after a crash, its process. */
    submit(request: AskRequest): QuestionTicket
    /** Questions that wait or run, oldest first. */
    running(): readonly QuestionSnapshot[]
    /** Where a question stands, also when it is done. Throws NOT_FOUND. */
    attach(answerId: AnswerId): QuestionSnapshot
    cancel(answerId: AnswerId): 'cancelled' | 'notRunning'
    /** With staleness of its citations checked now. Throws NOT_FOUND. */
    answer(answerId: AnswerId): Promise<Answer>
    threads(): readonly Thread[]
    thread(threadId: ThreadId): Promise<readonly Answer[]>
    renameThread(threadId: ThreadId, title: string): void
    removeThread(threadId: ThreadId): void
    /** Throws NOT_FOUND for a thread or a document that is not there. */
    pinSources(threadId: ThreadId, documentIds: readonly DocumentId[]): Thread
    giveFeedback(feedback: Omit<Feedback, 'given'>): void
  }
  readonly audit: {
    list(options?: { readonly limit?: number; readonly before?: number }): readonly AuditSummary[]
    entry(id: AnswerId | number): AuditEntry
    /** A decision, redaction or foreign call that was logged under that number; undefined for answers. */
    note(sequence: number): AuditNote | undefined
    /** All of them, oldest first. */
    notes(): readonly { readonly sequence: number; readonly note: AuditNote }[]
    /** `witnesses`: stored answers carry the number and hash of their entry, so a rewritten or cut-off tail is seen too. */
    verify(): AuditVerification
    /** Notes that another program asked for something; before it is answered. */
    noteCall(detail: Readonly<Record<string, unknown>>): void
    /** Everything as it may leave Footnote, oldest first. */
    stored(): Iterable<ReleasedEntry>
    /** The whole log with a signature and a script that checks both; files for the host to write. */
    exportSigned(): SignedExport
    /** Removes the content of one answer with every copy of it; the chain stays valid. See `createRedaction`. Throws NOT_FOUND. */
    redact(id: AnswerId | number, reason: string): { readonly sequence: number; readonly repetitions: number }
    replay(answerId: AnswerId, signal?: AbortSignal): Promise<ReplayResult>
  }
  readonly models: {
    list(): Promise<readonly ModelEntry[]>
    /** Ends with the self-test of a chat model, which can take minutes; stopped, it leaves the model untested. */
    importFile(path: string, signal?: AbortSignal, onProgress?: (progress: JobProgress) => void): Promise<ModelEntry>
    /** Runs the gate first; see `useModel`. */
    use(request: ModelUseRequest, options?: RunOptions): Promise<ModelUse>
    bench(signal?: AbortSignal, onProgress?: (progress: JobProgress) => void): Promise<ModelBench>
    verify(): Promise<readonly { readonly name: string; readonly ok: boolean; readonly message: string }[]>
  }
  readonly exports: {
    /** Answer with its sources as bytes; the host decides where they go. */
    answer(answerId: AnswerId, format: ExportFormat): Promise<ExportedFile>
    /** All answers of a thread in one file. Throws NOT_FOUND. */
    thread(threadId: ThreadId, format: ExportFormat): Promise<ExportedFile>
    /** For another program: without what may not be exported, masked as the settings say. Throws NOT_ALLOWED when nothing of it may leave. */
    answerFor(answer: Answer): Answer
    searchFor(result: SearchResult): SearchResult
    /** A unit's text for another program. Throws NOT_FOUND or NOT_ALLOWED. */
    unit(documentId: DocumentId, unit: number): { readonly path: string; readonly label: string; readonly text: string }
    mayExport(document: { readonly documentId: DocumentId; readonly path: string }): boolean
  }
  readonly evaluation: Evaluation
  readonly monitoring: Monitoring
  readonly blindAudit: BlindAudit
  /** The passphrase that encrypts the stored content. */
  readonly lock: LockDesk
  readonly feedbackReview: FeedbackReview
  readonly jobs: {
    list(): readonly Job[]
    pause(jobId: JobId): Job
    resume(jobId: JobId): Job
    /** The same work again, as a new job. */
    retry(jobId: JobId): Job
    cancel(jobId: JobId): Job
  }
  readonly settings: {
    get(): Settings
    update(change: DeepPartial<Settings>): Settings
  }
  status(): Promise<LibraryStatus>
  doctor(): Promise<DoctorReport>
  /** The five classic failures, measured on this library; reads up to 500 documents and 1,000 chunks of it. */
  quality(): Promise<QualityReport>
  /** Does what such a check advises; see `mendQuality`. */
  mend(name: Mendable, options?: RunOptions): Promise<{ readonly message: string }>
  /** Builds a new index beside the one that answers, which goes on answering until the new one is complete, finds as much and passes the gate on the chosen question sets. Throws GATE_FAILED when it does not. */
  reindex(request: ReindexRequest): Promise<ReindexOutcome>
  /** Every change that a window shows; the unsubscribe function is returned. */
  subscribe(listener: (event: EngineEvent) => void): () => void
  /** Undoes createEngine in reverse order; safe to call twice. */
  close(): Promise<void>
}

export interface ExportedFile {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly mediaType: string
}

export interface ReindexRequest extends Omit<ReindexPayload, 'isChosen'> {
  readonly onProgress?: (job: Job) => void
}

export interface ReindexOutcome extends ReindexResult {
  readonly job: Job
}

export type ExportFormat = 'md' | 'html' | 'docx' | 'pdf' | 'json' | 'pack'

export type DeepPartial<T> = { readonly [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] }
