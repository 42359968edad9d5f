import type { AnswerEvent } from './answer.ts'
import type { AnswerId } from './ids.ts'
import type { DocumentReport } from './document.ts'
import type { Job } from './job.ts'

/** What the engine tells every open window. Events broadcast state; they do not steer control flow. */
export type EngineEvent =
  | { readonly topic: 'answer'; readonly event: AnswerEvent }
  | { readonly topic: 'job'; readonly job: Job }
  /** A document was published, failed or removed (`units` left out). */
  | { readonly topic: 'document'; readonly document: DocumentReport }
  | { readonly topic: 'library'; readonly revision: number }
  | { readonly topic: 'models'; readonly message: string; readonly level: 'info' | 'warning' }
  | { readonly topic: 'settings' }
  /** The library was locked or unlocked: a window begins anew. */
  | { readonly topic: 'lock' }
  /** From the host of a window: a native menu, a link or the tray wants the window to do something. */
  | { readonly topic: 'host'; readonly command: HostCommand }
  /** From a window's own client: events are coming from now on, those before may have been missed, so state is read. */
  | { readonly topic: 'resync' }

export type HostCommand =
  | { readonly name: 'newQuestion' | 'addFiles' | 'addFolder' | 'importModel' | 'settings' | 'palette' | 'library' | 'audit' | 'proof' }
  | { readonly name: 'openAnswer'; readonly answerId: AnswerId }
