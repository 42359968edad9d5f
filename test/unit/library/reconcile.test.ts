import { describe, expect, it } from 'vitest'
import { reconcile, type ReconcileInput } from '../../../src-main/core/library/reconcile.ts'
import type { ScannedFile } from '../../../src-main/core/library/scanSource.ts'
import type { DocumentStamp } from '../../../src-main/core/ports/Catalog.ts'
import type { DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'

const file = (path: string, values: Partial<ScannedFile> = {}): ScannedFile => ({ path, sizeBytes: 10, modifiedMs: 1000, inode: '7', ...values })
const stamp = (path: string, values: Partial<DocumentStamp> = {}): DocumentStamp => ({
  documentId: `id-${path}` as DocumentId, sourceId: 'src' as FolderId, path, sizeBytes: 10, modifiedMs: 1000, inode: '7', settled: true, sha256: 'hash', state: 'indexed',
  fingerprint: 'f', chunks: 1, ...values,
})
const plan = (input: Partial<ReconcileInput>) => {
  const { toRead, unchanged, removed, maybeMoved } = reconcile({ files: [], documents: [], orphanedCopies: new Set(), unreadable: [], leftOut: [], fingerprint: 'f', retry: new Set(), isExplicit: false, ...input })
  const paths = (list: readonly { readonly path: string }[]) => list.map(({ path }) => path)
  return { toRead: toRead.map((entry) => entry.file.path), unchanged: paths(unchanged), removed: paths(removed), maybeMoved: paths(maybeMoved) }
}
const nothing = { toRead: [], unchanged: [], removed: [], maybeMoved: [] }

describe('reconcile', () => {
  it('reads what is new', () => {
    expect(plan({ files: [file('/a')] })).toEqual({ ...nothing, toRead: ['/a'] })
  })
  it('leaves alone what has the same size, time and inode', () => {
    expect(plan({ files: [file('/a')], documents: [stamp('/a')] })).toEqual({ ...nothing, unchanged: ['/a'] })
  })
  it.each([['size', { sizeBytes: 11 }], ['time', { modifiedMs: 1001 }], ['inode', { inode: '8' }]])('looks again when the %s differs', (_, values) => {
    expect(plan({ files: [file('/a', values)], documents: [stamp('/a')] }).toRead).toEqual(['/a'])
  })
  it('looks again at a file that was read in the same tick as it was written', () => {
    expect(plan({ files: [file('/a')], documents: [stamp('/a', { settled: false })] }).toRead).toEqual(['/a'])
  })
  it('reads again what belongs to the index of another embedding model', () => {
    expect(plan({ files: [file('/a')], documents: [stamp('/a', { fingerprint: 'other' })] }).toRead).toEqual(['/a'])
  })
  it('removes what is gone', () => {
    expect(plan({ documents: [stamp('/a')] })).toEqual({ ...nothing, removed: ['/a'] })
  })
  it('waits with removing what a new file of the same size may be', () => {
    expect(plan({ files: [file('/b', { inode: '9' })], documents: [stamp('/a')] })).toEqual({ ...nothing, toRead: ['/b'], maybeMoved: ['/a'] })
  })
  it('keeps what lies in a folder that could not be listed', () => {
    expect(plan({ documents: [stamp('/locked/a')], unreadable: ['/locked'] })).toEqual(nothing)
  })
  it('takes out what a rule leaves out now, also when a new file has its size', () => {
    const { ignored } = reconcile({ files: [file('/b')], documents: [stamp('/out/a')], orphanedCopies: new Set(), unreadable: [], leftOut: ['/out'], fingerprint: 'f', retry: new Set(), isExplicit: false })
    expect(ignored.map(({ path }) => path)).toEqual(['/out/a'])
    expect(plan({ files: [file('/b')], documents: [stamp('/out/a')], leftOut: ['/out'] })).toEqual({ ...nothing, toRead: ['/b'] })
  })
  it('reports a file again when another rule leaves it out', () => {
    const skip = { code: 'IGNORED_BY_RULE', message: 'by *.log' } as const
    const documents = [stamp('/a', { state: 'skipped', code: 'IGNORED_BY_RULE', message: 'by *.log' })]
    expect(plan({ files: [file('/a', { skip })], documents }).unchanged).toEqual(['/a'])
    expect(plan({ files: [file('/a', { skip: { ...skip, message: 'by logs*' } })], documents }).toRead).toEqual(['/a'])
  })
  it('keeps what was read of a file whose content went to the cloud, and reads one that came back', () => {
    const skip = { code: 'CLOUD_PLACEHOLDER' } as const
    expect(plan({ files: [file('/a', { skip })], documents: [stamp('/a')] }).unchanged).toEqual(['/a'])
    expect(plan({ files: [file('/a', { skip, sizeBytes: 0, modifiedMs: 0, inode: '' })], documents: [stamp('/a')] }).unchanged).toEqual(['/a'])
    expect(plan({ files: [file('/a', { skip, sizeBytes: 11 })], documents: [stamp('/a')] }).toRead).toEqual(['/a'])
    expect(plan({ files: [file('/a')], documents: [stamp('/a', { state: 'skipped', code: 'CLOUD_PLACEHOLDER' })] }).toRead).toEqual(['/a'])
  })
  it('does not try a broken file again until it changes, or until its reason may be over', () => {
    const documents = [stamp('/a', { state: 'failed', code: 'DAMAGED_FILE' })]
    expect(plan({ files: [file('/a')], documents }).unchanged).toEqual(['/a'])
    expect(plan({ files: [file('/a')], documents, retry: new Set(['DAMAGED_FILE']) }).toRead).toEqual(['/a'])
  })
  it('reads a file whose name no longer leaves it out', () => {
    expect(plan({ files: [file('/a')], documents: [stamp('/a', { state: 'skipped', code: 'TEMPORARY_FILE' })] }).toRead).toEqual(['/a'])
  })
  it('reads a copy whose original is gone', () => {
    const copy = stamp('/b', { state: 'duplicate', duplicateOf: 'id-/a' as DocumentId })
    expect(plan({ files: [file('/b')], documents: [copy] }).unchanged).toEqual(['/b'])
    expect(plan({ files: [file('/b')], documents: [copy], orphanedCopies: new Set([copy.documentId]) }).toRead).toEqual(['/b'])
  })
  it('leaves out what a person took out, until they name it', () => {
    const documents = [stamp('/a', { state: 'removed', code: 'IGNORED' })]
    expect(plan({ files: [file('/a')], documents })).toEqual(nothing)
    expect(plan({ files: [file('/a')], documents, isExplicit: true }).toRead).toEqual(['/a'])
  })
})
