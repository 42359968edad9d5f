import type { DocumentReport } from '../../src-shared/domain/document.ts'
import type { DocumentId } from '../../src-shared/domain/ids.ts'

const collator = new Intl.Collator(undefined, { numeric: true })

/**
 * The documents of `byId` in the order of their paths, given the former order. Rows that stand keep their place and each new one looks for its own
 * by halving: comparing names is slow, and ten thousand comparisons for every flush would stall the table.
 */
export function mergeByPath(ordered: readonly DocumentReport[], byId: ReadonlyMap<DocumentId, DocumentReport>): readonly DocumentReport[] {
  const kept: DocumentReport[] = []
  const placed = new Set<DocumentId>()
  for (const before of ordered) {
    const document = byId.get(before.documentId)
    if (document === undefined || document.path !== before.path) continue
    kept.push(document)
    placed.add(document.documentId)
  }
  if (placed.size === byId.size) return kept
  const added = [...byId.values()].filter((document) => !placed.has(document.documentId)).sort((left, right) => collator.compare(left.path, right.path))
  const merged: DocumentReport[] = []
  let from = 0
  for (const document of added) {
    const to = placeOf(document.path, kept, from)
    for (; from < to; from += 1) merged.push(kept[from] as DocumentReport)
    merged.push(document)
  }
  for (; from < kept.length; from += 1) merged.push(kept[from] as DocumentReport)
  return merged
}

/** The first index from `low` on whose path stands behind `path`. */
function placeOf(path: string, documents: readonly DocumentReport[], low: number): number {
  let high = documents.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (collator.compare((documents[middle] as DocumentReport).path, path) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
