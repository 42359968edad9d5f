import type { DocumentReport, Folder } from '../../src-shared/domain/document.ts'
import type { FolderPolicy } from '../../src-shared/domain/folderPolicy.ts'
import type { FolderRules } from '../../src-shared/domain/folderRules.ts'
import { text } from '../text/text.ts'
import type { DocumentId } from '../../src-shared/domain/ids.ts'
import type { LibraryStatus } from '../../src-shared/domain/status.ts'
import type { WindowClient } from '../client/WindowClient.ts'
import { createStore, type Store } from './createStore.ts'
import { mergeByPath } from './mergeByPath.ts'
import { needsPerson } from './needsPerson.ts'
import type { Notices } from './notices.ts'
import { throttle } from './throttle.ts'

export interface LibraryState {
  readonly isLoaded: boolean
  readonly byId: ReadonlyMap<DocumentId, DocumentReport>
  /** In the order of their paths. */
  readonly documents: readonly DocumentReport[]
  /** Short names of the file types among them, sorted. */
  readonly types: readonly string[]
  /** How many of them need a person. */
  readonly needing: number
  readonly folders: readonly Folder[]
  readonly status: LibraryStatus | null
}

export interface LibraryStore {
  readonly store: Store<LibraryState>
  load(): Promise<void>
  /** One document was published, failed or removed. */
  apply(document: DocumentReport): void
  /** Folders and counts again, soon and not too often. */
  refreshSoon(): void
  /** Documents and folders by their ids; false when it failed, which the notice tells. */
  forget(targets: readonly string[]): Promise<boolean>
  /** Reads one document again; a password that opens it is kept in memory by the host, for its viewer too. */
  readAgain(documentId: DocumentId, options: { readonly password?: string; readonly ocrLanguages?: string[] }): Promise<DocumentReport | null>
  /** The password that opened a document since Footnote was started, in this window or another. */
  passwordOf(documentId: DocumentId): Promise<string | null>
  addSample(): Promise<void>
  /** What of a folder is read from now on; it is read again at once. */
  setRules(folderId: string, rules: FolderRules): Promise<void>
  /** What may be done with a folder's documents. */
  setPolicy(folderId: string, policy: FolderPolicy): Promise<void>
}

/** The table follows within a quarter of a second and still scrolls smoothly while hundreds of files a second are read. */
const FLUSH_MS = 250
/** Counting is one query over the catalog; once in this time keeps it out of the way of the reading. */
const STATUS_MS = 1500

/** What follows a later dot of a longer name is no type. */
const MAX_TYPE_CHARS = 5

/** The types with those of more documents; the same list when nothing is new, so that looking through ten thousand names is done once. */
function withTypes(types: readonly string[], documents: Iterable<DocumentReport>): readonly string[] {
  const known = new Set(types)
  for (const { path } of documents) {
    const dot = path.lastIndexOf('.')
    if (dot > 0 && path.length - dot <= MAX_TYPE_CHARS + 1 && !path.slice(dot).includes('/')) known.add(path.slice(dot + 1).toLowerCase())
  }
  known.delete('')
  return known.size === types.length ? types : [...known].sort()
}

export function createLibraryStore(client: WindowClient, notices: Notices): LibraryStore {
  const store = createStore<LibraryState>({ isLoaded: false, byId: new Map(), documents: [], types: [], needing: 0, folders: [], status: null })
  let pending = new Map<DocumentId, DocumentReport>()
  /** Told of since the newest list was asked for, which may be older than they are. */
  let told = new Map<DocumentId, DocumentReport>()
  let loads = 0

  function withDocuments(state: LibraryState, byId: ReadonlyMap<DocumentId, DocumentReport>): LibraryState {
    const documents = mergeByPath(state.documents, byId)
    let needing = 0
    for (const document of documents) if (needsPerson(document)) needing += 1
    return { ...state, byId, documents, needing }
  }

  function withChanges(before: Iterable<readonly [DocumentId, DocumentReport]>, changes: ReadonlyMap<DocumentId, DocumentReport>): Map<DocumentId, DocumentReport> {
    const byId = new Map(before)
    for (const [id, document] of changes) {
      if (document.state === 'removed') byId.delete(id)
      else byId.set(id, { ...document, units: document.units ?? [] })
    }
    return byId
  }

  const flush = throttle(() => {
    const changes = pending
    pending = new Map()
    store.set((state) => {
      const byId = withChanges(state.byId, changes)
      return { ...withDocuments(state, byId), types: withTypes(state.types, changes.values()) }
    })
  }, FLUSH_MS)

  async function refresh() {
    try {
      const [folders, status] = await Promise.all([client.call('library.folders', {}), client.call('status.get', {})])
      store.set((state) => ({ ...state, folders, status }))
    } catch (thrown) {
      notices.fail(thrown)
    }
  }
  const refreshSoon = throttle(() => void refresh(), STATUS_MS)

  return {
    store, refreshSoon,
    async load() {
      const own = ++loads
      told = new Map()
      // Counting may take longer, and nobody waits for it.
      void refresh()
      try {
        const documents = await client.call('library.documents', {})
        // A later list is on its way, and knows more.
        if (own !== loads) return
        const present = documents.filter((document) => document.state !== 'removed').map((document) => [document.documentId, document] as const)
        store.set((state) => {
          const byId = withChanges(present, told)
          return { ...withDocuments(state, byId), types: withTypes([], byId.values()), isLoaded: true }
        })
      } catch (thrown) {
        store.set((state) => ({ ...state, isLoaded: true }))
        notices.fail(thrown)
      }
    },
    apply(document) {
      pending.set(document.documentId, document)
      told.set(document.documentId, document)
      flush()
      refreshSoon()
    },
    passwordOf: (documentId) => client.call('library.password', { documentId }),
    async readAgain(documentId, options) {
      try {
        const document = await client.call('library.readAgain', { documentId, ...options })
        store.set((state) => withDocuments(state, new Map(state.byId).set(documentId, document)))
        refreshSoon()
        return document
      } catch (thrown) {
        notices.fail(thrown)
        return null
      }
    },
    async setPolicy(folderId, policy) {
      try {
        const folder = await client.call('library.setFolderPolicy', { folderId, policy })
        store.set((state) => ({ ...state, folders: state.folders.map((other) => (other.folderId === folderId ? folder : other)) }))
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    async setRules(folderId, { include, ignore, ...rules }) {
      try {
        const { folder } = await client.call('library.setFolderRules', { folderId, rules: { ...rules, include: [...include], ignore: [...ignore] } })
        store.set((state) => ({ ...state, folders: state.folders.map((other) => (other.folderId === folderId ? folder : other)) }))
        notices.tell(text.folderRules.saved)
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    async addSample() {
      try {
        await client.call('library.addSample', {})
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    async forget(targets) {
      try {
        await client.call('library.forget', { targets: [...targets] })
        const gone = new Set<string>(targets)
        store.set((state) => withDocuments(state, new Map([...state.byId].filter(([id]) => !gone.has(id)))))
        await refresh()
        return true
      } catch (thrown) {
        notices.fail(thrown)
        return false
      }
    },
  }
}
