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
 * Without folders: everything. Values of one filter key are joined by "or", so a caller's own `path:` or `doc:` beside ours would open what is closed; both are resolved here to the
 * documents that pass, and only their ids go on. What comes back is checked once more by `check`.
 */
export function limitToFolders(engine: Pick<Engine, 'library'>, folders: readonly string[]): FolderLimit {
  if (folders.length === 0) return { narrow: (filter) => filter, check: () => undefined }
  const isOpen = (file: string) => folders.some((folder) => isInside(folder, file))
  const slashed = (text: string) => text.toLowerCase().replaceAll('\\', '/')
  return {
    narrow({ path: fragments, doc, ...rest }) {
      const ids = engine.library.documents().filter(({ documentId, path: file }) => isOpen(file)
        && (fragments === undefined || fragments.some((fragment) => slashed(file).includes(slashed(fragment))))
        && (doc === undefined || doc.includes(documentId))).map(({ documentId }): string => documentId)
      return { ...rest, doc: ids.length === 0 ? [NOTHING as DocumentId] : ids }
    },
    check(paths) {
      for (const file of paths) if (!isOpen(file)) throw new AppError('NOT_ALLOWED', 'This document lies outside of the folders that were opened to programs.', { action: 'Start the server with --folder for it.' })
    },
  }
}
