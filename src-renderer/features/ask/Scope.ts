import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'

/** What a person narrowed the question to. Empty lists and strings: everything. */
export interface Scope {
  readonly folders: readonly string[]
  readonly types: readonly string[]
  readonly after: string
  readonly before: string
}

export const EVERYTHING: Scope = { folders: [], types: [], after: '', before: '' }

export function filterOf({ folders, types, after, before }: Scope): DocumentFilter {
  return {
    ...(folders.length > 0 ? { path: folders } : {}), ...(types.length > 0 ? { type: types } : {}),
    ...(after === '' ? {} : { after: [after] }), ...(before === '' ? {} : { before: [before] }),
  }
}

export function isNarrowed(scope: Scope): boolean {
  return scope.folders.length > 0 || scope.types.length > 0 || scope.after !== '' || scope.before !== ''
}
