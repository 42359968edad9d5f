import { z } from 'zod'
import type { Answer, Thread } from '../domain/answer.ts'
import type { AuditEntry, AuditSummary, AuditVerification, ReplayResult } from '../domain/audit.ts'
import { FAILURE_CAUSES, type BlindItem, type BlindReport, type BlindSampleInfo } from '../domain/blindAudit.ts'
import type { AddResult, DocumentReport, Folder } from '../domain/document.ts'
import type { ModelUse } from '../domain/gate.ts'
import type { FeedbackProposal } from '../domain/feedback.ts'
import type { AnswerId, DocumentId, JobId, ThreadId } from '../domain/ids.ts'
import type { Job } from '../domain/job.ts'
import type { LockStatus } from '../domain/lock.ts'
import type { ModelEntry } from '../domain/model.ts'
import type { ModelBench } from '../domain/modelBench.ts'
import type { QuestionSnapshot, QuestionTicket } from '../domain/question.ts'
import type { MonitoringReport } from '../domain/monitoring.ts'
import type { QualityReport } from '../domain/quality.ts'
import { MASKING_SCOPES } from '../domain/privacy.ts'
import type { SearchResult } from '../domain/passage.ts'
import type { Settings } from '../domain/settings.ts'
import type { DoctorReport, LibraryStatus } from '../domain/status.ts'
import type { DocumentMatches } from '../domain/textMatch.ts'
import type { DocumentSteering } from '../domain/steering.ts'
import type { ParsedUnit, Word } from '../domain/unit.ts'
import type { Route } from './route.ts'

const documentId = z.string().min(1).max(64).transform((id) => id as DocumentId)
const answerId = z.string().min(1).max(64).transform((id) => id as AnswerId)
const threadId = z.string().min(1).max(64).transform((id) => id as ThreadId)
const jobId = z.string().min(1).max(64).transform((id) => id as JobId)
const nothing = z.strictObject({})

const values = z.array(z.string().max(1024)).max(256).optional()
/** See `DocumentFilter`. */
export const filterSchema = z.strictObject({ path: values, name: values, type: values, after: values, before: values, author: values, language: values, doc: values })

/** Tesseract's name of a language: `eng`, `chi_sim`. */
const languageCode = z.string().regex(/^[a-z_]{3,12}$/i)

const settingsChange = z.strictObject({
  answering: z.strictObject({ mode: z.enum(['generated', 'evidence']), unsupported: z.enum(['replace', 'mark']) }).partial().optional(),
  models: z.strictObject({
    // Which models answer is decided through `models.use`, which asks the gate.
    embeddingRuntime: z.enum(['auto', 'onnx', 'llama']), gpuLayers: z.union([z.literal('auto'), z.number().int().min(0).max(1000)]),
  }).partial().optional(),
  reading: z.strictObject({
    maxFileBytes: z.number().int().positive(), maxPages: z.number().int().positive(), parseTimeoutMs: z.number().int().positive(),
    ocrLanguages: z.array(languageCode).min(1).max(8), pace: z.enum(['auto', 'full', 'gentle']),
  }).partial().optional(),
  appearance: z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }).partial().optional(),
  window: z.strictObject({ closing: z.enum(['ask', 'background', 'quit']) }).partial().optional(),
  audit: z.strictObject({ repeatAnswers: z.boolean(), retentionDays: z.number().int().min(0).max(36_500) }).partial().optional(),
  privacy: z.strictObject({ masking: z.enum(MASKING_SCOPES), autoLockMinutes: z.number().int().min(0).max(1440) }).partial().optional(),
  monitoring: z.strictObject({
    answerP95Ms: z.number().positive(), abstentionShare: z.number().min(0).max(1), unsupportedShare: z.number().min(0).max(1), wrongFeedbackShare: z.number().min(0).max(1),
    failedFileShare: z.number().min(0).max(1), memoryBytes: z.number().positive(),
  }).partial().optional(),
})

const patterns = z.array(z.string().max(100_000)).max(1000)
/** See `FolderRules`. */
const folderRules = z.strictObject({ include: patterns, ignore: patterns, hidden: z.boolean(), maxFileBytes: z.number().int().positive().nullable(), followLinks: z.boolean() })

/** See `FolderPolicy`. */
const folderPolicy = z.strictObject({ answer: z.boolean(), export: z.boolean(), quoteAtLength: z.boolean() })

const passphrase = z.string().min(1).max(1024)

const grader = z.string().trim().min(1).max(100)

function route<Input extends z.ZodType>(input: Input) {
  return { returns: <Output>(): Route<Input, Output> => ({ input }) }
}

/**
 * Everything that a window can ask for. Paths never come from a page: files reach the library through a chooser, a drop that
 * the host resolved, or an upload (see `hosts/`), everything else uses ids.
 */
export const routes = {
  'status.get': route(nothing).returns<LibraryStatus>(),
  'doctor.quality': route(nothing).returns<QualityReport>(),
  /** Does what the check advises; other chunks go through the gate, which takes minutes. */
  'doctor.mend': route(z.strictObject({ name: z.enum(['staleEmbeddings', 'chunking', 'grounding']) })).returns<{ readonly message: string }>(),
  'doctor.run': route(nothing).returns<DoctorReport>(),

  'library.folders': route(nothing).returns<readonly Folder[]>(),
  'library.documents': route(nothing).returns<readonly DocumentReport[]>(),
  'library.document': route(z.strictObject({ documentId, units: z.boolean().optional() })).returns<DocumentReport>(),
  'library.unit': route(z.strictObject({ documentId, unit: z.number().int().positive() })).returns<ParsedUnit>(),
  /** The password that opened a document while Footnote has been running; null: none was needed, or none is known. */
  'library.password': route(z.strictObject({ documentId })).returns<string | null>(),
  'library.words': route(z.strictObject({ documentId, unit: z.number().int().positive() })).returns<readonly Word[]>(),
  /** Passages of a document that try to steer an assistant, for the source view to mark. */
  'library.steering': route(z.strictObject({ documentId })).returns<DocumentSteering>(),
  'library.find': route(z.strictObject({ documentId, words: z.string().trim().min(1).max(200) })).returns<DocumentMatches>(),
  /** Tesseract's names of the languages in which scans can be read here. */
  'library.ocrLanguages': route(nothing).returns<readonly string[]>(),
  'library.addSample': route(nothing).returns<{ readonly jobId: JobId }>(),
  'library.readAgain': route(z.strictObject({
    documentId, password: z.string().min(1).max(1024).optional(), ocrLanguages: z.array(languageCode).min(1).max(8).optional(),
  })).returns<DocumentReport>(),
  'library.sync': route(nothing).returns<AddResult>(),
  'library.setFolderRules': route(z.strictObject({ folderId: z.string().min(1).max(64), rules: folderRules })).returns<{ readonly folder: Folder; readonly jobId: JobId }>(),
  /** Acts at once, also on answers that were given before. */
  'library.setFolderPolicy': route(z.strictObject({ folderId: z.string().min(1).max(64), policy: folderPolicy })).returns<Folder>(),
  'library.forget': route(z.strictObject({ targets: z.array(z.string().min(1)).min(1).max(10_000) })).returns<AddResult>(),

  'search.run': route(z.strictObject({
    query: z.string().trim().min(1).max(4000), k: z.number().int().min(1).max(200).optional(),
    mode: z.enum(['hybrid', 'lexical', 'vector']).optional(), filter: filterSchema.optional(), explain: z.boolean().optional(),
  })).returns<SearchResult>(),

  'questions.submit': route(z.strictObject({
    question: z.string().trim().min(1).max(4000), filter: filterSchema.optional(), threadId: threadId.optional(), model: z.string().nullable().optional(),
    without: z.array(z.string().min(1).max(200)).max(50).optional(), replaces: answerId.optional(),
  })).returns<QuestionTicket>(),
  'questions.running': route(nothing).returns<readonly QuestionSnapshot[]>(),
  'questions.attach': route(z.strictObject({ answerId })).returns<QuestionSnapshot>(),
  'questions.cancel': route(z.strictObject({ answerId })).returns<{ readonly outcome: 'cancelled' | 'notRunning' }>(),
  'questions.answer': route(z.strictObject({ answerId })).returns<Answer>(),
  'questions.feedback': route(z.strictObject({ answerId, grade: z.enum(['useful', 'partly', 'wrong']), note: z.string().max(4000).optional() })).returns<Record<string, never>>(),

  'threads.list': route(nothing).returns<readonly Thread[]>(),
  'threads.get': route(z.strictObject({ threadId })).returns<readonly Answer[]>(),
  'threads.rename': route(z.strictObject({ threadId, title: z.string().trim().min(1).max(200) })).returns<Record<string, never>>(),
  /** The thread's questions are asked of these sources only; an empty list: of the whole library again. */
  'threads.pin': route(z.strictObject({ threadId, documentIds: z.array(documentId).max(1000) })).returns<Thread>(),
  'threads.remove': route(z.strictObject({ threadId })).returns<Record<string, never>>(),

  'blindAudit.sample': route(z.strictObject({ size: z.number().int().min(1).max(10_000), seed: z.number().int().min(0).optional(), compare: z.string().min(1).max(64).optional() })).returns<{ readonly sampleId: string; readonly items: readonly BlindItem[] }>(),
  'blindAudit.samples': route(nothing).returns<readonly BlindSampleInfo[]>(),
  'blindAudit.pending': route(z.strictObject({ grader, sampleId: z.string().max(64).optional() })).returns<{ readonly sampleId: string; readonly items: readonly BlindItem[] }>(),
  'blindAudit.grade': route(z.strictObject({
    grader, sampleId: z.string().max(64).optional(),
    grades: z.array(z.strictObject({
      itemId: z.string().max(64), grade: z.enum(['useful', 'partly', 'wrong']), reason: z.string().max(4000).optional(), cause: z.enum(FAILURE_CAUSES).optional(),
    })).min(1).max(10_000),
  })).returns<{ readonly sampleId: string; readonly graded: number; readonly remaining: number }>(),
  'blindAudit.report': route(z.strictObject({ sampleId: z.string().max(64).optional() })).returns<BlindReport>(),

  'feedback.proposals': route(nothing).returns<readonly FeedbackProposal[]>(),
  'feedback.approve': route(z.strictObject({
    answerId, questionSet: z.string().trim().min(1).max(64).optional(),
    expected: z.strictObject({
      documents: z.array(z.string().trim().min(1).max(1024)).max(100).readonly(), page: z.number().int().positive().optional(), text: z.string().max(20_000).optional(), answer: z.string().max(4000).optional(),
    }).nullable().optional(),
  })).returns<{ readonly questionSet: string; readonly questions: number }>(),
  'feedback.decline': route(z.strictObject({ answerId })).returns<Record<string, never>>(),

  'monitoring.report': route(z.strictObject({ days: z.number().int().min(1).max(730).optional() })).returns<MonitoringReport>(),

  'audit.list': route(z.strictObject({ limit: z.number().int().min(1).max(1000).optional(), before: z.number().int().optional() })).returns<readonly AuditSummary[]>(),
  'audit.entry': route(z.strictObject({ answerId })).returns<AuditEntry>(),
  'audit.verify': route(nothing).returns<AuditVerification>(),
  'audit.replay': route(z.strictObject({ answerId })).returns<ReplayResult>(),

  'models.list': route(nothing).returns<readonly ModelEntry[]>(),
  /** Measures what the models do on this machine; takes minutes. */
  'models.bench': route(nothing).returns<ModelBench>(),
  /** Runs the gate on the chosen question sets, which takes minutes; `override`: a person's reason to take what it refuses. */
  'models.use': route(z.strictObject({ name: z.string().min(1).max(200), override: z.string().trim().min(1).max(4000).optional() })).returns<ModelUse>(),

  'jobs.list': route(nothing).returns<readonly Job[]>(),
  'jobs.pause': route(z.strictObject({ jobId })).returns<Job>(),
  'jobs.resume': route(z.strictObject({ jobId })).returns<Job>(),
  'jobs.retry': route(z.strictObject({ jobId })).returns<Job>(),
  'jobs.cancel': route(z.strictObject({ jobId })).returns<Job>(),

  'lock.status': route(nothing).returns<LockStatus>(),
  'lock.unlock': route(z.strictObject({ passphrase })).returns<Record<string, never>>(),
  'lock.lockNow': route(nothing).returns<Record<string, never>>(),
  'lock.turnOn': route(z.strictObject({ passphrase })).returns<{ readonly jobId: JobId }>(),
  'lock.turnOff': route(z.strictObject({ passphrase })).returns<{ readonly jobId: JobId }>(),
  'lock.change': route(z.strictObject({ passphrase, next: passphrase })).returns<Record<string, never>>(),

  'settings.get': route(nothing).returns<Settings>(),
  'settings.update': route(settingsChange).returns<Settings>(),
} as const

export type Routes = typeof routes
export type RouteName = keyof Routes
