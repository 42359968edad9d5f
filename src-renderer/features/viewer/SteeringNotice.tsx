import { useState } from 'react'
import type { SteeringText } from '../../../src-shared/domain/steering.ts'
import type { UnitReport } from '../../../src-shared/domain/unit.ts'
import { text } from '../../text/text.ts'

interface SteeringNoticeProps {
  readonly places: readonly SteeringText[]
  readonly units: readonly Pick<UnitReport, 'label'>[]
  readonly onOpen: (unit: number) => void
}

/** Says that the document tries to steer an assistant, and shows with what: some of it stands where no reader sees it. */
export function SteeringNotice({ places, units, onOpen }: SteeringNoticeProps) {
  const [isOpen, setIsOpen] = useState(false)
  if (places.length === 0) return null
  return (
    <details className="source__notice source__notice--warn steering-notice" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{text.source.steering(places.length)}</summary>
      {isOpen && <ul>
        {places.map((place, index) => {
          const where = [place.unit === undefined ? '' : units[place.unit - 1]?.label ?? '', text.source.steeringPlace(place.role)].filter((part) => part !== '').join(', ')
          const { unit } = place
          return <li key={index}>{unit === undefined ? <span>{where}</span> : <button type="button" className="link" onClick={() => onOpen(unit)}>{where}</button>}: “{place.text}”</li>
        })}
      </ul>}
    </details>
  )
}
