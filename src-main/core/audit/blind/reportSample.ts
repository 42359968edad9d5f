import type { AnswerDraft } from '../../../../src-shared/domain/answer.ts'
import type { AuditRecord } from '../../../../src-shared/domain/audit.ts'
import { FAILURE_CAUSES, type AuditGrade, type BlindReport } from '../../../../src-shared/domain/blindAudit.ts'
import { cohensKappa, wilsonShare } from './agreement.ts'
import type { SampleItem, StoredGrade, StoredSample } from './BlindAudit.ts'
import { diagnoseFailure, type DiagnosisLibrary } from './diagnoseFailure.ts'

export interface ReportFacts {
  readonly answerOf: (item: SampleItem) => AnswerDraft | undefined
  readonly recordOf: (item: SampleItem) => AuditRecord | undefined
  readonly library: DiagnosisLibrary
}

/** What a graded sample says. Where several graded, the first grader's grades are counted and the second's say how far to trust them. */
export function reportSample({ items, grades }: StoredSample, { answerOf, recordOf, library }: ReportFacts): Pick<BlindReport, 'arms' | 'agreement' | 'failures'> {
  const graders = [...new Set(grades.map(({ grader }) => grader))]
  const [first, second] = graders.map((grader) => new Map(grades.filter((grade) => grade.grader === grader).map((grade) => [grade.itemId, grade])))
  const counted = first ?? new Map<string, StoredGrade>()

  const arms = [...Map.groupBy(items, ({ arm, configuration }) => `${arm} ${configuration}`).values()].map((members) => {
    const given = members.flatMap(({ itemId }) => counted.get(itemId) ?? [])
    const share = (grade: AuditGrade) => wilsonShare(given.filter((each) => each.grade === grade).length, given.length)
    return {
      arm: members[0]?.arm ?? 'recorded' as const, configuration: members[0]?.configuration ?? '', graded: given.length,
      grades: { useful: share('useful'), partly: share('partly'), wrong: share('wrong') },
    }
  })

  const found = items.flatMap((item) => {
    const grade = counted.get(item.itemId)
    const answer = answerOf(item)
    if (grade === undefined || grade.grade === 'useful' || answer === undefined) return []
    const { cause, evidence } = diagnoseFailure(grade, answer, recordOf(item), library)
    return [{ cause, itemId: item.itemId, answerId: item.answerId, arm: item.arm, question: answer.question, grade: grade.grade, evidence, ...(grade.reason === undefined ? {} : { reason: grade.reason }) }]
  })
  const failures = FAILURE_CAUSES.map((cause) => ({ cause, items: found.filter((each) => each.cause === cause).map(({ cause: _cause, ...item }) => item) }))
    .filter((group) => group.items.length > 0).sort((a, b) => b.items.length - a.items.length)

  const pairs = second === undefined ? [] : [...counted].flatMap(([itemId, { grade }]) => {
    const other = second.get(itemId)
    return other === undefined ? [] : [[grade, other.grade] as const]
  })
  const [one, other] = graders
  return {
    arms, failures,
    ...(pairs.length === 0 || one === undefined || other === undefined ? {} : { agreement: { graders: [one, other] as const, items: pairs.length, same: pairs.filter(([a, b]) => a === b).length, kappa: cohensKappa(pairs) } }),
  }
}
