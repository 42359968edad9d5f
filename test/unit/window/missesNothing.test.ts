import { describe, expect, it, vi } from 'vitest'
import type { WindowClient } from '../../../src-renderer/client/WindowClient.ts'
import { createConversation } from '../../../src-renderer/state/conversation.ts'
import { createLibraryStore } from '../../../src-renderer/state/library.ts'
import { createNotices } from '../../../src-renderer/state/notices.ts'
import { createWindowState } from '../../../src-renderer/state/WindowState.ts'
import { createWork } from '../../../src-renderer/state/work.ts'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import type { EngineEvent } from '../../../src-shared/domain/event.ts'
import type { Job, JobState } from '../../../src-shared/domain/job.ts'

function job(jobId: string, state: JobState, updated = '2024-01-01T00:00:01Z'): Job {
  return { jobId, kind: 'add', label: `Reading “${jobId}”`, state, progress: { stage: '', done: 0, unit: 'files' }, attempt: 1, created: '2024-01-01T00:00:00Z', updated } as Job
}
const document = (path: string, state = 'indexed') => ({ documentId: path, path, sha256: '', sizeBytes: 1, state, units: [] }) as unknown as DocumentReport

/** A client whose replies a test holds back; routes without one are empty lists. */
function clientWith(replies: Record<string, () => unknown>): WindowClient {
  return { call: async (route: string) => (replies[route] ?? (() => []))() } as unknown as WindowClient
}
const none = { onFinished: () => undefined, onOpened: () => undefined }

describe('a window', () => {
  it('reads its state when its events begin, not before, and again at each gap', async () => {
    const called: string[] = []
    let tell: (event: EngineEvent) => void = () => undefined
    const client = {
      call: async (route: string) => { called.push(route); return [] },
      subscribe: (listener: typeof tell) => { tell = listener; return () => undefined },
    } as unknown as WindowClient
    createWindowState(client)
    expect(called).toEqual([])
    for (const opening of [1, 2]) {
      tell({ topic: 'resync' })
      await vi.waitFor(() => expect(called.filter((route) => route === 'library.documents')).toHaveLength(opening))
      expect(called.filter((route) => route === 'jobs.list')).toHaveLength(opening)
    }
  })

  it('shows work that ended while nothing was heard, once', async () => {
    let listed = [job('before', 'succeeded')]
    const ended: string[] = []
    const work = createWork(clientWith({ 'jobs.list': () => listed }), createNotices(), ({ jobId }) => ended.push(jobId))
    const shown = () => work.store.get().map(({ jobId, state }) => `${jobId} ${state}`)
    await work.load()
    expect(shown()).toEqual([])
    listed = [...listed, job('missed', 'succeeded'), job('question', 'running')].map((each) => (each.jobId as string === 'question' ? { ...each, kind: 'question' } : each))
    await work.load()
    expect(shown()).toEqual(['missed succeeded'])
    await work.load()
    expect([shown(), ended]).toEqual([['missed succeeded'], ['missed']])
  })

  it('takes no reply over an event that is newer: paused work does not run again on the screen', async () => {
    const reply = Promise.withResolvers<Job>()
    const work = createWork(clientWith({ 'jobs.pause': () => reply.promise, 'jobs.resume': () => job('long', 'queued', '2024-01-01T00:00:03Z') }), createNotices(), () => undefined)
    work.apply(job('long', 'running'))
    const pausing = work.control('pause', 'long' as Job['jobId'])
    work.apply(job('long', 'paused', '2024-01-01T00:00:02Z'))
    reply.resolve(job('long', 'running'))
    await pausing
    expect(work.store.get().map(({ state }) => state)).toEqual(['paused'])
    await work.control('resume', 'long' as Job['jobId'])
    expect(work.store.get().map(({ state }) => state)).toEqual(['queued'])
  })

  it('takes no list over an event that is newer', async () => {
    const reply = Promise.withResolvers<readonly Job[]>()
    const work = createWork(clientWith({ 'jobs.list': () => reply.promise }), createNotices(), () => undefined)
    const loading = work.load()
    work.apply(job('quick', 'running'))
    work.apply(job('quick', 'succeeded', '2024-01-01T00:00:02Z'))
    work.apply(job('new', 'running'))
    reply.resolve([job('quick', 'running')])
    await loading
    expect(work.store.get().map(({ jobId, state }) => `${jobId} ${state}`)).toEqual(['new running', 'quick succeeded'])
  })

  it('keeps documents that were read while the list of all was on its way', async () => {
    const reply = Promise.withResolvers<readonly DocumentReport[]>()
    const library = createLibraryStore(clientWith({ 'library.documents': () => reply.promise }), createNotices())
    const loading = library.load()
    library.apply(document('/new'))
    library.apply(document('/gone', 'removed'))
    await new Promise((resolve) => setTimeout(resolve, 10))
    reply.resolve([document('/old'), document('/gone')])
    await loading
    expect(library.store.get().documents.map(({ path }) => path)).toEqual(['/new', '/old'])
  })

  it('comes back to an answer that another window began, and hears all of it in order', async () => {
    const snapshot = { answerId: 'a1', threadId: 't1', question: 'Why?', state: 'running', stage: 'writing', ahead: 0, submitted: '', events: [{ type: 'answer.delta', answerId: 'a1', sequence: 1, text: 'one two ' }] }
    const attached = Promise.withResolvers<unknown>()
    const conversation = createConversation(clientWith({ 'questions.running': () => [snapshot], 'questions.attach': () => attached.promise }), createNotices(), none)
    const resuming = conversation.catchUp()
    await vi.waitFor(() => expect(conversation.store.get().views).toHaveLength(1))
    conversation.apply({ type: 'answer.delta', answerId: 'a1' as never, sequence: 1, text: 'two ' })
    conversation.apply({ type: 'answer.delta', answerId: 'a1' as never, sequence: 2, text: 'three' })
    attached.resolve(snapshot)
    await resuming
    expect(conversation.store.get().views.map(({ question, text, phase }) => [question, text, phase])).toEqual([['Why?', 'one two three', 'writing']])
  })
})
