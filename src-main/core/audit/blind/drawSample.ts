import { seededRandom } from '../../evaluation/seededRandom.ts'

/** What an answer is drawn by. */
export interface SampledAnswer {
  readonly answerId: string
  readonly atMs: number
  readonly threadId: string
  readonly outcome: string
  readonly types: readonly string[]
}

/** The stretch that the answers span is cut into so many equal parts. */
const TIME_PARTS = 4

/**
 * Draws `size` answers, stratified by outcome, document type and time in proportion to how many there are (every stratum keeps at least one while there is room),
 * and inside a stratum in turns over the threads, so that one long conversation does not speak for all. The same seed over the same answers draws the same.
 */
export function drawSample(answers: readonly SampledAnswer[], size: number, seed: number): SampledAnswer[] {
  const random = seededRandom(seed)
  const ordered = [...answers].sort((a, b) => a.atMs - b.atMs || (a.answerId < b.answerId ? -1 : 1))
  const first = ordered[0]?.atMs ?? 0
  const span = Math.max(1, (ordered.at(-1)?.atMs ?? 0) - first + 1)
  const strata = [...Map.groupBy(ordered, (answer) => [answer.outcome, answer.types.join('+'), Math.floor(((answer.atMs - first) / span) * TIME_PARTS)].join(' '))]
    .sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => inTurnsOverThreads(shuffled(members, random)))
  const shares = apportion(strata.map(({ length }) => length), Math.min(size, answers.length), random)
  return shuffled(strata.flatMap((members, index) => members.slice(0, shares[index])), random)
}

/** Places by largest remainder, at least one each while there is room, never more than there are. */
function apportion(sizes: readonly number[], places: number, random: () => number): number[] {
  const all = sizes.reduce((sum, count) => sum + count, 0)
  if (sizes.length >= places) {
    const chosen = new Set(shuffled(sizes.map((_, index) => index), random).slice(0, places))
    return sizes.map((_, index) => (chosen.has(index) ? 1 : 0))
  }
  const given = sizes.map(() => 1)
  for (let left = places - sizes.length; left > 0; left--) {
    const behind = sizes.map((count, index) => ((given[index] ?? 0) >= count ? -Infinity : (count / all) * places - (given[index] ?? 0)))
    const next = behind.indexOf(Math.max(...behind))
    given[next] = (given[next] ?? 0) + 1
  }
  return given
}

function inTurnsOverThreads(answers: readonly SampledAnswer[]): SampledAnswer[] {
  const threads = [...Map.groupBy(answers, ({ threadId }) => threadId).values()]
  const turns = Math.max(0, ...threads.map(({ length }) => length))
  return Array.from({ length: turns }, (_, turn) => threads.flatMap((thread) => thread[turn] ?? [])).flat()
}

/** Fisher and Yates. */
export function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  const result = [...values]
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    ;[result[index], result[other]] = [result[other] as Value, result[index] as Value]
  }
  return result
}
