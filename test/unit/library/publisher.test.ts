import { expect, it } from 'vitest'
import { createPublisher, Superseded, type Publication } from '../../../src-main/core/ingestion/createPublisher.ts'
import type { Catalog, DocumentChange, StoredDocument } from '../../../src-main/core/ports/Catalog.ts'
import type { VectorStore } from '../../../src-main/core/ports/VectorStore.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'

const document = (documentId: string, values: Partial<StoredDocument> = {}) => ({ documentId: documentId as DocumentId, path: `/${documentId}`, sha256: 'one', state: 'indexed', fingerprint: 'f', chunks: 2, ...values }) as StoredDocument

/** A catalog and an index in memory; a group is written when `release` is called. */
function open(...known: StoredDocument[]) {
  const documents = new Map(known.map((each) => [each.documentId, each]))
  const rows = new Map(known.map(({ documentId }) => [documentId, true]))
  const gates: (() => void)[] = []
  const groups: string[][] = []
  const publisher = createPublisher({
    catalog: {
      document: (documentId: DocumentId) => documents.get(documentId),
      publish: (changes: readonly DocumentChange[]) => {
        groups.push(changes.map(({ document: { documentId } }) => documentId))
        for (const change of changes) documents.set(change.document.documentId, change.document)
        return Promise.resolve()
      },
    } as unknown as Catalog,
    vectorStore: {
      async replaceDocuments(replaced: readonly DocumentId[]) {
        await new Promise<void>((resolve) => gates.push(resolve))
        for (const documentId of replaced) rows.delete(documentId)
      },
      relocateDocument: () => Promise.resolve(),
    } as unknown as VectorStore,
    hasBacklog: () => false, onPublished: () => undefined,
  }, () => 0)
  const settled = (publication: Publication) => publisher.publish(publication).then(() => 'written', (error: unknown) => (error instanceof Superseded ? 'superseded' : Promise.reject(error as Error)))
  return { documents, rows, groups, settled, release: () => { gates.shift()?.() } }
}

it('does not move a document whose rows another task has ended meanwhile', async () => {
  const before = document('a')
  const { documents, rows, settled, release } = open(before)
  const removed = settled({ changes: [{ document: document('a', { state: 'removed', fingerprint: '', chunks: 0 }), units: [] }], rows: [], replaces: [before.documentId], expects: [before] })
  const moved = settled({ changes: [{ document: document('a', { path: '/b' }) }], rows: [], replaces: [], relocations: [{ documentId: before.documentId, path: '/b', name: 'b' }], expects: [before] })
  release()
  expect([await removed, await moved]).toEqual(['written', 'superseded'])
  expect([documents.get(before.documentId)?.state, rows.size]).toEqual(['removed', 0])
})

it('does not end a document that another task has moved meanwhile', async () => {
  const [before, other] = [document('a'), document('c')]
  const { documents, rows, settled, release } = open(before, other)
  const first = settled({ changes: [{ document: { ...other, state: 'failed' } }], rows: [], replaces: [other.documentId], expects: [other] })
  const moved = settled({ changes: [{ document: document('a', { path: '/b' }) }], rows: [], replaces: [], expects: [before] })
  const removed = settled({ changes: [{ document: document('a', { state: 'removed' }) }], rows: [], replaces: [before.documentId], expects: [before] })
  release()
  expect([await first, await moved, await removed]).toEqual(['written', 'written', 'superseded'])
  expect([documents.get(before.documentId)?.path, rows.has(before.documentId)]).toEqual(['/b', true])
})

it('writes what concerns different documents together', async () => {
  const all = ['a', 'b', 'c'].map((name) => document(name))
  const { groups, settled, release } = open(...all)
  const written = all.map((each) => settled({ changes: [{ document: { ...each, state: 'failed' } }], rows: [], replaces: [each.documentId], expects: [each] }))
  release()
  await written[0]
  release()
  await Promise.all(written)
  expect(groups).toEqual([['a'], ['b', 'c']])
})
