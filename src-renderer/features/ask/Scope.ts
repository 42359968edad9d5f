import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'

/** What a person narrowed the question to. Empty lists and strings: everything. */
export interface Scope {
  readonly folders: readonly string[]
  readonly documents: readonly { readonly documentId: string; readonly path: string }[]
  readonly types: readonly string[]
  readonly after: string
  readonly before: string
}

export const EVERYTHING: Scope = { folders: [], documents: [], types: [], after: '', before: '' }

export function filterOf({ folders, documents, types, after, before }: Scope): DocumentFilter {
  return {
    ...(folders.length > 0 ? { path: folders } : {}), ...(documents.length > 0 ? { doc: documents.map(({ documentId }) => documentId) } : {}), ...(types.length > 0 ? { type: types } : {}),
    ...(after === '' ? {} : { after: [after] }), ...(before === '' ? {} : { before: [before] }),
  }
}
