import type { GateFinding } from '../../../src-shared/domain/gate.ts'
import type { Job } from '../../../src-shared/domain/job.ts'
import type { ModelEntry } from '../../../src-shared/domain/model.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { findingOf, type SetVerdict } from '../evaluation/createGate.ts'
import type { ChunkSizes, CountTokens } from '../ingestion/chunkUnits.ts'
import type { JobContext, JobKind } from '../jobs/JobKind.ts'
import type { EnqueueRequest } from '../jobs/createJobQueue.ts'
import type { Catalog, IndexReference } from '../ports/Catalog.ts'
import type { Logger } from '../ports/SystemPorts.ts'
import { buildIndex } from './buildIndex.ts'
import { compareIndexes, type IndexComparison } from './compareIndexes.ts'
import type { ActiveIndex } from './createActiveIndex.ts'
import type { QuietGate } from './createQuietGate.ts'
import { fittingEmbedder } from './languageRule.ts'
import type { OpenedIndex } from './OpenedIndex.ts'

export interface ReindexPayload {
  /** Name of the embedder; null: the index is made anew with the one in use. */
  readonly embedding: string | null
  /** Back to the index before this one: only what changed since is embedded, and nothing is compared. */
  readonly isRollback: boolean
  /** A person's reason to take the new index although it finds less. */
  readonly override: string | null
  /** A person chose the embedder; otherwise the languages of the library did. */
  readonly isChosen: boolean
  /** The configuration in force asks for it, which was judged when it was chosen. */
  readonly isJudged?: boolean
}

export interface ReindexResult {
  readonly from: IndexReference
  readonly to: IndexReference
  /** Null when nothing had to be compared. */
  readonly comparison: IndexComparison | null
  /** On the question sets chosen for the gate; empty without any. */
  readonly gates: readonly GateFinding[]
  /** A person's reason outweighed what was found. */
  readonly overridden: boolean
}

export interface ReindexingDeps {
  readonly catalog: Catalog
  readonly active: ActiveIndex
  /** While it is quiet no file is on its way into the index. */
  readonly gate: QuietGate
  readonly open: (reference: IndexReference) => Promise<OpenedIndex>
  /** Deletes an index that nothing refers to. */
  readonly discard: (reference: IndexReference) => Promise<void>
  /** Where an embedder's index lies. Throws NOT_FOUND or MODEL_UNSUITABLE. */
  readonly referenceFor: (model: string, chunking: ChunkSizes) => IndexReference
  readonly models: () => readonly ModelEntry[]
  /** The embedder that a person chose; null: the languages of the library decide. */
  readonly chosen: () => string | null
  /** A library in which a configuration is tried keeps to it. */
  readonly isTrial?: boolean
  /** How chunks are to be cut, as the configuration in force says. */
  readonly sizes: () => ChunkSizes
  readonly countTokens: (model: string) => Promise<CountTokens>
  /** The gate on the chosen question sets: answers from this index against those of the one in use. Absent: there are no questions. */
  readonly judge?: (index: OpenedIndex, options: { readonly signal: AbortSignal; readonly onQuestion: (done: number, total: number) => void }) => Promise<readonly SetVerdict[]>
  /** Writes a person's reason to the audit log; before the index takes over. */
  readonly onOverride?: (detail: Readonly<Record<string, unknown>>) => void
  /** The configuration in force was chosen, through the gate, with this embedder. */
  readonly isJudged?: (embedding: string) => boolean
  readonly onMoved: (result: ReindexResult, payload: ReindexPayload) => void
  readonly logger: Logger
}

export interface Reindexing {
  readonly kind: JobKind<ReindexPayload, ReindexResult>
  request(payload: ReindexPayload): EnqueueRequest
  /** The job that the settings, the configuration or the languages of the library call for, if any. `jobs` are all that are known. */
  wanted(jobs: readonly Job[], options: { readonly isFinal: boolean }): EnqueueRequest | undefined
  /** What to tell a person who asks in that language; undefined when the embedder in use reads it, or was told before. */
  adviceFor(questionLanguage: string | undefined): string | undefined
}

const KIND = 'reindex'
/** Documents from which the languages say something; then again at four times as many, so that a shift is met while little was embedded. */
const FIRST_LOOK_DOCUMENTS = 4
const LOOK_GROWTH = 4

/**
 * A new index is built beside the one that answers, from the stored text, and takes over in one transaction of the catalog once it holds every document and finds
 * what the old one finds. Killed at any moment, it goes on with the documents that it lacks. The former index stays on disk for a way back.
 */
export function createReindexing(deps: ReindexingDeps): Reindexing {
  const { catalog, active, gate, logger } = deps
  let lookedAt = 0
  let isAdvised = false

  /** A second index of the same model lies beside the first under another name. */
  function destination({ embedding, isRollback }: ReindexPayload): IndexReference {
    const { current, previous } = catalog.indexes()
    const from = active.current().reference
    if (isRollback) {
      if (previous === undefined) throw new AppError('NOT_FOUND', 'There is no former index to go back to.', { action: 'Run `reindex --embedding NAME` with the embedder that you want.' })
      return previous
    }
    const wanted = deps.referenceFor(embedding ?? from.model, deps.sizes())
    return wanted.fingerprint === current?.fingerprint && embedding === null ? { ...wanted, fingerprint: `${wanted.fingerprint}-b` } : wanted
  }

  async function run(payload: ReindexPayload, { jobId, signal, progress }: JobContext): Promise<ReindexResult> {
    const from = active.current()
    const reference = destination(payload)
    if (reference.fingerprint === from.reference.fingerprint) return { from: from.reference, to: reference, comparison: null, gates: [], overridden: false }
    if (payload.embedding === null && !payload.isRollback && catalog.indexes().building !== jobId) await deps.discard(reference)
    catalog.beginIndex(jobId)
    const to = await deps.open(reference)
    const countTokens = await deps.countTokens(reference.model)
    const build = { catalog, from: from.reference.fingerprint, to, sizes: reference.chunking, countTokens, signal }
    try {
      await buildIndex({ ...build, onProgress: progress })
      progress({ stage: 'compare', done: 0, unit: 'questions' })
      // Before it is asked anything: words are found by the index of the text.
      await to.store.optimize()
      const isKnown = payload.isRollback || payload.isJudged === true
      const comparison = isKnown ? null : await compareIndexes(catalog, from, to, signal)
      const verdicts = isKnown ? [] : await deps.judge?.(to, { signal, onQuestion: (done, total) => progress({ stage: 'compare', done, total, unit: 'questions' }) }) ?? []
      const overridden = settle(comparison, verdicts, reference, payload)
      const { previous } = catalog.indexes()
      await gate.quiet(async () => {
        // What was published since the build ended; nothing more can come now.
        await buildIndex(build)
        const rows = await to.store.describeDocuments()
        catalog.moveIndex(reference, new Map([...rows].map(([documentId, { rows: chunks }]) => [documentId, chunks])))
        await active.replace(to)
      }, signal)
      if (previous !== undefined && previous.fingerprint !== reference.fingerprint) await deps.discard(previous)
      const result = { from: from.reference, to: reference, comparison, gates: verdicts.map(findingOf), overridden }
      deps.onMoved(result, payload)
      return result
    } catch (error) {
      if (active.current() !== to) await to.store.close()
      throw error
    }
  }

  /** Gives whether a person's reason was needed. Throws GATE_FAILED where one is needed and there is none. */
  function settle(comparison: IndexComparison | null, verdicts: readonly SetVerdict[], { model }: IndexReference, { override }: ReindexPayload): boolean {
    const refused = verdicts.filter(({ verdict }) => !verdict.passed)
    if (comparison?.passed !== false && refused.length === 0) return false
    const found = [
      ...(comparison?.passed === false ? [`Of ${comparison.questions} sentences of the library the new index finds ${comparison.after}, the old one ${comparison.before}.`] : []),
      ...refused.map(({ questionSet, verdict }) => `On “${questionSet}” it is significantly worse: ${verdict.refused.map(({ metric, before, after }) => `${metric} ${before.toFixed(3)} → ${after.toFixed(3)}`).join(', ')}.`),
    ].join(' ')
    if (override === null || override.trim() === '') throw new AppError('GATE_FAILED', `The index made by "${model}" is worse than the one in use, which stays. ${found}`, { action: 'Keep to the embedder in use, or give a reason with --override to take the new one all the same.' })
    logger.log('warn', 'An index was taken over although it finds less.', { found, reason: override })
    deps.onOverride?.({ model, reason: override, found })
    return true
  }

  function request(payload: ReindexPayload): EnqueueRequest {
    const label = payload.isRollback ? 'Going back to the former index' : payload.embedding === null ? 'Making the index anew' : `Making the index anew with “${payload.embedding}”`
    return { kind: KIND, key: JSON.stringify([payload.embedding, payload.isRollback]), label, payload, priority: -5 }
  }

  return {
    kind: { kind: KIND, lane: 'index', recovery: 'requeue', attempts: 2, run },
    request,
    adviceFor(questionLanguage) {
      if (isAdvised || questionLanguage === undefined) return undefined
      const models = deps.models()
      const current = models.find(({ name }) => name === active.current().reference.model)
      const fitting = current === undefined ? undefined : fittingEmbedder(new Map([[questionLanguage, { documents: 1, chunks: 1 }]]), current, models)
      if (fitting === undefined) return undefined
      isAdvised = true
      return `“${current?.name ?? ''}” reads English. Questions in other languages find much more with “${fitting.name}”: choose it under Settings → Models, or run \`reindex --embedding ${fitting.name}\`. The library answers meanwhile.`
    },
    wanted(jobs, { isFinal }) {
      if (catalog.isReadOnly || deps.isTrial === true) return undefined
      // Under way, refused before, or stopped by a person: not begun again by itself.
      const unlessKnown = (request: EnqueueRequest) => (jobs.some(({ kind, label, state }) => kind === KIND && label === request.label && state !== 'succeeded') ? undefined : request)
      const { model, chunking } = active.current().reference
      const chosen = deps.chosen()
      if (chosen !== null && chosen !== model && deps.models().some(({ name }) => name === chosen)) return unlessKnown(request({ embedding: chosen, isRollback: false, override: null, isChosen: true, isJudged: deps.isJudged?.(chosen) ?? false }))
      // Whoever chose the configuration has had it judged on real questions.
      if (!isSameChunking(chunking, deps.sizes())) return unlessKnown(request({ embedding: null, isRollback: false, override: null, isChosen: true, isJudged: true }))
      if (chosen !== null) return undefined
      const { documents, languages } = catalog.languages()
      if (documents === 0 || (!isFinal && documents < Math.max(FIRST_LOOK_DOCUMENTS, lookedAt * LOOK_GROWTH))) return undefined
      lookedAt = documents
      const models = deps.models()
      const current = models.find(({ name }) => name === model)
      const fitting = current === undefined ? undefined : fittingEmbedder(languages, current, models)
      if (fitting === undefined) return undefined
      return unlessKnown(request({ embedding: fitting.name, isRollback: false, override: null, isChosen: false }))
    },
  }
}

function isSameChunking(one: ChunkSizes, other: ChunkSizes): boolean {
  return one.targetTokens === other.targetTokens && one.maxTokens === other.maxTokens && one.overlapTokens === other.overlapTokens
}
