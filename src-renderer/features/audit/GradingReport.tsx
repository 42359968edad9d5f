import { ArrowLeft } from 'lucide-react'
import type { AuditGrade, BlindReport } from '../../../src-shared/domain/blindAudit.ts'
import { Button } from '../../components/Button.tsx'
import { text } from '../../text/text.ts'

const GRADES: readonly AuditGrade[] = ['useful', 'partly', 'wrong']

/** Shares with their intervals, how far two graders agree, and what was not useful by its cause. Only here it is told what made the answers. */
export function GradingReport({ report, onBack }: { readonly report: BlindReport; readonly onBack: () => void }) {
  const { columns, arms, causes } = text.grading
  return (
    <div className="grading-report">
      <Button size="small" look="quiet" className="audit-log__back" onClick={onBack}><ArrowLeft size={14} aria-hidden />{text.grading.back}</Button>
      <h2>{text.grading.report}</h2>
      <p className="audit-log__note">{text.grading.interval}</p>
      <table className="audit-log__table">
        <thead><tr><th scope="col">{columns.arm}</th><th scope="col">{columns.configuration}</th><th scope="col">{columns.graded}</th>{GRADES.map((grade) => <th key={grade} scope="col">{text.ask.grades[grade]}</th>)}</tr></thead>
        <tbody>
          {report.arms.map((arm) => (
            <tr key={`${arm.arm} ${arm.configuration}`}>
              <th scope="row">{arms[arm.arm]}</th><td>{arm.configuration}</td><td>{arm.graded}</td>
              {GRADES.map((grade) => <td key={grade}>{text.grading.share(arm.grades[grade])}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {report.agreement !== undefined && <p>{text.grading.agreement(report.agreement)}</p>}
      {report.failures.length > 0 && <h2>{text.grading.failures}</h2>}
      {report.failures.map(({ cause, items }) => (
        <section key={cause} aria-label={causes[cause]}>
          <h3>{causes[cause]} <small>{items.length}</small></h3>
          <ul>{items.map((item) => <li key={item.itemId}><b>{item.question}</b> <span className={item.grade === 'wrong' ? 'tag tag--bad' : 'tag tag--warn'}>{text.ask.grades[item.grade]}</span><p>{item.evidence}{item.reason !== undefined && <em> {item.reason}</em>}</p></li>)}</ul>
        </section>
      ))}
    </div>
  )
}
