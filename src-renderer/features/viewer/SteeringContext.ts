import { createContext } from 'react'
import type { SteeringText } from '../../../src-shared/domain/steering.ts'

/** Passages of the open document that try to steer an assistant; whoever draws the document marks them. */
export const SteeringContext = createContext<readonly SteeringText[]>([])

/** Those of the unit that is drawn, as offsets. */
export const SteeringRangesContext = createContext<readonly { readonly charStart: number; readonly charEnd: number }[]>([])

/** Those that stand in that unit. */
export function rangesIn(places: readonly SteeringText[], unit: number): readonly { readonly charStart: number; readonly charEnd: number }[] {
  return places.flatMap(({ anchor }) => (anchor?.unit === unit ? [{ charStart: anchor.charStart, charEnd: anchor.charEnd }] : []))
}
