import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import type { AnswerFacts } from '../monitoring/AnswerFacts.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { EvaluationStore } from '../ports/EvaluationStore.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { MeasurementStore } from '../ports/MeasurementStore.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import type { VectorStore } from '../ports/VectorStore.ts'
import type { QualityFacts } from './measureQuality.ts'
import { seededRandom } from '../evaluation/seededRandom.ts'

export interface QualityDeps {
  readonly reader: LibraryReader
  readonly vectorStore: Pick<VectorStore, 'searchVector' | 'countRows'>
  /** Of the active index. */
  readonly dimensions: () => number
  readonly counts: () => { readonly chunks: number; readonly staleChunks: number }
  readonly measurements: Pick<MeasurementStore, 'between'>
  readonly auditLog: Pick<AuditLog, 'get'>
  readonly store: Pick<EvaluationStore, 'list'>
  readonly clock: Clock
}

/** Enough for shares to within a few points; a library of any size is looked at in seconds. */
const DOCUMENTS = 500
const CHUNKS = 1000
const DAYS_MS = 30 * 86_400_000

export async function gatherQuality({ reader, vectorStore, dimensions, counts, measurements, auditLog, store, clock }: QualityDeps): Promise<QualityFacts> {
  const all = reader.documents()
  const step = Math.max(1, all.length / DOCUMENTS)
  const chosen = Array.from({ length: Math.min(DOCUMENTS, all.length) }, (_, index) => all[Math.floor(index * step)]).flatMap((document) => document ?? [])
  const documents = await Promise.all(chosen.map(async ({ documentId, path, title, created }) => ({
    documentId, path, ...(title === undefined ? {} : { title }), ...(created === undefined ? {} : { created }), staleness: await reader.staleness(documentId),
  })))
  // The neighbours of a random direction: a draw that every index can make.
  const random = seededRandom(1)
  const hits = all.length === 0 ? [] : await vectorStore.searchVector(Float32Array.from({ length: dimensions() }, () => random() - 0.5), { k: CHUNKS })
  const drawn = hits.flatMap(({ row: { documentId, path, unit: number, charStart, charEnd } }) => {
    const unit = reader.unit(documentId, number)
    return unit === undefined ? [] : [{ documentId, path, unit, charStart, charEnd }]
  })
  const answers = measurements.between('answer', clock.now() - DAYS_MS, clock.now() + 1).map(({ key, values }) => ({ answerId: key as AnswerId, facts: values as AnswerFacts }))
  const sum = (of: (facts: AnswerFacts) => number) => answers.reduce((total, { facts }) => total + of(facts), 0)
  return {
    ...counts(), documents, drawn, sentences: sum((facts) => facts.sentences), unsupported: sum((facts) => facts.unsupported),
    unsupportedAnswers: answers.filter(({ facts }) => facts.unsupported > 0).slice(-5).flatMap(({ answerId }) => {
      const record = auditLog.get(answerId)?.record
      return record === undefined ? [] : [{ answerId, question: record.question }]
    }),
    lastRun: store.list('run')[0]?.saved, nowMs: clock.now(),
  }
}
