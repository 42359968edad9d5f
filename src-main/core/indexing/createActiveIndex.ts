import type { Embedder } from '../ports/Embedder.ts'
import type { VectorStore } from '../ports/VectorStore.ts'
import type { OpenedIndex } from './OpenedIndex.ts'

export interface ActiveIndex<Own extends Embedder = Embedder> {
  current(): OpenedIndex<Own>
  /** The store and the embedder of whichever index is current at each call, for ingestion, which stands still while the index is replaced. */
  readonly store: VectorStore
  readonly embedder: Embedder
  /**
   * What is made of an index, once for each: a question takes the searcher of the current one and keeps it to its end, so that a vector of one model never
   * meets rows of another.
   */
  derive<Made>(make: (index: OpenedIndex<Own>) => Made): () => Made
  /** The former one stays open for the questions that began with it, until yet another takes over or the library is closed. */
  replace(next: OpenedIndex<Own>): Promise<void>
  close(): Promise<void>
}

/** Holds the index that answers. */
export function createActiveIndex<Own extends Embedder>(first: OpenedIndex<Own>): ActiveIndex<Own> {
  let active = first
  let former: OpenedIndex<Own> | undefined

  async function end(index: OpenedIndex<Own> | undefined): Promise<void> {
    if (index === undefined) return
    await index.store.close()
    // Two indexes of one model share what computes, and a model that is closed is loaded again by its next text.
    if (index.embedder !== active.embedder) await index.embedder.close()
  }

  return {
    current: () => active,
    store: {
      get fingerprint() { return active.store.fingerprint },
      replaceDocuments: (documentIds, rows) => active.store.replaceDocuments(documentIds, rows),
      removeDocuments: (documentIds) => active.store.removeDocuments(documentIds),
      relocateDocument: (documentId, place) => active.store.relocateDocument(documentId, place),
      searchLexical: (query, options) => active.store.searchLexical(query, options),
      searchVector: (vector, options) => active.store.searchVector(vector, options),
      termStatistics: (terms) => active.store.termStatistics(terms),
      vectors: (chunkIds) => active.store.vectors(chunkIds),
      listDocuments: () => active.store.listDocuments(),
      describeDocuments: () => active.store.describeDocuments(),
      chunkTexts: () => active.store.chunkTexts(),
      countRows: () => active.store.countRows(),
      unindexedRows: () => active.store.unindexedRows(),
      waste: () => active.store.waste(),
      refreshTextIndex: () => active.store.refreshTextIndex(),
      optimize: () => active.store.optimize(),
      close: () => Promise.resolve(),
    },
    embedder: {
      get identity() { return active.embedder.identity },
      embedPassages: (texts, options) => active.embedder.embedPassages(texts, options),
      embedQuery: (text, options) => active.embedder.embedQuery(text, options),
      get tokenStates() { return active.embedder.tokenStates },
      close: () => Promise.resolve(),
    } as Embedder,
    derive<Made>(make: (index: OpenedIndex<Own>) => Made) {
      let known: { readonly index: OpenedIndex<Own>; readonly made: Made } | undefined
      return () => {
        if (known?.index !== active) known = { index: active, made: make(active) }
        return known.made
      }
    },
    async replace(next) {
      const ending = former
      former = active
      active = next
      if (ending !== undefined && ending.store !== next.store) await end(ending)
    },
    async close() {
      await end(former)
      await active.store.close()
      await active.embedder.close()
    },
  }
}
