import { describe, expect, it, vi } from 'vitest'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import type { WindowClient } from '../../../src-renderer/client/WindowClient.ts'
import { createLibraryStore } from '../../../src-renderer/state/library.ts'
import { createNotices } from '../../../src-renderer/state/notices.ts'
import { arrangeDocuments } from '../../../src-renderer/features/library/arrangeDocuments.ts'
import { stateInWords, unitsInWords } from '../../../src-renderer/features/library/documentInWords.ts'

function report(path: string, more: Partial<DocumentReport> = {}): DocumentReport {
  return { documentId: path, path, sha256: '', mediaType: 'application/pdf', sizeBytes: 10, modified: '2024-01-01', state: 'indexed', units: [], chunks: 1, elapsedMs: 1, ...more } as DocumentReport
}
const everything = { search: '', folder: null, needsYou: false, sort: 'name', isDescending: false } as const

describe('the library in the window', () => {
  it('keeps the order of paths while documents come, change and go, counting numbers as numbers', () => {
    vi.useFakeTimers()
    const client = { call: async () => [] } as unknown as WindowClient
    const library = createLibraryStore(client, createNotices())
    for (const path of ['/b/file 10.pdf', '/b/file 9.pdf', '/a/z.pdf', '/c.pdf']) library.apply(report(path))
    vi.runAllTimers()
    library.apply(report('/b/file 9.pdf', { state: 'failed' }))
    library.apply(report('/a/z.pdf', { state: 'removed' }))
    library.apply(report('/b/file 1.pdf'))
    vi.runAllTimers()
    expect(library.store.get().needing).toBe(1)
    expect(library.store.get().documents.map((document) => `${document.path} ${document.state}`)).toEqual(['/b/file 1.pdf indexed', '/b/file 9.pdf failed', '/b/file 10.pdf indexed', '/c.pdf indexed'])
    vi.useRealTimers()
  })
  it('is searched by every word, narrowed to a folder, and to what needs a person', () => {
    const documents = [report('/x/Lease Rotterdam.pdf'), report('/y/Lease Paris.pdf'), report('/y/Locked.pdf', { state: 'failed' })]
    const paths = (change: Partial<Parameters<typeof arrangeDocuments>[1]>) => arrangeDocuments(documents, { ...everything, ...change }).map((document) => document.path)
    expect(paths({ search: 'lease par' })).toEqual(['/y/Lease Paris.pdf'])
    expect(paths({ folder: '/y' })).toHaveLength(2)
    expect(arrangeDocuments([report('/y 2/a.pdf'), report('/y/b.pdf')], { ...everything, folder: '/y' }).map(({ path }) => path)).toEqual(['/y/b.pdf'])
    expect(paths({ needsYou: true })).toEqual(['/y/Locked.pdf'])
    expect(paths({ sort: 'state' })[0]).toBe('/y/Locked.pdf')
  })
  it('says in words how a file was read and why not', () => {
    const unit = { unit: 1, kind: 'page', label: '', source: 'text', chars: 1 } as const
    expect(unitsInWords([unit, { ...unit, source: 'ocr' }, { ...unit, source: 'empty' }])).toBe('3 pages: 1 OCR, 1 empty')
    expect(unitsInWords([unit, unit])).toBe('2 pages')
    expect(stateInWords(report('/a', { state: 'failed', message: 'This file is locked with a password.' }))).toBe('Not read: This file is locked with a password.')
  })
})
