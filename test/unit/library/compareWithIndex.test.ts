import { expect, it } from 'vitest'
import { compareWithIndex } from '../../../src-main/core/library/compareWithIndex.ts'
import type { DocumentStamp } from '../../../src-main/core/ports/Catalog.ts'
import type { DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'

const document = (name: string, values: Partial<DocumentStamp> = {}): DocumentStamp => ({
  documentId: name as DocumentId, sourceId: 'src' as FolderId, path: `/${name}`, sizeBytes: 1, modifiedMs: 1, inode: '1', settled: true, sha256: 'hash', state: 'indexed', fingerprint: 'f', chunks: 2, ...values,
})
const rows = (name: string, values = {}): [DocumentId, { sha256: string; path: string; rows: number }] => [name as DocumentId, { sha256: 'hash', path: `/${name}`, rows: 2, ...values }]

it('finds nothing to repair where both agree', () => {
  expect(compareWithIndex([document('a'), document('empty', { chunks: 0 })], new Map([rows('a')]), 'f')).toEqual({ removeRows: [], readAgain: [], restore: [], relocate: [] })
})

it('finds what a crash left, in both directions', () => {
  const moved = document('moved')
  const repairs = compareWithIndex(
    [document('missing'), document('older'), document('partly'), moved, document('removed', { state: 'removed' }), document('other', { fingerprint: 'g' })],
    new Map([rows('unknown'), rows('older', { sha256: 'newer' }), rows('partly', { rows: 1 }), rows('moved', { path: '/before' }), rows('removed')]), 'f')
  expect(repairs).toEqual({ removeRows: ['unknown', 'older', 'partly', 'removed'], readAgain: ['older'], restore: ['missing', 'partly'], relocate: [moved] })
})
