import { OPEN_POLICY } from '../../src-shared/domain/folderPolicy.ts'
import { DEFAULT_FOLDER_RULES } from '../../src-shared/domain/folderRules.ts'
import { describe, expect, it } from 'vitest'
import { refreshStaleness } from '../../src-main/core/answering/refreshStaleness.ts'
import { runDoctor, type DoctorInput } from '../../src-main/core/doctor/runDoctor.ts'
import { createEventHub } from '../../src-main/core/EventHub.ts'
import type { LibraryReader } from '../../src-main/core/ports/LibraryReader.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import type { LibraryStatus } from '../../src-shared/domain/status.ts'

describe('the event hub', () => {
  it('tells every listener in order, also after one of them threw, and none that has left', () => {
    const logged: string[] = []
    const hub = createEventHub<number>({ log: (_level, message) => logged.push(message) })
    const heard: string[] = []
    hub.subscribe(() => { throw new Error('broken window') })
    const leave = hub.subscribe((event) => heard.push(`a${event}`))
    hub.subscribe((event) => heard.push(`b${event}`))
    hub.publish(1)
    leave()
    hub.publish(2)
    expect(heard).toEqual(['a1', 'b1', 'b2'])
    expect(logged).toHaveLength(2)
  })
})

describe('the doctor', () => {
  const status = { folders: [], documents: { indexed: 3 }, units: 9, coverage: { text: 9 }, chunks: 12, pace: { setting: 'auto', inForce: 'full', onBattery: false }, embedding: { model: 'm', staleChunks: 0, device: 'CPU', runtimeChoice: { runtime: 'onnx', reason: 'measured on this machine', measurements: [] } } } as unknown as LibraryStatus
  const healthy: DoctorInput = { status, indexedChunks: 12, modelChecks: [{ name: 'm', ok: true, message: 'fine' }], audit: { entries: 2, ok: true, head: 'h' }, connections: [], damaged: [] }
  const failing = (change: Partial<DoctorInput>) => runDoctor({ ...healthy, ...change }).checks.filter(({ ok }) => !ok)

  it('finds nothing wrong with a healthy library', () => {
    expect(failing({})).toEqual([])
  })

  it('says at which pace files are read, and why', () => {
    const said = (pace: LibraryStatus['pace']) => runDoctor({ ...healthy, status: { ...status, pace } }).checks.find(({ name }) => name === 'pace')
    expect(said({ setting: 'auto', inForce: 'gentle', onBattery: true })).toEqual({ name: 'pace', ok: true, message: 'Files are read gently, one at a time: the computer runs on its battery.' })
    expect(said({ setting: 'full', inForce: 'full', onBattery: true })?.message).toBe('Files are read at full pace: as the settings say.')
  })

  it.each<[string, Partial<DoctorInput>]>([
    ['model m', { modelChecks: [{ name: 'm', ok: false, message: 'missing' }] }],
    ['audit', { audit: { entries: 2, ok: false, brokenAt: 1, head: 'h' } }],
    ['network', { connections: ['0100A8C0:01BB'] }],
    ['index', { indexedChunks: 11 }],
    ['index', { status: { ...status, embedding: { ...status.embedding, staleChunks: 4 } } }],
    ['embedding', { status: { ...status, embedding: { ...status.embedding, runtimeChoice: { ...status.embedding.runtimeChoice, refused: { runtime: 'llama', meanCosine: 0.97 } } } } }],
    ['folders', { status: { ...status, folders: [{ folderId: 'f', path: '/gone', watched: true, reachable: false, documents: 1, rules: DEFAULT_FOLDER_RULES, policy: OPEN_POLICY }] } }],
    ['files', { status: { ...status, documents: { indexed: 3, failed: 1 } } }],
  ])('names trouble with %s and says what to do', (name, change) => {
    expect(failing(change)).toEqual([expect.objectContaining({ name, action: expect.any(String) as string })])
  })
})

describe('an older answer that is opened again', () => {
  const answer = { citations: [{ documentId: 'd1', sha256: 'old', stale: false }, { documentId: 'd2', sha256: 'same', stale: false }], passages: [], warnings: [] } as unknown as Answer
  const reader = (now: Record<string, string>) => ({ document: (id: string) => (now[id] === undefined ? undefined : { sha256: now[id] }), staleness: () => Promise.resolve(false) }) as unknown as LibraryReader

  it('is left as it was while its sources are', async () => {
    expect((await refreshStaleness(answer, reader({ d1: 'old', d2: 'same' }))).warnings).toEqual([])
  })

  it('marks a source that was read anew since, and one that is gone, and says so once', async () => {
    const shown = await refreshStaleness(answer, reader({ d1: 'new' }))
    expect(shown.citations.map(({ stale }) => stale)).toEqual(['changed', 'missing'])
    expect(shown.warnings.map(({ code }) => code)).toEqual(['SOURCE_CHANGED'])
    expect((await refreshStaleness(shown, reader({ d1: 'new' }))).warnings).toHaveLength(1)
  })
})
