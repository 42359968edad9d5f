import type { DocumentId } from '../../src-shared/domain/ids.ts'
import { createStore, type Store } from './createStore.ts'

/** What the middle column shows. */
export type Pane =
  | { readonly kind: 'ask' }
  | { readonly kind: 'library'; readonly folder: string | null; readonly needsYou: boolean }
  | { readonly kind: 'document'; readonly documentId: DocumentId }
  | { readonly kind: 'audit' }

export type OpenDialog = 'settings' | 'palette' | 'addFolder' | 'importModel' | 'proof' | null

export interface Navigation {
  readonly pane: Store<Pane>
  readonly dialog: Store<OpenDialog>
  /** Grows when a person wants to type a question; the composer then takes the focus. */
  readonly focusRequests: Store<number>
  go(pane: Pane): void
  focusQuestion(): void
}

export function createNavigation(): Navigation {
  const pane = createStore<Pane>({ kind: 'ask' })
  const focusRequests = createStore(0)
  return {
    pane, dialog: createStore<OpenDialog>(null), focusRequests,
    go: (next) => pane.set(next),
    focusQuestion() {
      pane.set((current) => (current.kind === 'ask' ? current : { kind: 'ask' }))
      focusRequests.set((count) => count + 1)
    },
  }
}
