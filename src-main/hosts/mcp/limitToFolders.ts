import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../core/Engine.ts'
import { isInside } from '../../core/library/isInside.ts'

/** What a foreign program may look at. */
export interface FolderLimit {
  /** The filter narrowed to the chosen folders. */
  narrow(filter: DocumentFilter): DocumentFilter
  /** Throws NOT_ALLOWED for a path outside. */
  check(paths: Iterable<string>): void
}

/** No document has this id: a filter that lets nothing through. */
const NOTHING = 'outside-of-the-chosen-folders'

/**
 * Without folders: everything that may be exported. Values of one filter key are joined by "or", so a caller's own `path:` or `doc:` beside ours would open what is closed; both are resolved here to the
 * documents that pass, and only their ids go on. What comes back is checked once more by `check`.
 */
export function limitToFolders(engine: Pick<Engine, 'library'> & { readonly exports: Pick<Engine['exports'], 'mayExport'> }, folders: readonly string[]): FolderLimit {
  const isOpen = (file: string) => folders.length === 0 || folders.some((folder) => isInside(folder, file))
  const slashed = (text: string) => text.toLowerCase().replaceAll('\\', '/')
  return {
    narrow(filter) {
      // Folders that may not be exported are closed to programs too, and may have become so since the last call.
      if (folders.length === 0 && engine.library.folders().every(({ policy }) => policy.export)) return filter
      const { path: fragments, doc, ...rest } = filter
      const ids = engine.library.documents().filter((document) => engine.exports.mayExport(document)).filter(({ documentId, path: file }) => isOpen(file)
        && (fragments === undefined || fragments.some((fragment) => slashed(file).includes(slashed(fragment))))
        && (doc === undefined || doc.includes(documentId))).map(({ documentId }): string => documentId)
      return { ...rest, doc: ids.length === 0 ? [NOTHING as DocumentId] : ids }
    },
    check(paths) {
      for (const file of paths) if (!isOpen(file)) throw new AppError('NOT_ALLOWED', 'This document lies outside of the folders that were opened to programs.', { action: 'Start the server with --folder for it.' })
    },
  }
}
