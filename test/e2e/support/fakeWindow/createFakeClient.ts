import type { Answer, AnswerEvent } from '../../../../src-shared/domain/answer.ts'
import type { AuditEntry } from '../../../../src-shared/domain/audit.ts'
import type { DocumentReport } from '../../../../src-shared/domain/document.ts'
import type { EngineEvent } from '../../../../src-shared/domain/event.ts'
import type { AnswerId, DocumentId, JobId, ThreadId } from '../../../../src-shared/domain/ids.ts'
import type { Job } from '../../../../src-shared/domain/job.ts'
import { DEFAULT_SETTINGS } from '../../../../src-shared/domain/settings.ts'
import { findSteering } from '../../../../src-main/core/answering/findSteering.ts'
import { findInDocument } from '../../../../src-main/core/library/findInDocument.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { WindowClient } from '../../../../src-renderer/client/WindowClient.ts'
import type { FakeLibrary } from '../fakeLibrary.ts'
import { fakeMonitoring } from './fakeMonitoring.ts'

/** What a test can make happen from outside. */
export interface FakeControl {
  emit(event: EngineEvent): void
  readonly calls: string[]
  /** What each route was last called with. */
  readonly inputs: Readonly<Record<string, unknown>>
  /** Has two hundred documents a second arrive for some seconds: for measuring frames. */
  ingest(): void
}

/**
 * A client with a small library in memory, for looking at the window without an engine. `?documents=10000` fills the table,
 * `?empty` empties the library, `?job` shows work going on, `?slow` keeps an answer open until it is stopped, `?locked` begins behind the passphrase “open sesame please”.
 */
export function createFakeClient(library: FakeLibrary, options: URLSearchParams): { client: WindowClient; control: FakeControl } {
  const listeners = new Set<(event: EngineEvent) => void>()
  const emit = (event: EngineEvent) => listeners.forEach((listener) => listener(event))
  const calls: string[] = []
  const inputs: Record<string, unknown> = {}
  let settings = { ...DEFAULT_SETTINGS, appearance: { theme: (options.get('theme') ?? 'light') as 'light' | 'dark' } } as typeof DEFAULT_SETTINGS
  let count = 0
  const asked = new Map<string, Answer>()
  const stopped = new Set<string>()
  const isEmpty = options.has('empty')
  const documents: DocumentReport[] = isEmpty ? [] : [...library.documents]
  for (let index = documents.length; index < Number(options.get('documents') ?? 0); index += 1) {
    documents.push({ ...(documents[0] as DocumentReport), documentId: `doc-bulk-${index}` as DocumentId, path: `/data/room/${index % 40}/Document ${index}.pdf`, sizeBytes: index * 997 })
  }
  let job: Job | null = options.has('job') ? { jobId: 'job-1' as JobId, kind: 'add', label: 'Reading “Data room”', state: 'running', progress: { stage: 'ocr', done: 744, total: 1204, unit: 'files', perSecond: 1.3, remainingMs: 360_000, file: { name: 'Annual report.pdf', done: 40, total: 212, unit: 'pages' } }, attempt: 1, created: '2024-04-02T09:00:00Z', updated: '2024-04-02T09:10:00Z' } : null

  async function play(answerId: AnswerId, question: string, replaces?: AnswerId) {
    const found = library.answers.find((answer) => answer.question === question) ?? (/pension|audit/i.test(question) ? library.answers[1] : library.answers[0])
    if (found === undefined) return
    const answer: Answer = { ...found, answerId, question, threadId: 'thread-new' as ThreadId, ...(replaces === undefined ? {} : { replaces }) }
    asked.set(answerId, answer)
    const send = (event: AnswerEvent) => emit({ topic: 'answer', event })
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    await pause(0)
    send({ type: 'answer.started', answerId, question, threadId: 'thread-new' as ThreadId })
    send({ type: 'answer.retrieved', answerId, passages: answer.passages })
    let sequence = 0
    for (const word of answer.text.repeat(Number(options.get('repeat') ?? 1)).match(/\S+\s*/g) ?? []) {
      if (stopped.has(answerId)) return send({ type: 'answer.cancelled', answerId, answer: { ...answer, status: 'cancelled', citations: [], sentences: [], text: '' } })
      send({ type: 'answer.delta', answerId, sequence: sequence++, text: word })
      if (!options.has('fast')) await pause(options.has('slow') ? 400 : 8)
    }
    send({ type: 'answer.checked', answerId, sentences: answer.sentences, citations: answer.citations })
    send({ type: 'answer.finished', answerId, answer })
  }

  function entry(answer: Answer): AuditEntry {
    const { audit, ...draft } = answer
    return {
      sequence: audit.sequence, hash: audit.hash, previousHash: 'a'.repeat(64),
      record: {
        kind: 'answer', answerId: answer.answerId, asked: answer.asked ?? '', question: answer.question, filter: {}, analysis: { language: 'en', standalone: answer.question, years: [2023] },
        candidates: answer.passages.map((passage, index) => ({ chunkId: `chunk-${index}`, documentId: passage.documentId, path: passage.path, unit: passage.anchor.unit, charStart: 0, charEnd: 10, trace: passage.trace ?? { fused: passage.score }, fate: index < 3 ? 'context' : 'belowCut' })),
        context: answer.passages.map((passage) => ({ documentId: passage.documentId, path: passage.path, sha256: '', unit: passage.anchor.unit, charStart: 0, charEnd: passage.text.length, text: passage.text })),
        prompt: [{ role: 'system', content: 'Answer from the passages only.' }, { role: 'user', content: answer.question }], rawOutput: answer.text, model: null, embedding: { model: 'bge-small-en-v1.5', fingerprint: '77aa01' }, config: answer.config, answer: draft,
      },
    }
  }
  const answerOf = (id: string) => asked.get(id) ?? library.answers.find((answer) => answer.answerId === id)
  const models = [
    { name: 'bge-small-en-v1.5', role: 'embedding', path: '', sizeBytes: 36_700_000, sha256: '', licence: 'MIT', source: '', bundled: true, active: true, contextTokens: 512, dimensions: 384 },
    { name: 'multilingual-e5-small', role: 'embedding', path: '', sizeBytes: 118_000_000, sha256: '', licence: 'MIT', source: '', bundled: true, active: false, contextTokens: 512, dimensions: 384 },
    { name: 'Qwen2.5-3B-Instruct-Q4_K_M', role: 'chat', path: '', sizeBytes: 1_930_000_000, sha256: '', licence: 'Qwen Research', source: '', bundled: false, active: true, contextTokens: 32_768, parameters: '3.1 B', memoryBytes: 3_450_000_000 },
  ]
  const blindItems = library.answers.slice(0, 2).map(({ question, text, citations }, index) => ({ itemId: `i-${index + 1}`, question, text, sources: citations.map(({ n, documentId, path, anchor, quote }) => ({ n, documentId, path, anchor, quote })) }))
  let graded = 0
  let isDecided = false
  let isMended = false
  let isLocked = options.has('locked')
  let lockState = isLocked ? 'on' : 'off'
  type Handler = (input: Record<string, unknown>) => unknown
  const handlers: Record<string, Handler> = {
    'status.get': () => ({
      dataDir: '/home/p.vermeer/.local/share/footnote', folders: [], documents: {}, units: isEmpty ? 0 : 1204, coverage: isEmpty ? {} : { text: 1100, ocr: 90, mixed: 6, empty: 5, failed: 3 }, chunks: isEmpty ? 0 : 48_204, diskBytes: 1, embedding: { model: 'bge-small', fingerprint: '', dimensions: 384, staleChunks: 0, runtime: 'onnx', device: '2 threads on the processor', runtimeChoice: { runtime: 'onnx', reason: 'measured on this machine', measurements: [{ runtime: 'onnx', passagesPerSecond: 61, device: '' }, { runtime: 'llama', passagesPerSecond: 20, device: '' }] } },
      chat: { model: null }, reranker: { model: null }, jobs: {}, pace: { setting: 'auto', inForce: 'full', onBattery: false }, auditEntries: isEmpty ? 0 : 1482, version: '0.1.0',
    }),
    'lock.status': () => ({ state: lockState, isLocked }),
    'lock.turnOn': () => { lockState = 'on'; return { jobId: 'job-5' } },
    'lock.lockNow': () => { isLocked = true; emit({ topic: 'lock' }); return {} },
    'lock.unlock': ({ passphrase }) => {
      if (passphrase !== 'open sesame please') throw new AppError('WRONG_PASSPHRASE')
      isLocked = false
      emit({ topic: 'lock' })
      return {}
    },
    'library.folders': () => (isEmpty ? [] : library.folders), 'library.documents': () => documents, 'library.sync': () => ({ documents: [], summary: {} }), 'library.forget': () => ({ documents: [], summary: {} }),
    'library.ocrLanguages': () => ['chi_sim', 'deu', 'eng', 'fra', 'nld'],
    'library.document': ({ documentId }) => documents.find((document) => document.documentId === documentId),
    'library.unit': ({ documentId, unit }) => library.units[String(documentId)]?.[Number(unit) - 1], 'library.words': () => [], 'library.password': () => null,
    'library.steering': ({ documentId }) => findSteering(library.units[String(documentId)] ?? []), 'library.find': ({ documentId, words }) => findInDocument(library.units[String(documentId)] ?? [], String(words)), 'library.setFolderRules': ({ folderId, rules }) => ({ folder: { ...library.folders.find((folder) => folder.folderId === folderId), rules }, jobId: 'job-4' }), 'library.setFolderPolicy': ({ folderId, policy }) => ({ ...library.folders.find((folder) => folder.folderId === folderId), policy }), 'library.addSample': () => ({ jobId: 'job-3' }),
    'doctor.run': () => ({ checks: [{ name: 'network', ok: true, message: 'No process of Footnote holds a connection to another computer.' }] }),
    'questions.submit': ({ question, replaces }) => {
      const answerId = `answer-${++count}` as AnswerId
      void play(answerId, String(question), replaces as AnswerId | undefined)
      return { answerId }
    },
    'questions.running': () => [],
    'questions.cancel': ({ answerId }) => {
      stopped.add(String(answerId))
      return { outcome: 'cancelled' }
    },
    'questions.answer': ({ answerId }) => answerOf(String(answerId)), 'questions.feedback': () => ({}),
    'threads.list': () => (isEmpty ? [] : [['thread-covenants', 'Covenants and headroom'], ['thread-lease', 'Lease terms, Rotterdam'], ['thread-key', 'Key people'], ...(options.has('hostile') ? [['thread-hostile', '<img class="hostile" src=x onerror=alert(1)>']] : [])].map(([threadId, title]) => ({ threadId, title, updated: '', answers: 1, pinned: [] }))),
    'threads.get': ({ threadId }) => (threadId === 'thread-hostile' ? library.answers.slice(2) : threadId === 'thread-covenants' ? library.answers.slice(0, 2) : library.answers.slice(1, 2)), 'threads.rename': () => ({}), 'threads.remove': () => ({}), 'threads.pin': ({ threadId, documentIds }) => ({ threadId, title: 'Covenants and headroom', updated: '', answers: 1, pinned: documentIds }),
    'audit.list': () => library.answers.slice(0, options.has('hostile') ? 3 : 2).map((answer) => ({ sequence: answer.audit.sequence, answerId: answer.answerId, asked: answer.asked, question: answer.question, status: answer.status, grade: answer.grade, hash: '' })),
    'audit.entry': ({ answerId }) => {
      const answer = answerOf(String(answerId))
      return answer === undefined ? undefined : entry(answer)
    },
    'monitoring.report': ({ days }) => fakeMonitoring(Number(days ?? 30)),
    'blindAudit.samples': () => [{ sampleId: 's-1', created: '2024-04-01T08:00:00Z', seed: 1, items: 2, graders: { 'A. de Wit': 2 } }],
    'blindAudit.sample': () => ({ sampleId: 's-2', items: blindItems }), 'blindAudit.pending': ({ sampleId }) => ({ sampleId, items: blindItems.slice(graded) }),
    'blindAudit.grade': ({ sampleId }) => ({ sampleId, graded: ++graded, remaining: blindItems.length - graded }),
    'blindAudit.report': ({ sampleId }) => ({
      sampleId, created: '2024-04-01T08:00:00Z', seed: 1, items: 2, graders: {}, questionSet: 'graded',
      arms: [{ arm: 'recorded', configuration: '4b1f09ac', graded: 2, grades: { useful: { count: 1, share: 0.5, low: 0.09, high: 0.91 }, partly: { count: 0, share: 0, low: 0, high: 0.66 }, wrong: { count: 1, share: 0.5, low: 0.09, high: 0.91 } } }],
      failures: [{ cause: 'notRetrieved', items: [{ itemId: 'i-2', answerId: 'answer-none', arm: 'recorded', question: 'Who audits the pension fund?', grade: 'wrong', evidence: 'Graded none with confidence 0.21; nothing near was found.' }] }],
    }),
    'doctor.quality': () => ({ checks: [
      { name: 'staleEmbeddings', ok: isMended, value: isMended ? 0 : 0.25, unit: 'share', threshold: 0.01, message: 'Files differ from what was read.', action: 'Run sync.', examples: isMended ? [] : [{ documentId: library.documents[0]?.documentId, text: 'Facility Agreement.pdf (changed)' }] },
      { name: 'evaluation', ok: false, value: null, unit: 'days', threshold: 30, message: 'Nothing was ever measured on this library.', action: 'Draw a sample.', examples: [] },
    ] }),
    'doctor.mend': () => { isMended = true; return { message: 'Every folder was brought up to date.' } },
    'feedback.proposals': () => (isDecided ? [] : [{ answerId: 'answer-none', question: 'Who audits the pension fund?', grade: 'wrong', note: 'the trustees’ report says it', given: '', text: 'No.', sources: [] }]),
    'feedback.approve': () => { isDecided = true; return { questionSet: 'feedback', questions: 8 } }, 'feedback.decline': () => { isDecided = true; return {} },
    'audit.verify': () => ({ entries: 1482, ok: true, head: '' }),
    'audit.replay': ({ answerId }) => ({ answerId, same: { retrieval: true, context: true, answer: false }, differences: [{ stage: 'answer', kind: 'text', message: 'Sentence 3 reads differently.' }] }),
    'models.bench': () => ({
      machine: '2 cores, x64', memoryBytes: 16e9, proposed: { embeddingRuntime: 'onnx', gpuLayers: 0 },
      embedding: { model: 'bge-small-en-v1.5', measurements: [{ runtime: 'onnx', passagesPerSecond: 61, device: '2 threads on the processor' }, { runtime: 'llama', passagesPerSecond: 20, device: '2 threads on the processor' }] },
      chat: [{ model: 'Qwen2.5-3B-Instruct-Q4_K_M', device: '2 threads on the processor', isGpu: false, promptTokensPerSecond: 31, tokensPerSecond: 6.42 }],
    }),
    'models.list': () => models, 'models.use': ({ override }) => ({ models, outcome: override === undefined ? 'refused' : 'inForce', overridden: override !== undefined, gates: [{ questionSet: 'graded', passed: override !== undefined, questions: 40, refused: override === undefined ? [{ metric: 'answer@5', before: 0.91, after: 0.72 }] : [], improved: [] }] }), 'jobs.list': () => (job === null ? [] : [job]), 'settings.get': () => settings,
    'settings.update': (change) => {
      settings = { ...settings, ...Object.fromEntries(Object.entries(change).map(([key, value]) => [key, { ...(settings[key as keyof typeof settings] as object), ...(value as object) }])) }
      return settings
    },
  }
  for (const [name, state] of [['pause', 'paused'], ['resume', 'running'], ['cancel', 'cancelled']] as const) {
    handlers[`jobs.${name}`] = () => {
      if (job !== null) job = { ...job, state }
      return job
    }
  }

  const client: WindowClient = {
    host: 'loopback',
    async call(route, input) {
      calls.push(route)
      inputs[route] = input
      const value = handlers[route]?.(input as Record<string, unknown>)
      if (value === undefined) throw new AppError('NOT_FOUND')
      return structuredClone(value) as never
    },
    subscribe(listener) {
      listeners.add(listener)
      queueMicrotask(() => { if (listeners.has(listener)) listener({ topic: 'resync' }) })
      return () => listeners.delete(listener)
    },
    files: {
      addFiles: async (files) => {
        calls.push(`addFiles ${files.map((file) => file.name).join(', ')}`)
        return { jobId: 'job-2' as JobId, models: [] }
      },
      addDropped: async (transfer) => {
        calls.push(`addDropped ${[...transfer.files].map((file) => file.name).join(', ')}`)
        return { jobId: 'job-2' as JobId, models: [] }
      },
      addFolder: async (path) => {
        calls.push(`addFolder ${path ?? ''}`)
        return { jobId: 'job-2' as JobId }
      },
      importModel: async () => null, 
      async saveAnswer(answerId, format) {
        calls.push(`saveAnswer ${answerId} ${format}`)
        return true
      },
      async saveThread(threadId, format) {
        calls.push(`saveThread ${threadId} ${format}`)
        return true
      },
      desktop: null, contentUrl: (documentId) => `/fake/content/${encodeURIComponent(documentId)}`,
    },
  }
  function ingest() {
    const first = documents[0] as DocumentReport
    const ends = performance.now() + 6000
    let sequence = 0
    const timer = setInterval(() => {
      if (performance.now() > ends) clearInterval(timer)
      sequence += 1
      for (let index = 0; index < 4; index += 1) emit({ topic: 'document', document: { ...first, documentId: `doc-new-${sequence}-${index}` as DocumentId, path: `/data/new/${sequence % 40}/New ${sequence}-${index}.pdf` } })
    }, 20)
  }
  return { client, control: { emit, calls, inputs, ingest } }
}
