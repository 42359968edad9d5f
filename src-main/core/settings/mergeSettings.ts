/**
 * `base` with the parts that `change` names. Only keys that `base` has are taken, and only values of the same kind as the ones they
 * replace, so that a hand-edited file can spoil at most the value that it spoils. Arrays are replaced whole.
 */
export function mergeSettings<T extends object>(base: T, change: object): T {
  const merged = { ...base } as Record<string, unknown>
  for (const [key, before] of Object.entries(base)) {
    const after: unknown = (change as Record<string, unknown>)[key]
    if (after === undefined || !Object.hasOwn(change, key)) continue
    if (isRecord(before)) merged[key] = isRecord(after) ? mergeSettings(before, after) : before
    else if (isSameKind(before, after)) merged[key] = after
  }
  return merged as T
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A choice may be null, a name or a number (`null | string`, `'auto' | number`); lists and switches stay what they are. */
function isSameKind(before: unknown, after: unknown): boolean {
  if (Array.isArray(before)) return Array.isArray(after)
  if (typeof before === 'boolean') return typeof after === 'boolean'
  if (typeof before === 'number') return typeof after === 'number' && Number.isFinite(after)
  return after === null ? before === null || typeof before === 'string' : typeof after === 'string' || typeof after === 'number'
}
