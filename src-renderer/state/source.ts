import type { Anchor } from '../../src-shared/domain/anchor.ts'
import type { Citation } from '../../src-shared/domain/answer.ts'
import type { DocumentId } from '../../src-shared/domain/ids.ts'
import type { Passage, Staleness } from '../../src-shared/domain/passage.ts'
import { createStore, type Store } from './createStore.ts'

/** What the source column shows: one place in one document. */
export interface SourcePlace {
  readonly documentId: DocumentId
  readonly path: string
  readonly unit: number
  /** Highlighted when present. */
  readonly quote: { readonly n: number; readonly text: string; readonly anchor: Anchor } | null
  readonly stale: Staleness
  /** The answer whose citation it is; then chip and note card show the same one. */
  readonly answerKey: string | null
  /** Grows with every opening, so that the same footnote clicked again scrolls back to its place. */
  readonly opened: number
}

export type SourceTab = 'source' | 'audit' | 'citations'

export interface SourceState {
  readonly place: SourcePlace | null
  readonly tab: SourceTab
  readonly isOpen: boolean
  /** In a narrow window the source lies over the answer: then only a person opens it, never the end of an answer. */
  readonly isDrawerOpen: boolean
  /** The answer whose making the audit tab shows; null: the last one. */
  readonly auditOf: string | null
}

export interface Source {
  readonly store: Store<SourceState>
  /** What is likely to be opened next; the viewer has it ready. */
  readonly expected: Store<DocumentId | null>
  openCitation(answerKey: string, citation: Citation): void
  /** Shows the first citation of a new answer, unless a person has opened something meanwhile. */
  offerCitation(answerKey: string, citation: Citation): void
  openPassage(passage: Passage): void
  /** A quote that belongs to no answer on the screen. */
  openQuote(quote: Pick<Citation, 'n' | 'documentId' | 'path' | 'anchor' | 'quote'>): void
  openDocument(documentId: DocumentId, path: string, unit?: number): void
  /** A person scrolled there: says which unit is in sight. */
  showUnit(unit: number): void
  /** Opens another unit of the same document. */
  goToUnit(unit: number): void
  showTab(tab: SourceTab): void
  showAudit(answerKey: string): void
  setOpen(isOpen: boolean): void
  /** What lies over the answer in a narrow window goes; a column stays. */
  closeDrawer(): void
  /** Keeps the column, empty: a question has been asked and nothing is cited yet. */
  clear(isOpen: boolean): void
}

export function createSource(): Source {
  const store = createStore<SourceState>({ place: null, tab: 'source', isOpen: false, isDrawerOpen: false, auditOf: null })
  const expected = createStore<DocumentId | null>(null)
  let opened = 0
  function show(place: Omit<SourcePlace, 'opened'>, byHand = true) {
    opened += 1
    store.set((state) => ({ place: { ...place, opened }, tab: 'source', isOpen: true, isDrawerOpen: byHand || state.isDrawerOpen, auditOf: place.answerKey ?? state.auditOf }))
  }
  function placeOf(answerKey: string, { documentId, path, anchor, quote, n, stale }: Citation) {
    return { documentId, path, unit: anchor.unit, quote: { n, text: quote, anchor }, stale, answerKey }
  }
  return {
    store, expected,
    openCitation: (answerKey, citation) => show(placeOf(answerKey, citation)),
    offerCitation(answerKey, citation) {
      if (store.get().place === null) show(placeOf(answerKey, citation), false)
    },
    openPassage({ documentId, path, anchor, text, rank, stale }) {
      show({ documentId, path, unit: anchor.unit, quote: { n: rank, text, anchor }, stale, answerKey: null })
    },
    openQuote({ n, documentId, path, anchor, quote }) {
      show({ documentId, path, unit: anchor.unit, quote: { n, text: quote, anchor }, stale: false, answerKey: null })
    },
    openDocument(documentId, path, unit = 1) {
      show({ documentId, path, unit, quote: null, stale: false, answerKey: null })
    },
    showUnit(unit) {
      store.set((state) => (state.place === null || state.place.unit === unit ? state : { ...state, place: { ...state.place, unit } }))
    },
    goToUnit(unit) {
      opened += 1
      store.set((state) => (state.place === null ? state : { ...state, place: { ...state.place, unit, opened } }))
    },
    showTab: (tab) => store.set((state) => ({ ...state, tab, isOpen: true, isDrawerOpen: true })),
    showAudit: (answerKey) => store.set((state) => ({ ...state, tab: 'audit', isOpen: true, isDrawerOpen: true, auditOf: answerKey })),
    closeDrawer: () => store.set((state) => (state.isDrawerOpen ? { ...state, isDrawerOpen: false } : state)),
    setOpen: (isOpen) => store.set((state) => ({ ...state, isOpen, isDrawerOpen: isOpen })),
    clear: (isOpen) => store.set((state) => ({ place: null, tab: 'source', isOpen: isOpen || state.isOpen, isDrawerOpen: false, auditOf: null })),
  }
}
