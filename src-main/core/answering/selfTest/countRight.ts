import type { TaskResult } from '../../../../src-shared/domain/model.ts'

/** One bundled case of a task. */
export interface TaskCase {
  /** Cases of each side must be right as often as without the model: a judge that always says no would else be right in half of all. */
  readonly side: string
  /** Whether it is right without the model. */
  readonly without: boolean
  /** Whether it is right with it, in the way that answers would use it. */
  readonly withModel: () => Promise<boolean>
}

/** Asked even when the first misses decide: the figures are shown to a person, and fewer would say nothing. */
const FEWEST_CASES = 6

interface CountOptions {
  readonly onCase?: () => void
  readonly signal?: AbortSignal | undefined
  readonly fewest?: number
}

/** Tries the model on the cases, in their order; ends as soon as it cannot do as well as the product does without it. Throws what a case throws. */
export async function countRight(cases: readonly TaskCase[], { onCase, signal, fewest = FEWEST_CASES }: CountOptions = {}): Promise<TaskResult> {
  const sides = [...new Set(cases.map(({ side }) => side))].map((side) => {
    const own = cases.filter((item) => item.side === side)
    return { side, toReach: own.filter(({ without }) => without).length, left: own.length, right: 0 }
  })
  const asked: TaskCase[] = []
  for (const item of cases) {
    signal?.throwIfAborted()
    if (asked.length >= fewest && sides.some(({ right, left, toReach }) => right + left < toReach)) break
    const side = sides.find((own) => own.side === item.side)
    if (side === undefined) continue
    side.left--
    if (await item.withModel()) side.right++
    asked.push(item)
    onCase?.()
  }
  const right = sides.reduce((sum, side) => sum + side.right, 0)
  return { passed: cases.length > 0 && sides.every((side) => side.right >= side.toReach), right, withoutModel: asked.filter(({ without }) => without).length, questions: asked.length }
}
