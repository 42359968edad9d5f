import { expect, test } from 'vitest'
import { phoneNumbers } from '../../../src-main/adapters/phone/phoneNumbers.ts'
import { createMasker } from '../../../src-main/core/privacy/createMasker.ts'
import { createPolicies } from '../../../src-main/core/privacy/createPolicies.ts'
import { createReleases } from '../../../src-main/core/privacy/createReleases.ts'
import type { Source, StoredDocument } from '../../../src-main/core/ports/Catalog.ts'
import { canonicalJson } from '../../../src-main/core/audit/canonicalJson.ts'
import type { AnswerEvent } from '../../../src-shared/domain/answer.ts'
import { OPEN_POLICY, type FolderPolicy } from '../../../src-shared/domain/folderPolicy.ts'
import type { AnswerId, DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'
import type { MaskingScope } from '../../../src-shared/domain/privacy.ts'
import { auditRecord } from '../../fixtures/auditRecord.ts'
import { exportedAnswer } from '../../fixtures/exportedAnswer.ts'

const documents = [{ documentId: 'd1', path: '/a/contract.pdf' }, { documentId: 'd2', path: '/b/copy.pdf', duplicateOf: 'd1' }] as unknown as readonly StoredDocument[]

function catalogOf(policies: Readonly<Record<string, Partial<FolderPolicy>>>) {
  let revision = 1
  let current = policies
  return {
    get revision() { return revision }, documents: () => documents,
    sources: () => ['/a', '/b'].map((path): Source => ({ sourceId: path as FolderId, kind: 'folder', path, watched: false, reachable: true, policy: { ...OPEN_POLICY, ...current[path] } })),
    change(next: typeof policies) { current = next; revision++ },
  }
}

const releasesOf = (masking: MaskingScope, policies: Readonly<Record<string, Partial<FolderPolicy>>> = {}) => createReleases({
  policies: createPolicies(catalogOf(policies)), reader: { document: () => undefined, unit: () => undefined }, masker: createMasker(phoneNumbers), masking: () => masking,
})

test('a document with copies in two folders may do what both allow, and a change counts at once', () => {
  const catalog = catalogOf({ '/b': { answer: false } })
  const policies = createPolicies(catalog)
  expect(policies.of('d1' as DocumentId, '/a/contract.pdf')).toEqual({ ...OPEN_POLICY, answer: false })
  expect(policies.notAnswered()).toEqual(['d1', 'd2'])
  catalog.change({ '/a': { quoteAtLength: false } })
  expect(policies.of('d1' as DocumentId, '/a/contract.pdf')).toEqual({ ...OPEN_POLICY, quoteAtLength: false })
  expect(policies.notAnswered()).toEqual([])
})

test('a document that is gone keeps to the folder that it was in', () => {
  expect(createPolicies(catalogOf({ '/b': { export: false } })).of('gone' as DocumentId, '/b/old.pdf').export).toBe(false)
})

const WRITTEN = 'Ask Jane. Her address is jane.doe@example.org. Call +49 30 23125 014 at night. She answers.'

function stream(masking: MaskingScope, policies: Readonly<Record<string, Partial<FolderPolicy>>>, pieceLength: number) {
  const release = releasesOf(masking, policies).events()
  const answerId = 'a1' as AnswerId
  const answer = { ...exportedAnswer, text: WRITTEN, sentences: [], citations: [] }
  const events: AnswerEvent[] = [{ type: 'answer.started', answerId, question: 'Who?' }, { type: 'answer.retrieved', answerId, passages: [{ rank: 1, documentId: 'd1' as DocumentId, path: '/a/contract.pdf', anchor: exportedAnswer.citations[0]?.anchor as never, text: 'x', score: 1, stale: false }] }]
  for (let from = 0, sequence = 0; from < WRITTEN.length; from += pieceLength) events.push({ type: 'answer.delta', answerId, sequence: sequence++, text: WRITTEN.slice(from, from + pieceLength) })
  return [...events, { type: 'answer.finished' as const, answerId, answer }].flatMap(release)
}

test.each([1, 3, 7, 20, 200])('no half of a hidden value is ever streamed, in pieces of %i', (pieceLength) => {
  const events = stream('answersAndExports', {}, pieceLength)
  const deltas = events.flatMap((event) => (event.type === 'answer.delta' ? [event] : []))
  const last = events.at(-1)
  expect(deltas.map(({ text }) => text).join('')).toBe(last?.type === 'answer.finished' ? last.answer.text : '')
  expect(deltas.map(({ text }) => text).join('')).toBe('Ask Jane. Her address is [mail address]. Call [phone number] at night. She answers.')
  const sequences = deltas.map(({ sequence }) => sequence)
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
})

test('without masking pieces pass as they come; of a folder that may not be quoted at length they come when they are cut', () => {
  expect(stream('exports', {}, 10).filter(({ type }) => type === 'answer.delta')).toHaveLength(Math.ceil(WRITTEN.length / 10))
  expect(stream('off', { '/a': { quoteAtLength: false } }, 10).filter(({ type }) => type === 'answer.delta')).toHaveLength(1)
})

test('masking in exports leaves what is shown as it is', () => {
  const answer = { ...exportedAnswer, text: 'Write to jane.doe@example.org. [1]', question: 'Is jane.doe@example.org hers?' }
  expect(releasesOf('exports').answer(answer)).toBe(answer)
  expect(releasesOf('exports').exported(answer)).toMatchObject({ text: 'Write to [mail address]. [1]', question: 'Is [mail address] hers?', masked: { mail: 1 } })
  // The person's own question stays in the window: it is asked again from there.
  expect(releasesOf('answersAndExports').answer(answer).question).toBe(answer.question)
})

test('an audit entry leaves as it is stored, or says that it was edited', () => {
  const entryOf = (text: string) => ({ sequence: 1, previousHash: '', contentHash: 'c', hash: 'h', content: canonicalJson(auditRecord(1, { asked: '2026-01-01T00:00:00.000Z', text })) })
  const entry = entryOf('Write to jane.doe@example.org')
  expect(releasesOf('off').entry(entry)).toBe(entry)
  const masked = releasesOf('exports').entry(entry)
  expect(masked).toMatchObject({ edited: true, contentHash: 'c', hash: 'h' })
  expect(masked.content).not.toContain('jane.doe')
  const context = { documentId: 'd1', path: '/a/contract.pdf', sha256: 's', unit: 1, charStart: 0, charEnd: 10, text: 'The secret' }
  const secret = { ...entry, content: canonicalJson(auditRecord(1, { asked: '2026-01-01T00:00:00.000Z', text: 'x', record: { context: [context], prompt: [{ role: 'user', content: 'The secret' }] } })) }
  const released = releasesOf('off', { '/a': { export: false } }).entry(secret)
  expect(released.edited).toBe(true)
  expect(released.content).not.toContain('The secret')
})

test('an answer that is reviewed shows no more than one that is read', () => {
  const [first, second] = exportedAnswer.citations.map(({ n, anchor, quote }) => ({ n, documentId: `r${n}` as DocumentId, path: n === 1 ? '/a/contract.pdf' : '/c/table.xlsx', anchor, quote }))
  if (first === undefined || second === undefined) throw new Error('the fixture has two citations')
  const item = { question: 'Who?', text: 'The secret of jane.doe@example.org. [1]', sources: [first, second] }
  expect(releasesOf('off').reviewed(item)).toEqual(item)
  expect(releasesOf('answersAndExports').reviewed(item).text).toBe('The secret of [mail address]. [1]')
  const left = releasesOf('off', { '/a': { answer: false } }).reviewed(item)
  expect(left.sources.map(({ n }) => n)).toEqual([2])
  expect(left.text).not.toContain('secret')
})

test('what may not leave is refused with what to do', () => {
  const answer = { ...exportedAnswer, citations: exportedAnswer.citations.map((citation) => ({ ...citation, documentId: 'd1' as DocumentId, path: '/a/contract.pdf' })) }
  expect(() => releasesOf('off', { '/a': { export: false } }).exported(answer)).toThrow(expect.objectContaining({ code: 'NOT_ALLOWED', action: expect.stringContaining('policy') as string }) as Error)
})
