import path from 'node:path'
import type { FolderId } from '../../../src-shared/domain/ids.ts'
import { isInside } from './isInside.ts'

/** A link that a scan followed, and where it leads. */
export interface FollowedLink {
  readonly path: string
  readonly target: string
}

export interface LinkMap {
  /** What a scan found; a whole one replaces what was known of the source. */
  found(sourceId: FolderId, links: readonly FollowedLink[], isWhole: boolean): void
  /** The places with those that show the same files under a link's name: the watcher tells of a change only at its own place. */
  withLinked(places: readonly string[]): readonly string[]
}

export function createLinkMap(): LinkMap {
  const bySource = new Map<FolderId, Map<string, string>>()
  return {
    found(sourceId, links, isWhole) {
      const known = isWhole ? new Map<string, string>() : bySource.get(sourceId) ?? new Map<string, string>()
      for (const { path: link, target } of links) known.set(link, target)
      bySource.set(sourceId, known)
    },
    withLinked(places) {
      const links = [...bySource.values()].flatMap((known) => [...known])
      const linked = places.flatMap((place) => links.flatMap(([link, target]) => (isInside(target, place) ? [path.join(link, path.relative(target, place))] : isInside(place, target) ? [link] : [])))
      return [...new Set([...places, ...linked])]
    },
  }
}
