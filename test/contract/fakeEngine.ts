import type { Engine } from '../../src-main/core/Engine.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { OPEN_POLICY } from '../../src-shared/domain/folderPolicy.ts'
import { DEFAULT_FOLDER_RULES } from '../../src-shared/domain/folderRules.ts'
import type { AnswerId, JobId, ThreadId } from '../../src-shared/domain/ids.ts'
import { mergeSettings } from '../../src-main/core/settings/mergeSettings.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src-shared/domain/settings.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'

export interface FakeEngine extends Engine {
  /** Calls in order, as `name(arguments as JSON)`. */
  readonly calls: readonly string[]
  emit(event: EngineEvent): void
  readonly subscribers: number
}

interface FakeOptions {
  /** The file that `content` gives for every id but `missing`. */
  readonly content?: { readonly path: string; readonly mediaType: string; readonly sizeBytes: number }
}

/** An engine without a library: it notes what it was asked, and answers with the least that the types allow. For tests of transports only. */
export function createFakeEngine({ content }: FakeOptions = {}): FakeEngine {
  const calls: string[] = []
  const listeners = new Set<(event: EngineEvent) => void>()
  let settings: Settings = DEFAULT_SETTINGS
  const note = <T>(name: string, given: readonly unknown[], value: T): T => {
    calls.push(`${name}(${given.filter((part) => part !== undefined && !(part instanceof AbortSignal)).map((part) => JSON.stringify(part)).join(', ')})`)
    return value
  }
  const missing = (): never => {
    throw new AppError('NOT_FOUND')
  }
  const summary = { files: 0, indexed: 0, unchanged: 0, duplicate: 0, skipped: 0, failed: 0, removed: 0, units: 0, ocrUnits: 0, chunks: 0, bytes: 0, elapsedMs: 0, stagesMs: { scan: 0, hash: 0, parse: 0, ocr: 0, chunk: 0, embed: 0, write: 0 } }
  const added = { documents: [], summary }

  return {
    calls,
    emit: (event) => listeners.forEach((listener) => listener(event)),
    get subscribers() {
      return listeners.size
    },
    version: '0.0.0',
    library: {
      add: async (paths) => note('library.add', [paths], added),
      startAdd: (paths) => note('library.startAdd', [paths], 'job1' as JobId),
      startAddSample: () => note('library.startAddSample', [], 'job2' as JobId),
      ocrLanguages: () => note('library.ocrLanguages', [], ['eng']),
      readAgain: missing,
      sync: async () => note('library.sync', [], added),
      forget: async (targets) => note('library.forget', [targets], added),
      setFolderRules: (folderId, rules) => note('library.setFolderRules', [folderId, rules], { folder: { folderId, path: '/folder', watched: true, reachable: true, documents: 0, rules, policy: OPEN_POLICY }, jobId: 'job1' as JobId }),
      setFolderPolicy: (folderId, policy) => note('library.setFolderPolicy', [folderId, policy], { folderId, path: '/folder', watched: true, reachable: true, documents: 0, rules: DEFAULT_FOLDER_RULES, policy }),
      folders: () => note('library.folders', [], []),
      documents: () => note('library.documents', [], []),
      document: missing,
      unit: (documentId, unit) => note('library.unit', [documentId, unit], { unit, kind: 'page' as const, label: `page ${unit}`, source: 'text' as const, text: 'Grüße 😀', segments: [] }),
      words: () => [], password: () => 'open sesame',
      find: () => ({ matches: [], isComplete: true }),
      steering: () => Promise.resolve({ places: [], isComplete: true }),
      content: async (documentId) => documentId === 'missing' || content === undefined ? missing() : content,
    },
    search: async (request) => note('search', [request], { query: request.query, passages: [], timingsMs: { embed: 0, lexical: 0, vector: 0, fuse: 0, rerank: 0, total: 0 } }),
    questions: {
      // eslint-disable-next-line require-yield -- a question that fails before its first event
      ask: async function* () {
        throw new AppError('LIBRARY_EMPTY')
      },
      submit: (request) => note('questions.submit', [request], { answerId: 'answer1' as AnswerId, threadId: 'thread1' as ThreadId }),
      running: () => [],
      attach: missing,
      cancel: (answerId) => note('questions.cancel', [answerId], 'notRunning' as const),
      answer: async () => missing(),
      threads: () => [],
      thread: async () => [],
      renameThread: (threadId, title) => note('questions.renameThread', [threadId, title], undefined),
      removeThread: missing,
      pinSources: missing,
      giveFeedback: (feedback) => note('questions.giveFeedback', [feedback], undefined),
    },
    audit: {
      list: (options) => note('audit.list', [options], []),
      entry: missing,
      note: () => undefined,
      notes: () => [],
      redact: missing,
      noteCall: (detail) => note('audit.noteCall', [detail], undefined),
      stored: () => [],
      exportSigned: missing,
      verify: () => ({ entries: 0, ok: true, head: '' }),
      // Neither expected nor an AppError: a bug inside the engine.
      replay: () => Promise.reject(new TypeError('secret is not a function')),
    },
    models: {
      list: async () => [],
      importFile: async (path) => note('models.importFile', [path], { name: 'model', role: 'chat', path, sizeBytes: 1, sha256: '', licence: '', source: '', bundled: false, active: false, contextTokens: 1 } as const),
      use: async () => ({ models: [], outcome: 'inForce', overridden: false, gates: [] }),
      verify: async () => [],
      bench: missing,
    },
    reindex: missing,
    exports: {
      answerFor: (answer) => answer,
      searchFor: (result) => result,
      unit: missing,
      mayExport: () => true,
      thread: async (threadId, format) => note('exports.thread', [threadId, format], { bytes: new TextEncoder().encode('# Thread'), fileName: 'thread.md', mediaType: 'text/markdown' }),
      answer: async (answerId, format) => note('exports.answer', [answerId, format], { bytes: new TextEncoder().encode('# Grüße'), fileName: 'Grüße "1".md', mediaType: 'text/markdown' }),
    },
    evaluation: {
      run: missing, saveRun: missing, savedRun: missing, runs: () => [], use: missing, trials: { open: missing }, gate: { sets: () => [], choose: missing, judge: missing },
      configurations: { active: missing, get: missing, list: () => [], save: missing, choose: missing, isChosenWith: () => false },
      questionSets: { list: () => [], get: missing, save: missing, remove: missing },
    },
    feedbackReview: { proposals: () => [], approve: missing, decline: missing },
    blindAudit: { sample: missing, samples: () => [], pending: missing, grade: missing, report: missing },
    lock: { status: () => ({ state: 'off', isLocked: false }), turnOn: missing, turnOff: missing, change: missing, unlock: missing, lockNow: missing },
    monitoring: { report: missing, look: async () => undefined },
    jobs: { list: () => [], pause: missing, resume: missing, retry: missing, cancel: missing },
    settings: {
      get: () => settings,
      update(change) {
        settings = mergeSettings(settings, change)
        for (const listener of listeners) listener({ topic: 'settings' })
        return note('settings.update', [change], settings)
      },
    },
    status: () => Promise.reject(new AppError('LIBRARY_IN_USE')),
    mend: missing,
    quality: async () => ({ checks: [] }),
    doctor: async () => ({ checks: [] }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => note('close', [], undefined),
  }
}
