import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { DocumentSteering, SteeringText } from '../../../src-shared/domain/steering.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { detectInjection } from './detectInjection.ts'
import { splitSentences } from './splitSentences.ts'

/** More is a document about such texts. */
const MAX_PLACES = 50
/** About six hundred pages: half a second of processor time. */
const MAX_CHARS = 1_500_000
/** Between two of them other work has its turn. */
const CHARS_AT_ONCE = 20_000

/** Every sentence of a document that the answer step would keep out as an attempt at steering, in reading order; visible or not, for the source view to mark. */
export async function findSteering(units: readonly ParsedUnit[], names: readonly (string | undefined)[] = []): Promise<DocumentSteering> {
  const places: SteeringText[] = names.filter((name) => name !== undefined).filter(detectInjection).map((text) => ({ text, role: 'metadata' }))
  let looked = 0
  let sinceRest = 0
  for (const unit of units) {
    for (const { charStart, charEnd, role } of splitSentences(unit.text, unit.segments)) {
      if (looked > MAX_CHARS || places.length === MAX_PLACES) return { places, isComplete: false }
      const text = unit.text.slice(charStart, charEnd)
      if (detectInjection(text)) places.push({ text, role, unit: unit.unit, anchor: narrowAnchor(unit, charStart, charEnd) })
      looked += text.length
      sinceRest += text.length
      if (sinceRest < CHARS_AT_ONCE) continue
      sinceRest = 0
      await new Promise((resolve) => { setImmediate(resolve) })
    }
  }
  return { places, isComplete: true }
}
