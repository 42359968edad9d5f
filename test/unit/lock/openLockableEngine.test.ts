import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLockableEngine } from '../../../src-main/hosts/openLockableEngine.ts'
import type { Engine } from '../../../src-main/core/Engine.ts'
import type { EngineEvent } from '../../../src-shared/domain/event.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { createRouter } from '../../../src-main/rpc/createRouter.ts'
import { engineHandlers } from '../../../src-main/rpc/engineHandlers.ts'
import { createFakeEngine } from '../../contract/fakeEngine.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'footnote-lockable-'))
  await writeFile(join(dataDir, 'passphrase.json'), '{}')
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** A library behind the passphrase `sesame`; what was opened, in order. */
async function lockable() {
  const engines: (Engine & { tell(event: EngineEvent): void; isClosed: boolean })[] = []
  const engine = await openLockableEngine(async ({ passphrase }) => {
    const given = await passphrase?.()
    if (given === undefined) throw new AppError('LOCKED')
    if (given !== 'sesame') throw new AppError('WRONG_PASSPHRASE')
    const listeners: ((event: EngineEvent) => void)[] = []
    const opened = Object.assign(createFakeEngine(), {
      isClosed: false, subscribe: (listener: (event: EngineEvent) => void) => { listeners.push(listener); return () => undefined }, tell: (event: EngineEvent) => { for (const listener of listeners) listener(event) },
      close() { opened.isClosed = true; return Promise.resolve() },
    })
    engines.push(opened)
    return opened
  }, { dataDir })
  const events: EngineEvent['topic'][] = []
  engine.subscribe(({ topic }) => { events.push(topic) })
  return { engine, engines, events }
}

test('a locked library answers nothing but its lock and the frame of its window', async () => {
  const { engine } = await lockable()
  expect(engine.lock.status()).toEqual({ state: 'on', isLocked: true })
  const router = createRouter(engineHandlers(engine))
  for (const route of ['status.get', 'library.documents', 'threads.list', 'audit.list', 'jobs.list']) expect(await router.call(route, {})).toMatchObject({ ok: false, error: { code: 'LOCKED' } })
  expect(await router.call('lock.status', {})).toMatchObject({ ok: true, value: { isLocked: true } })
  expect(engine.settings.get().appearance.theme).toBe('system')
  expect(engine.questions.running()).toEqual([])
  await engine.close()
})

test('it opens with its passphrase, tells its windows, and closes when it is locked again', async () => {
  const { engine, engines, events } = await lockable()
  await expect(engine.lock.unlock('guess')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  expect(engine.lock.status().isLocked).toBe(true)
  await Promise.all([engine.lock.unlock('sesame'), engine.lock.unlock('sesame')])
  expect(engines).toHaveLength(1)
  expect(engine.library.documents()).toEqual([])
  engines[0]?.tell({ topic: 'settings' })
  await engine.lock.lockNow()
  expect(engines[0]?.isClosed).toBe(true)
  expect(() => engine.library.documents()).toThrow(expect.objectContaining({ code: 'LOCKED' }) as Error)
  await engine.lock.unlock('sesame')
  engines[1]?.tell({ topic: 'settings' })
  expect(events).toEqual(['lock', 'settings', 'lock', 'lock', 'settings'])
  await engine.close()
  expect(engines[1]?.isClosed).toBe(true)
})

test('a library without a lock is not closed by mistake', async () => {
  await rm(join(dataDir, 'passphrase.json'))
  const engine = await openLockableEngine(async () => createFakeEngine(), { dataDir })
  await expect(engine.lock.lockNow()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  expect(engine.library.documents()).toEqual([])
  await engine.close()
})
