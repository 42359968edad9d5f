import { hasLock } from '../adapters/node/openLockFile.ts'
import { openSettingsFile } from '../adapters/node/openSettingsFile.ts'
import type { Engine } from '../core/Engine.ts'
import type { LockDesk } from '../core/lock/createLockDesk.ts'
import { openSettings } from '../core/settings/SettingsStore.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'
import type { OpenEngine, OpenEngineOptions } from './openEngine.ts'

/**
 * The engine of a window, which can be locked while the window stays. Locked, there is no engine at all: every call throws LOCKED but those of `lock` and what the window's frame asks of
 * the settings, which are not encrypted. Listeners stay subscribed over it.
 */
export async function openLockableEngine(open: OpenEngine, options: OpenEngineOptions): Promise<Engine> {
  const listeners = new Set<(event: EngineEvent) => void>()
  const tell = (event: EngineEvent) => { for (const listener of listeners) listener(event) }
  let engine: Engine | undefined
  let turn: Promise<void> = Promise.resolve()
  let isClosed = false

  async function start(passphrase: string | undefined): Promise<void> {
    const { passphrase: given, ...rest } = options
    engine = await open({ ...rest, ...(passphrase === undefined ? (given === undefined ? {} : { passphrase: given }) : { passphrase: () => passphrase }) })
    engine.subscribe(tell)
  }
  /** One after the other: two windows may ask for it at the same moment. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const next = turn.then(work)
    turn = next.catch(() => undefined)
    return next
  }

  try {
    await start(undefined)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'LOCKED') throw thrown
  }

  const lock: LockDesk = {
    status: () => engine?.lock.status() ?? { state: 'on', isLocked: true },
    turnOn: (passphrase) => opened().lock.turnOn(passphrase),
    turnOff: (passphrase) => opened().lock.turnOff(passphrase),
    change: (passphrase, next) => opened().lock.change(passphrase, next),
    unlock: (passphrase) => inTurn(async () => {
      if (isClosed || engine !== undefined) return
      await start(passphrase)
      tell({ topic: 'lock' })
    }),
    lockNow: () => inTurn(async () => {
      if (engine === undefined) return
      if (!hasLock(options.dataDir)) throw new AppError('NOT_ALLOWED', 'This library has no lock.', { action: 'Turn it on in the settings.' })
      const closing = engine
      engine = undefined
      // The window forgets first what it shows.
      tell({ topic: 'lock' })
      await closing.close()
    }),
  }
  const locked = {
    settings: lockedBut({ get: () => openSettings(openSettingsFile(options.dataDir), { isReadOnly: true }).get() }),
    questions: lockedBut({ running: () => [] }),
  }
  function opened(): Engine {
    if (engine === undefined) throw new AppError('LOCKED')
    return engine
  }
  async function close(): Promise<void> {
    isClosed = true
    await turn
    await engine?.close()
    listeners.clear()
  }
  function subscribe(listener: (event: EngineEvent) => void): () => void {
    // A wrapper of its own, so that the same function subscribed twice is two subscriptions.
    const own = (event: EngineEvent) => { listener(event) }
    listeners.add(own)
    return () => { listeners.delete(own) }
  }

  return new Proxy({} as Engine, {
    get(_target, name) {
      if (name === 'lock') return lock
      if (name === 'close') return close
      if (name === 'subscribe') return subscribe
      // A promise is told by its `then`: resolving with the engine must not ask for one.
      if (name === 'then') return undefined
      if (engine === undefined && Object.hasOwn(locked, name)) return locked[name as keyof typeof locked]
      return opened()[name as keyof Engine]
    },
  })
}

/** A part of the engine of which only these calls work. */
function lockedBut<Part extends object>(open: Part): Part {
  return new Proxy(open, {
    get(part, name) {
      if (Object.hasOwn(part, name)) return part[name as keyof Part]
      throw new AppError('LOCKED')
    },
  })
}
