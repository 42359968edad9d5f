import type { UnitReport } from '../../../src-shared/domain/unit.ts'
import { count, percent } from '../../text/amounts.ts'
import { text } from '../../text/text.ts'

/** How each page, sheet, slide or part was read; the empty and the failed ones are here too. */
export function CoverageTable({ units, onOpen }: { readonly units: readonly UnitReport[]; readonly onOpen: (unit: number) => void }) {
  return (
    <table className="coverage">
      <caption className="visually-hidden">{text.library.coverageCaption}</caption>
      <thead><tr><th scope="col">{text.library.unit}</th><th scope="col">{text.library.readAs}</th><th scope="col" className="number">{text.library.characters}</th><th scope="col" className="number">{text.library.confidence}</th><th scope="col">{text.library.note}</th></tr></thead>
      <tbody>
        {units.map((unit) => (
          <tr key={unit.unit}>
            <th scope="row"><button type="button" className="link" onClick={() => onOpen(unit.unit)}>{unit.label}</button></th>
            <td><span className={`read read--${unit.source}`}>{text.library.sources[unit.source]}</span></td>
            <td className="number">{count(unit.chars)}</td>
            <td className="number">{unit.confidence === undefined ? '' : percent(unit.confidence)}</td>
            <td>{unit.note ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
