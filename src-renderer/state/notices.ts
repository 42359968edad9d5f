import type { ErrorData } from '../../src-shared/errors/AppError.ts'
import { createStore, type Store } from './createStore.ts'
import { errorData } from './errorData.ts'

export interface Notice {
  readonly id: number
  readonly level: 'error' | 'info'
  readonly message: string
  readonly action?: string
}

export interface Notices {
  readonly store: Store<readonly Notice[]>
  /** Shows an error until a person closes it. */
  fail(thrown: unknown): void
  /** Says what is not right but goes on. */
  warn(message: string): void
  /** Says something that went well; leaves by itself. */
  tell(message: string): void
  close(id: number): void
}

/** Long enough to read one short sentence twice. */
const INFO_SHOWN_MS = 6000
/** More at once cannot be read; the oldest leave. */
const SHOWN_AT_ONCE = 3

/** Errors as alerts and small confirmations, in one place of the window. */
export function createNotices(): Notices {
  const store = createStore<readonly Notice[]>([])
  let nextId = 1
  function close(id: number) {
    store.set((all) => all.filter((notice) => notice.id !== id))
  }
  function show(notice: Omit<Notice, 'id'>): number {
    const id = nextId++
    store.set((all) => [...all.filter((other) => other.message !== notice.message), { ...notice, id }].slice(-SHOWN_AT_ONCE))
    return id
  }
  return {
    store, close,
    fail(thrown) {
      const { message, action, code }: ErrorData = errorData(thrown)
      if (code !== 'CANCELLED') show({ level: 'error', message, ...(action === undefined ? {} : { action }) })
    },
    warn: (message) => void show({ level: 'error', message }),
    tell(message) {
      const id = show({ level: 'info', message })
      setTimeout(() => close(id), INFO_SHOWN_MS)
    },
  }
}
