import type { AuditCandidate } from '../../../src-shared/domain/audit.ts'
import { score } from '../../text/amounts.ts'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'

interface CandidateTableProps {
  readonly candidates: readonly AuditCandidate[]
}

/** What each search found, with its rank and score in every stage, and what became of it. */
export function CandidateTable({ candidates }: CandidateTableProps) {
  const columns = text.audit.candidateColumns
  const hasRerank = candidates.some((candidate) => candidate.trace.rerank !== undefined)
  return (
    <div className="audit__scroll" tabIndex={0} role="group" aria-label={text.audit.search}>
      <table className="candidates">
        <thead>
          <tr>
            <th scope="col">{columns.place}</th><th scope="col" className="number">{columns.words}</th><th scope="col" className="number">{columns.meaning}</th>
            <th scope="col" className="number">{columns.fused}</th>{hasRerank && <th scope="col" className="number">{columns.rerank}</th>}<th scope="col">{columns.fate}</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map(({ chunkId, path, unit, trace, fate }) => (
            <tr key={chunkId} data-fate={fate}>
              <th scope="row" title={path}>{fileName(path)} <small>{unit}</small></th>
              <td className="number">{text.audit.rank(trace.lexicalRank)} <small>{score(trace.lexicalScore)}</small></td>
              <td className="number">{text.audit.rank(trace.vectorRank)} <small>{score(trace.vectorScore)}</small></td>
              <td className="number">{score(trace.fused)}</td>
              {hasRerank && <td className="number">{score(trace.rerank)}</td>}
              <td>{text.audit.fates[fate]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
