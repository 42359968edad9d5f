import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { ModelEntry } from '../../src-shared/domain/model.ts'
import type { OpenedIndex } from '../core/indexing/OpenedIndex.ts'
import type { ChunkSizes } from '../core/ingestion/chunkUnits.ts'
import { identityOf } from '../core/models/modelIdentity.ts'
import type { ModelLibrary } from '../core/models/createModelLibrary.ts'
import type { Catalog, IndexReference } from '../core/ports/Catalog.ts'
import type { ChosenEmbedder } from '../processes/modelHost/createChosenEmbedder.ts'
import { chunkingKey } from './createTrials.ts'
import { openIndex } from './openIndex.ts'

export interface ComposeIndexesOptions {
  readonly dataDir: string
  readonly readOnly: boolean
  readonly catalog: Catalog
  readonly library: ModelLibrary
  /** The program's own chunk sizes, which an index's name does not tell. */
  readonly ownChunking: ChunkSizes
  /** An index was damaged and is empty now. */
  readonly onDamaged: () => void
  readonly makeEmbedder: (entry: ModelEntry) => ChosenEmbedder
}

export interface ComposedIndexes {
  /** The one that answers: where the catalog points, else that of the embedder in the settings. */
  openFirst(wanted: ModelEntry, chunking: ChunkSizes): Promise<OpenedIndex<ChosenEmbedder>>
  open(reference: IndexReference): Promise<OpenedIndex<ChosenEmbedder>>
  discard(reference: IndexReference): Promise<void>
  /** Of the model's shared forms, or of the form that a person fixed when its vectors differ. */
  referenceFor(model: string, chunking: ChunkSizes): IndexReference
}

/** The indexes of a library on disk, each with the embedder that made it. */
export function composeIndexes({ dataDir, readOnly, catalog, library, ownChunking, makeEmbedder, onDamaged }: ComposeIndexesOptions): ComposedIndexes {
  const indexDir = path.join(dataDir, 'index')
  const embedders = new Map<string, ChosenEmbedder>()

  /** One for all indexes of a model: two would load it twice. */
  function embedderFor({ model, runtime }: Pick<IndexReference, 'model' | 'runtime'>): ChosenEmbedder {
    const key = JSON.stringify([model, runtime])
    const known = embedders.get(key)
    if (known !== undefined) return known
    const entry = library.entry(model)
    const made = makeEmbedder(runtime === null ? entry : onlyForm(entry, runtime))
    const embedder: ChosenEmbedder = {
      ...made,
      get identity() { return made.identity },
      close() {
        embedders.delete(key)
        return made.close()
      },
    }
    embedders.set(key, embedder)
    return embedder
  }

  async function open(reference: IndexReference) {
    const embedder = embedderFor(reference)
    return { reference, embedder, store: await openIndex({ indexDir, fingerprint: reference.fingerprint, dimensions: embedder.identity.dimensions, readOnly, isExpected: readOnly && catalog.languages().documents > 0, onDamaged }) }
  }

  /** Other chunks are another index. */
  function nameOf(fingerprint: string, chunking: ChunkSizes): string {
    return chunkingKey(chunking) === chunkingKey(ownChunking) ? fingerprint : `${fingerprint}-${chunkingKey(chunking)}`
  }

  function referenceFor(model: string, { targetTokens, maxTokens, overlapTokens }: ChunkSizes): IndexReference {
    const chunking = { targetTokens, maxTokens, overlapTokens }
    const entry = library.entry(model)
    const { refused } = embedderFor({ model, runtime: null }).report()
    const runtime = refused?.runtime ?? null
    const { fingerprint } = runtime === null ? identityOf(entry, entry.forms?.[0]?.runtime ?? 'llama') : identityOf(onlyForm(entry, runtime), runtime)
    return { fingerprint: nameOf(fingerprint, chunking), model, runtime, chunking }
  }

  return {
    open,
    referenceFor,
    discard: ({ fingerprint }) => rm(path.join(indexDir, fingerprint), { recursive: true, force: true }),
    async openFirst(wanted, chunking) {
      const { current } = catalog.indexes()
      const isThere = current !== undefined && library.list().some(({ name }) => name === current.model)
      // Before anything was indexed the settings decide; afterwards only a finished reindexing does.
      if (isThere && catalog.languages().documents > 0) return open(current)
      const reference = referenceFor(wanted.name, chunking)
      if (!readOnly && current?.fingerprint !== reference.fingerprint) catalog.moveIndex(reference)
      return open(reference)
    },
  }
}

function onlyForm(entry: ModelEntry, runtime: string): ModelEntry {
  return { ...entry, equivalentForms: false, forms: (entry.forms ?? []).filter((form) => form.runtime === runtime) }
}
