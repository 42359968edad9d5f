import type { EngineEvent } from '../domain/event.ts'
import type { InputOf, OutputOf } from './route.ts'
import type { RouteName, Routes } from './routes.ts'

/** The same over Electron IPC, loopback HTTP and direct calls. Rejects with an AppError. */
export interface Client {
  call<Name extends RouteName>(route: Name, input: InputOf<Routes[Name]>): Promise<OutputOf<Routes[Name]>>
  /** Every engine event from now on; returns the unsubscribe function. */
  subscribe(listener: (event: EngineEvent) => void): () => void
}
