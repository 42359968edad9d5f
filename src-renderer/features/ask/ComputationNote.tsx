import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { Computation } from '../../../src-shared/domain/computation.ts'
import { text } from '../../text/text.ts'

/** How the figures of an answer were computed: folded away, and complete enough to do it again by hand. */
export function ComputationNote({ computation }: { readonly computation: Computation }) {
  const name = computation.kind === 'table' ? fileName(computation.path) : ''
  return (
    <details className="computation">
      <summary>{text.ask.computation.summary}</summary>
      {computation.kind === 'arithmetic' && <pre><code>{computation.formula}</code></pre>}
      {computation.kind === 'table' && (
        <>
          <p>{text.ask.computation.cells(name, computation.sheet, computation.range, computation.rowsUsed, computation.tableRows)}</p>
          <pre><code>{computation.sql}</code></pre>
          {computation.parameters.length > 0 && <p>{computation.parameters.map((value, index) => `$${index + 1} = ${value}`).join(' · ')}</p>}
          <p className="computation__engine">{computation.engine}</p>
        </>
      )}
    </details>
  )
}
