import type { AnswerDraft } from '../../../../src-shared/domain/answer.ts'
import type { BlindItem, BlindReport, BlindSampleInfo } from '../../../../src-shared/domain/blindAudit.ts'
import type { AnswerId } from '../../../../src-shared/domain/ids.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { Evaluation, RunOptions } from '../../evaluation/Evaluation.ts'
import type { AnswerFacts } from '../../monitoring/AnswerFacts.ts'
import type { AuditLog } from '../../ports/AuditLog.ts'
import type { EvaluationStore } from '../../ports/EvaluationStore.ts'
import type { MeasurementStore } from '../../ports/MeasurementStore.ts'
import type { Clock, IdSource } from '../../ports/SystemPorts.ts'
import { seededRandom } from '../../evaluation/seededRandom.ts'
import { GRADED_SET, type BlindAudit, type SampleItem, type SampleRequest, type StoredSample } from './BlindAudit.ts'
import type { DiagnosisLibrary } from './diagnoseFailure.ts'
import { drawSample, shuffled } from './drawSample.ts'
import { gradedQuestions } from './gradedQuestions.ts'
import { reportSample } from './reportSample.ts'

export interface BlindAuditDeps {
  readonly auditLog: Pick<AuditLog, 'get'>
  readonly measurements: Pick<MeasurementStore, 'between'>
  readonly store: EvaluationStore
  readonly evaluation: Evaluation
  readonly library: () => DiagnosisLibrary
  readonly clock: Clock
  readonly ids: IdSource
}

export function createBlindAudit({ auditLog, measurements, store, evaluation, library, clock, ids }: BlindAuditDeps): BlindAudit {
  const now = () => new Date(clock.now()).toISOString()

  function load(sampleId: string | undefined): StoredSample {
    const name = sampleId ?? store.list('sample')[0]?.name
    const found = name === undefined ? undefined : store.load('sample', name) as StoredSample | undefined
    if (found === undefined) throw new AppError('NOT_FOUND', name === undefined ? 'No sample was drawn yet.' : `There is no sample “${name}”.`, { action: 'Draw one with audit sample --n 50.' })
    return found
  }

  const recordOf = (item: SampleItem) => (item.arm === 'recorded' ? auditLog.get(item.answerId)?.record : undefined)
  const answerOf = (item: SampleItem): AnswerDraft | undefined => item.answer ?? recordOf(item)?.answer

  function blind(item: SampleItem): BlindItem[] {
    const answer = answerOf(item)
    if (answer === undefined) return []
    return [{ itemId: item.itemId, question: answer.question, text: answer.text, sources: answer.citations.map(({ n, documentId, path, anchor, quote }) => ({ n, documentId, path, anchor, quote })) }]
  }

  async function comparedItems(drawn: readonly { readonly answerId: AnswerId; readonly question: string }[], name: string, options: RunOptions): Promise<SampleItem[]> {
    const { fingerprint, active: _active, saved: _saved, ...configuration } = evaluation.configurations.get(name)
    const trial = await evaluation.trials.open(configuration, { ...options, retrievalOnly: false })
    try {
      const items: SampleItem[] = []
      for (const [index, { answerId, question }] of drawn.entries()) {
        options.signal?.throwIfAborted()
        const answer = await trial.subject.ask?.(question, options.signal)
        options.onQuestion?.(index + 1, drawn.length)
        if (answer !== undefined) items.push({ itemId: ids.next('i'), answerId, arm: 'compared', configuration: fingerprint, answer })
      }
      return items
    } finally {
      await trial.close()
    }
  }

  function infoOf({ sampleId, created, seed, items, grades }: StoredSample): BlindSampleInfo {
    const graders = Object.fromEntries([...Map.groupBy(grades, ({ grader }) => grader)].map(([grader, given]) => [grader, given.length]))
    return { sampleId, created, seed, items: items.length, graders }
  }

  return {
    async sample({ size, seed = 1, compare }: SampleRequest, options = {}) {
      const answers = measurements.between('answer', 0, clock.now() + 1).map(({ key, atMs, values }) => ({ answerId: key, atMs, facts: values as AnswerFacts }))
        .filter(({ facts }) => (facts.status === 'answered' || facts.status === 'not_found') && !facts.isCached)
      const drawn = drawSample(answers.map(({ answerId, atMs, facts }) => ({ answerId, atMs, threadId: facts.threadId, outcome: facts.grade, types: facts.types })), size, seed)
        .flatMap(({ answerId }) => {
          const record = auditLog.get(answerId as AnswerId)?.record
          return record === undefined ? [] : [{ answerId: record.answerId, question: record.answer.rewritten ?? record.question, configuration: record.config.fingerprint }]
        })
      if (drawn.length === 0) throw new AppError('NOT_FOUND', 'There are no answers to draw from.', { action: 'Ask some questions first.' })
      const recorded = drawn.map(({ answerId, configuration }): SampleItem => ({ itemId: ids.next('i'), answerId, arm: 'recorded', configuration }))
      const compared = compare === undefined ? [] : await comparedItems(drawn, compare, options)
      const items = shuffled([...recorded, ...compared], seededRandom(seed + 1))
      const sample: StoredSample = { sampleId: ids.next('s'), created: now(), seed, items, grades: [] }
      store.save('sample', sample.sampleId, sample.created, sample)
      return { sampleId: sample.sampleId, items: items.flatMap(blind) }
    },
    samples: () => store.list('sample').map(({ name }) => infoOf(load(name))),
    pending(grader, sampleId) {
      const sample = load(sampleId)
      const done = new Set(sample.grades.filter((grade) => grade.grader === grader).map(({ itemId }) => itemId))
      return { sampleId: sample.sampleId, items: sample.items.filter(({ itemId }) => !done.has(itemId)).flatMap(blind) }
    },
    grade(grader, grades, sampleId) {
      const sample = load(sampleId)
      const known = new Set(sample.items.map(({ itemId }) => itemId))
      const unknown = grades.find(({ itemId }) => !known.has(itemId))
      if (unknown !== undefined) throw new AppError('WRONG_USAGE', `The sample ${sample.sampleId} has no item “${unknown.itemId}”.`, { action: 'Grade the items that audit sample printed.' })
      const given = new Set(grades.map(({ itemId }) => itemId))
      const kept = sample.grades.filter((grade) => grade.grader !== grader || !given.has(grade.itemId))
      const graded: StoredSample = { ...sample, grades: [...kept, ...grades.map((grade) => ({ ...grade, grader, graded: now() }))] }
      store.save('sample', sample.sampleId, sample.created, graded)
      const before = store.load('questionSet', GRADED_SET) as { readonly text: string } | undefined
      const text = gradedQuestions(graded, answerOf, before?.text ?? '')
      if (text !== '') evaluation.questionSets.save({ name: GRADED_SET, text })
      const done = graded.grades.filter((grade) => grade.grader === grader).length
      return { sampleId: sample.sampleId, graded: grades.length, remaining: sample.items.length - done }
    },
    report(sampleId): BlindReport {
      const sample = load(sampleId)
      return { ...infoOf(sample), ...reportSample(sample, { answerOf, recordOf, library: library() }), questionSet: GRADED_SET }
    },
  }
}
