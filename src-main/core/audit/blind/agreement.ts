import type { GradeShare } from '../../../../src-shared/domain/blindAudit.ts'

/** z of a 95 % interval. */
const Z = 1.959964

/** A share with its score interval (Wilson 1927), which stays inside 0 to 1 and holds for few cases too. */
export function wilsonShare(count: number, all: number): GradeShare {
  if (all === 0) return { count, share: 0, low: 0, high: 1 }
  const share = count / all
  const centre = share + Z ** 2 / (2 * all)
  const spread = Z * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2))
  const scale = 1 + Z ** 2 / all
  return { count, share, low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}

/** Agreement of two graders beyond chance (Cohen 1960); 1 when they always agree, also where both only ever used one grade. NaN without items. */
export function cohensKappa(pairs: readonly (readonly [string, string])[]): number {
  if (pairs.length === 0) return NaN
  const grades = [...new Set(pairs.flat())]
  const observed = pairs.filter(([a, b]) => a === b).length / pairs.length
  const share = (side: 0 | 1, grade: string) => pairs.filter((pair) => pair[side] === grade).length / pairs.length
  const expected = grades.reduce((sum, grade) => sum + share(0, grade) * share(1, grade), 0)
  return expected === 1 ? 1 : (observed - expected) / (1 - expected)
}
