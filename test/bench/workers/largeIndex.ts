/**
 * Hybrid search over a large index of synthetic chunks: `node test/bench/workers/largeIndex.ts [chunks=100000]`. Bars: p95 under 100 ms and under
 * 1.5 GiB of memory for full text and vectors together. The index is built by one process and searched by a fresh one, so that the memory
 * of building is not counted.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openVectorStore } from '../../../src-main/adapters/lance/openVectorStore.ts'
import type { ChunkRow, VectorStore } from '../../../src-main/core/ports/VectorStore.ts'
import type { ChunkId, DocumentId } from '../../../src-shared/domain/ids.ts'
import { randomFrom } from '../../integration/library/randomFrom.ts'

const DIMENSIONS = 384
const CHUNKS_A_DOCUMENT = 50
const TOPICS = 500
const fingerprint = 'bench'

/** Unit vectors around topic centres: like embeddings of text, neighbours exist and are not all alike. */
function vectorOf(topic: number, random: () => number, skip = 0): Float32Array {
  for (let draw = 0; draw < skip; draw++) random()
  const centre = randomFrom(topic + 1)
  const vector = Float32Array.from({ length: DIMENSIONS }, () => centre() - 0.5 + (random() - 0.5) * 1.2)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** Word frequencies fall as in a text: the 20 first words make up about a third. */
function word(random: () => number): string {
  return `w${Math.floor(30_000 * random() ** 4).toString(36)}ing`
}

function rowOf(index: number): ChunkRow {
  const random = randomFrom(index * 7919 + 13)
  const ordinal = index % CHUNKS_A_DOCUMENT
  const document = `doc-${Math.floor(index / CHUNKS_A_DOCUMENT)}`
  const text = Array.from({ length: 150 }, () => word(random)).join(' ')
  return {
    chunkId: `${document}-${ordinal}` as ChunkId, documentId: document as DocumentId, sha256: 'a'.repeat(64), unit: ordinal + 1, ordinal,
    charStart: 0, charEnd: text.length, text, lexicalText: text, vector: vectorOf(index % TOPICS, random),
    path: `/library/reports/${document}.pdf`, name: `${document}.pdf`, type: index % 3 === 0 ? 'docx' : 'pdf', title: document, author: '', language: 'en', dateMs: index * 1000,
  }
}

async function build(indexDir: string, chunks: number) {
  const store = await openVectorStore({ indexDir, fingerprint, dimensions: DIMENSIONS })
  const started = performance.now()
  for (let start = 0; start < chunks; start += 5000) {
    const rows = Array.from({ length: Math.min(5000, chunks - start) }, (_, index) => rowOf(start + index))
    await store.replaceDocuments([...new Set(rows.map(({ documentId }) => documentId))], rows)
  }
  const written = performance.now()
  await store.optimize()
  console.log(`built: write ${Math.round(written - started)} ms, optimize ${Math.round(performance.now() - written)} ms`)

  const changed = Array.from({ length: CHUNKS_A_DOCUMENT }, (_, index) => rowOf(index))
  const replace = await timed(5, () => store.replaceDocuments(['doc-0' as DocumentId], changed))
  const add = await timed(5, (n) => store.replaceDocuments([`new-${n}` as DocumentId], changed.map((row) => ({ ...row, documentId: `new-${n}` as DocumentId, chunkId: `new-${n}-${row.ordinal}` as ChunkId }))))
  report('replace one document of 50 chunks', replace)
  report('add one document of 50 chunks', add)
  const before = performance.now()
  await store.optimize()
  console.log(`optimize after ten small changes: ${Math.round(performance.now() - before)} ms`)
  await store.close()
}

async function search(indexDir: string, chunks: number) {
  const store = await openVectorStore({ indexDir, fingerprint, dimensions: DIMENSIONS })
  const random = randomFrom(42)
  const queries = Array.from({ length: 220 }, () => ({ text: Array.from({ length: 8 }, () => word(random)).join(' '), vector: vectorOf(Math.floor(random() * TOPICS), random) }))
  const at = (n: number) => queries[n % queries.length] ?? { text: 'w0ing', vector: vectorOf(0, random) }
  report('terms of 8 words, first time', await timed(20, (n) => store.termStatistics(at(n + 200).text.split(' '))))
  for (let warm = 0; warm < 5; warm++) await Promise.all([store.searchLexical(at(warm).text, { k: 50 }), store.searchVector(at(warm).vector, { k: 50 })])
  report('full text, k=50', await timed(100, (n) => store.searchLexical(at(n).text, { k: 50 })))
  report('vectors, k=50', await timed(100, (n) => store.searchVector(at(n).vector, { k: 50 })))
  const hybrid = await timed(200, (n) => Promise.all([store.searchLexical(at(n).text, { k: 50 }), store.searchVector(at(n).vector, { k: 50 })]))
  report('hybrid, k=50', hybrid)
  const filter = { name: ['doc-1*.pdf'], type: ['pdf'] }
  report('hybrid with a filter', await timed(50, (n) => Promise.all([store.searchLexical(at(n).text, { k: 50, filter }), store.searchVector(at(n).vector, { k: 50, filter })])))

  const resident = process.memoryUsage().rss
  console.log(`resident memory: ${Math.round(resident / 2 ** 20)} MiB`)
  console.log(`vectors found of the ten nearest by looking at all: ${(await recall(store, at, chunks)).toFixed(3)}`)
  await store.close()
  // What `../search.ts` puts into the table.
  console.log(`FIGURES ${JSON.stringify({ hybridMs: hybrid, residentMiB: resident / 2 ** 20 })}`)
}

/** Share of the truly nearest ten that the search finds, over 20 questions. */
async function recall(store: VectorStore, at: (n: number) => { readonly vector: Float32Array }, chunks: number): Promise<number> {
  const questions = Array.from({ length: 20 }, (_, n) => at(n).vector)
  const nearest = questions.map((): { readonly id: string; readonly score: number }[] => [])
  for (let index = 0; index < chunks; index++) {
    const vector = vectorOf(index % TOPICS, randomFrom(index * 7919 + 13), 150)
    questions.forEach((question, n) => {
      const list = nearest[n] ?? []
      const score = question.reduce((sum, value, dimension) => sum + value * (vector[dimension] ?? 0), 0)
      if (list.length === 10 && score <= (list[9]?.score ?? 0)) return
      list.push({ id: `doc-${Math.floor(index / CHUNKS_A_DOCUMENT)}-${index % CHUNKS_A_DOCUMENT}`, score })
      list.sort((a, b) => b.score - a.score).splice(10)
    })
  }
  let found = 0
  for (const [n, question] of questions.entries()) {
    const hits = new Set<string>((await store.searchVector(question, { k: 10 })).map(({ row }) => row.chunkId))
    found += (nearest[n] ?? []).filter(({ id }) => hits.has(id)).length
  }
  return found / (10 * questions.length)
}

async function timed(times: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const started = performance.now()
    await work(n)
    taken.push(performance.now() - started)
  }
  return taken.sort((a, b) => a - b)
}

function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
}

function report(label: string, sorted: readonly number[]) {
  console.log(`${label}: p50 ${percentile(sorted, 50).toFixed(1)} ms, p95 ${percentile(sorted, 95).toFixed(1)} ms`)
}

const [first = '100000', mode, directory] = process.argv.slice(2)
const chunks = Number(first)
if (mode === 'build' && directory !== undefined) await build(directory, chunks)
else if (mode === 'search' && directory !== undefined) await search(directory, chunks)
else {
  const indexDir = mkdtempSync(path.join(os.tmpdir(), 'footnote-bench-'))
  try {
    for (const step of ['build', 'search']) execFileSync(process.execPath, [fileURLToPath(import.meta.url), first, step, indexDir], { stdio: 'inherit' })
  } finally {
    rmSync(indexDir, { recursive: true, force: true })
  }
}
