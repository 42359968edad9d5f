import type { SteeringText } from '../../../src-shared/domain/steering.ts'
import { text } from '../../text/text.ts'
import { boxesOf } from './FoundMarks.tsx'

/** Rectangles over a drawn page where its text tries to steer an assistant; also where that text is white or tiny and nothing else is to be seen. */
export function SteeringMarks({ places, width, height }: { readonly places: readonly SteeringText[]; readonly width: number; readonly height: number }) {
  const percent = (part: number, whole: number) => `${(part / whole) * 100}%`
  return (
    <>
      {places.flatMap(({ anchor }) => (anchor === undefined ? [] : boxesOf(anchor))).map(([left, top, right, bottom], index) => (
        <i key={index} className="steering-mark" title={text.source.steeringHere} style={{ left: percent(left, width), top: percent(top, height), width: percent(right - left, width), height: percent(bottom - top, height) }} />
      ))}
    </>
  )
}
