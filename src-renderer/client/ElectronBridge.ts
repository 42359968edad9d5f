import type { Reply } from '../../src-shared/contract/envelope.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'

/**
 * What the preload script puts on `window.footnote`, and all of it: a page that was taken over can call routes and nothing else. Paths of
 * dropped files are resolved on the other side, where the page cannot make them up.
 */
export interface ElectronBridge {
  call(route: string, input: unknown): Promise<Reply<unknown>>
  subscribe(listener: (event: EngineEvent) => void): () => void
  addFiles(files: readonly File[]): Promise<Reply<unknown>>
}
