import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { AuditCandidate } from '../../../src-shared/domain/audit.ts'
import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { Passage, SearchMode, SearchTimings, Staleness } from '../../../src-shared/domain/passage.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { DocumentSummary, LibraryReader } from '../ports/LibraryReader.ts'
import type { Reranker } from '../ports/Reranker.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import type { VectorStore } from '../ports/VectorStore.ts'
import { analyseQuestion, filterChip, joinFilters } from './analyseQuestion.ts'
import { applyBoosts } from './applyBoosts.ts'
import { applyFeedback, feedbackChunks } from './applyFeedback.ts'
import { assembleContext, type ContextBlock } from './assembleContext.ts'
import { findMentions } from './findMentions.ts'
import { recogniseScan, type ScanRequest } from './recogniseScan.ts'
import { scanLibrary } from './scanLibrary.ts'
import { nameTermsOf } from './nameTermsOf.ts'
import { documentProfile, type DocumentProfile } from './documentProfile.ts'
import { estimateTokens } from './estimateTokens.ts'
import type { Candidate } from './fuseRankings.ts'
import { isEmptyFilter, matchesFilter } from './matchesFilter.ts'
import { mergeParts } from './mergeParts.ts'
import type { QuestionAnalysis } from './QuestionAnalysis.ts'
import { newestFirst } from './newestFirst.ts'
import { rerankPassages } from './rerankPassages.ts'
import type { ConversationTurn, Retrieval, RetrievedPassage, Retriever } from './Retrieval.ts'
import { retrievalFingerprint, type RetrievalConfig } from './retrievalConfig.ts'
import { searchHybrid, type HybridResult } from './searchHybrid.ts'
import { spreadOverDocuments } from './spreadOverDocuments.ts'

export interface RetrieverDeps {
  readonly store: VectorStore
  readonly embedder: Embedder
  readonly reader: LibraryReader
  readonly reranker?: Reranker
  readonly clock: Clock
  readonly config: RetrievalConfig
}

/** More than this is no list that a person reads; the count says how many there are. */
const MAX_LISTED = 50
/** What is shown of a document that is listed for its kind. */
const OPENING_CHARS = 300
/** A cover and blank pages come first. */
const FIRST_UNITS = 5
/** `cli search` without `--k`. */
const DEFAULT_K = 10

/** Search and retrieval over one library; holds nothing but the documents' profiles, made once a version. */
export function createRetriever(deps: RetrieverDeps): Retriever {
  const { reader, config, clock } = deps
  const profiles = new Map<DocumentId, { readonly sha256: string; readonly profile: DocumentProfile }>()
  let known: { readonly revision: number; readonly profiles: readonly DocumentProfile[] } | undefined

  /** Only changed documents are looked at again: one changed file in 10,000 costs one profile. */
  function currentProfiles(): readonly DocumentProfile[] {
    if (known?.revision === reader.revision) return known.profiles
    const documents = reader.documents()
    const current = new Set<DocumentId>()
    const list = documents.map((document) => {
      current.add(document.documentId)
      const kept = profiles.get(document.documentId)
      const profile = kept?.sha256 === document.sha256 && kept.profile.document.path === document.path ? { ...kept.profile, document } : documentProfile(document)
      profiles.set(document.documentId, { sha256: document.sha256, profile })
      return profile
    })
    for (const id of profiles.keys()) if (!current.has(id)) profiles.delete(id)
    known = { revision: reader.revision, profiles: list }
    return list
  }

  async function rank(request: RankRequest): Promise<Ranking> {
    const start = clock.monotonic()
    const all = currentProfiles()
    const analysis = analyseQuestion(request.question, all, { history: request.history, rewritten: request.rewritten, without: request.without })
    const filter = joinFilters(request.filter, analysis.filter)
    // Where nothing can be found no model is loaded to find it.
    const mode = all.some(({ document }) => matchesFilter(filterFacts(document), filter)) ? request.mode : 'lexical'
    const results: HybridResult[] = []
    for (const query of analysis.parts) {
      const without = mode === 'hybrid' ? analysis.namingTerms : []
      results.push(await searchHybrid(deps, { query, mode, filter, without, config, ...(request.signal === undefined ? {} : { signal: request.signal }) }))
    }
    const fuseStart = clock.monotonic()
    const first = results[0]
    if (first === undefined) throw new AppError('QUESTION_EMPTY')
    // Full text or vectors alone mean that ranking and nothing else.
    const isHybrid = request.mode === 'hybrid'
    const boosted = mergeParts(isHybrid ? await Promise.all(results.map(({ candidates }) => withFeedback(applyBoosts(candidates, analysis, config)))) : [first.candidates])
    const rerankStart = clock.monotonic()
    const isReranked = request.rerank && isHybrid && deps.reranker !== undefined
    const reranked = isReranked
      ? await rerankPassages(deps.reranker, boosted, { query: analysis.parts[0] ?? request.question, depth: config.rerankDepth, ...(request.signal === undefined ? {} : { signal: request.signal }) })
      : boosted
    const rerankMs = isReranked ? clock.monotonic() - rerankStart : 0
    const candidates = isHybrid && analysis.spansDocuments ? spreadOverDocuments(reranked, analysis.boosts) : reranked
    return {
      analysis, filter, candidates, first,
      profiles: all,
      timingsMs: {
        embed: sum(results, ({ timingsMs }) => timingsMs.embed), lexical: sum(results, ({ timingsMs }) => timingsMs.lexical), vector: sum(results, ({ timingsMs }) => timingsMs.vector),
        fuse: sum(results, ({ timingsMs }) => timingsMs.fuse) + (clock.monotonic() - fuseStart - rerankMs), rerank: rerankMs, total: clock.monotonic() - start,
      },
    }
  }

  async function withFeedback(ranked: readonly Candidate[]): Promise<Candidate[]> {
    const chunks = config.feedbackWeight > 0 ? feedbackChunks(ranked) : []
    return chunks.length === 0 ? [...ranked] : applyFeedback(ranked, await deps.store.vectors(chunks), config)
  }

  /** Each document's file is looked at once, however many passages it has. */
  async function stalenessOf(documentIds: Iterable<DocumentId>): Promise<Map<DocumentId, Staleness>> {
    return new Map(await Promise.all([...new Set(documentIds)].map(async (id) => [id, await reader.staleness(id)] as const)))
  }

  /** One passage of each document that matches, at most `MAX_LISTED`; the counts are of all. */
  async function scanned(question: string, asked: ScanRequest, own: DocumentFilter, given: DocumentFilter, start: number): Promise<Retrieval> {
    const revision = reader.revision
    const filter = joinFilters(given, own)
    const { scanned: looked, hits } = await scanLibrary(deps.store, currentProfiles(), asked, filter, ({ document }) => filterFacts(document))
    const listed = hits.slice(0, MAX_LISTED)
    const staleness = await stalenessOf(listed.map(({ documentId }) => documentId))
    const passages = listed.flatMap(({ documentId, row }, index): RetrievedPassage[] => {
      const document = reader.document(documentId)
      const unit = document === undefined ? undefined : row === undefined ? firstUnit(documentId) : reader.unit(documentId, row.unit)
      if (document === undefined || unit === undefined || (row !== undefined && unit.text.slice(row.charStart, row.charEnd) !== row.text)) return []
      const charStart = row?.charStart ?? 0
      const charEnd = row?.charEnd ?? Math.min(unit.text.length, OPENING_CHARS)
      return [{
        rank: index + 1, documentId, path: document.path, ...(document.title === undefined ? {} : { title: document.title }), sha256: document.sha256, chunkIds: row === undefined ? [] : [row.chunkId],
        anchor: narrowAnchor(unit, charStart, charEnd), text: unit.text.slice(charStart, charEnd), score: 1, stale: staleness.get(documentId) ?? false, vectorScore: undefined, lexicalCover: undefined,
      }]
    })
    const { kind, subject, terms, isPhrase } = asked
    const total = clock.monotonic() - start
    return {
      question, query: question, filter, passages, candidates: [], terms: [], queryVector: new Float32Array(), documentsInScope: looked, revision,
      analysis: { kind, parts: [question], spansDocuments: true, wantsFigures: false, mentions: findMentions(question), filter: own, boosts: [], namingTerms: [] },
      scan: { kind, subject, terms, isPhrase, scanned: looked, matching: hits.length, unreadable: reader.unreadable(), listed: passages.length },
      config: { name: config.name, version: config.version, fingerprint: retrievalFingerprint(config) },
      timingsMs: { embed: 0, lexical: total, vector: 0, fuse: 0, rerank: 0, total },
    }
  }

  /** "All mails from Berlin": a place, unless somebody of that name wrote one. */
  function isKnownAuthor(authors: readonly string[] | undefined): boolean {
    return authors === undefined || currentProfiles().some(({ document }) => authors.some((author) => (document.author ?? '').toLowerCase().includes(author.toLowerCase())))
  }

  function documentTerms(documentId: DocumentId, named: ReadonlySet<string>): readonly string[] {
    const profile = profiles.get(documentId)?.profile
    return profile === undefined ? [] : [...named].filter((term) => profile.nameTerms.has(term) || profile.openingTerms.has(term))
  }

  /** Where a document that matches by its kind alone is opened. */
  function firstUnit(documentId: DocumentId) {
    for (let number = 1; number <= FIRST_UNITS; number++) {
      const unit = reader.unit(documentId, number)
      if (unit !== undefined && unit.text.trim() !== '') return unit
    }
    return undefined
  }

  return {
    async search(request, { signal } = {}) {
      const query = request.query.trim()
      if (query === '') throw new AppError('QUESTION_EMPTY')
      const start = clock.monotonic()
      const ranking = await rank({ question: query, filter: request.filter ?? {}, mode: request.mode ?? 'hybrid', rerank: request.rerank !== false, history: [], without: [], signal })
      const hits = ranking.candidates.flatMap((candidate) => blockOf(candidate, reader)).slice(0, request.k ?? DEFAULT_K)
      const staleness = await stalenessOf(hits.map(({ documentId }) => documentId))
      const passages = hits.flatMap((block, index) => {
        const document = reader.document(block.documentId)
        if (document === undefined) return []
        const { trace, ...passage } = passageOf(block, document, index + 1, staleness.get(block.documentId) ?? false)
        return [request.explain === true && trace !== undefined ? { ...passage, trace } : passage]
      })
      const withheld = reader.withheld?.().length ?? 0
      return { query, passages, ...(withheld === 0 ? {} : { withheld }), timingsMs: { ...ranking.timingsMs, total: clock.monotonic() - start } }
    },

    async retrieve(request, { signal } = {}): Promise<Retrieval> {
      const question = request.question.trim()
      if (question === '') throw new AppError('QUESTION_EMPTY')
      const start = clock.monotonic()
      const revision = reader.revision
      const asked = (request.without ?? []).includes('scan') ? undefined : recogniseScan(question)
      const restriction = asked?.restriction ?? {}
      const own = Object.fromEntries(Object.entries(restriction).filter(([key]) => request.without?.includes(filterChip(key)) !== true))
      if (asked !== undefined && isKnownAuthor(restriction.author)) return scanned(question, asked, own, request.filter ?? {}, start)
      const ranking = await rank({ question, filter: request.filter ?? {}, mode: 'hybrid', rerank: true, history: request.history ?? [], rewritten: request.rewritten, without: request.without ?? [], signal })
      const strengths = new Map(ranking.analysis.boosts.map(({ documentId, strength }) => [documentId, strength]))
      const candidates = newestFirst(ranking.candidates, (id) => ({ strength: strengths.get(id) ?? 0, modified: reader.document(id)?.modified }), (one, other) => reader.areVersions(one, other))
      const { blocks, fates } = assembleContext(candidates, {
        budgetTokens: request.budgetTokens, maxPassages: request.maxPassages ?? config.maxPassages, cutShare: config.cutShare,
        countTokens: request.countTokens ?? estimateTokens, unitOf: (id, unit) => reader.unit(id, unit),
      })
      const staleness = await stalenessOf(blocks.map(({ documentId }) => documentId))
      const named = nameTermsOf(ranking.analysis.parts[0] ?? question, ranking.analysis.mentions)
      const passages = blocks.flatMap((block, index): RetrievedPassage[] => {
        const document = reader.document(block.documentId)
        return document === undefined ? [] : [retrievedPassage(block, document, index + 1, staleness.get(block.documentId) ?? false, ranking.first.idealLexical, documentTerms(block.documentId, named))]
      })
      return {
        question, query: ranking.analysis.parts[0] ?? question, analysis: ranking.analysis, filter: ranking.filter, passages,
        candidates: candidates.map((candidate, index) => auditCandidate(candidate, fates[index] ?? 'budget')),
        terms: ranking.first.terms, queryVector: ranking.first.queryVector,
        documentsInScope: isEmptyFilter(ranking.filter) ? ranking.profiles.length : ranking.profiles.filter(({ document }) => matchesFilter(filterFacts(document), ranking.filter)).length,
        revision, config: { name: config.name, version: config.version, fingerprint: retrievalFingerprint(config) },
        timingsMs: { ...ranking.timingsMs, total: clock.monotonic() - start },
      }
    },
  }
}

interface RankRequest {
  readonly question: string
  readonly filter: DocumentFilter
  readonly mode: SearchMode
  readonly rerank: boolean
  readonly history: readonly ConversationTurn[]
  readonly rewritten?: string | undefined
  readonly without: readonly string[]
  readonly signal: AbortSignal | undefined
}

interface Ranking {
  readonly analysis: QuestionAnalysis
  readonly filter: DocumentFilter
  readonly candidates: readonly Candidate[]
  /** The search with the whole question. */
  readonly first: HybridResult
  readonly profiles: readonly DocumentProfile[]
  readonly timingsMs: SearchTimings
}

/** Empty when the index is behind the catalog: a hit whose text is no longer there is not shown. */
function blockOf(candidate: Candidate, reader: LibraryReader): ContextBlock[] {
  const { documentId, unit: number, charStart, charEnd, text, chunkId } = candidate.row
  const unit = reader.unit(documentId, number)
  if (unit === undefined || unit.text.slice(charStart, charEnd) !== text) return []
  return [{ documentId, unit, charStart, charEnd, chunkIds: [chunkId], best: candidate, members: [candidate] }]
}

function passageOf(block: ContextBlock, document: DocumentSummary, rank: number, stale: Staleness): Passage {
  return {
    rank, documentId: block.documentId, path: document.path, ...(document.title === undefined ? {} : { title: document.title }),
    anchor: narrowAnchor(block.unit, block.charStart, block.charEnd), text: block.unit.text.slice(block.charStart, block.charEnd),
    score: block.best.score, trace: block.best.trace, stale,
  }
}

function retrievedPassage(block: ContextBlock, document: DocumentSummary, rank: number, stale: Staleness, idealLexical: number, documentTerms: readonly string[]): RetrievedPassage {
  const cosines = block.members.flatMap(({ trace }) => trace.vectorScore ?? [])
  const lexical = block.members.flatMap(({ trace }) => trace.lexicalScore ?? [])
  return {
    ...passageOf(block, document, rank, stale), sha256: document.sha256, chunkIds: block.chunkIds,
    vectorScore: cosines.length === 0 ? undefined : Math.max(...cosines),
    lexicalCover: lexical.length === 0 || idealLexical === 0 ? undefined : Math.max(...lexical) / idealLexical,
    documentTerms,
  }
}

function auditCandidate({ row, trace }: Candidate, fate: AuditCandidate['fate']): AuditCandidate {
  return { chunkId: row.chunkId, documentId: row.documentId, path: row.path, unit: row.unit, charStart: row.charStart, charEnd: row.charEnd, trace, fate }
}

function filterFacts(document: DocumentSummary) {
  const name = fileName(document.path)
  return {
    documentId: document.documentId, path: document.path, name, type: /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '',
    author: document.author ?? '', language: document.language ?? '', dateMs: Date.parse(document.created ?? document.modified),
  }
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0)
}
