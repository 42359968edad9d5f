import type { Client } from '../../src-shared/contract/Client.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { JobId } from '../../src-shared/domain/ids.ts'
import type { TakenFiles } from '../../src-shared/domain/takenFiles.ts'

/** What a host lets its window do with files; documents end in the engine's `startAdd`, model files in its `importFile`. */
export interface FilesBridge {
  /** Files and folders dropped or picked in the page: Electron resolves their paths, the loopback host takes an upload. */
  addFiles(files: readonly File[]): Promise<TakenFiles | null>
  /** What was dropped on the window, folders included; call it inside the `drop` handler, before anything is awaited. */
  addDropped(drop: DataTransfer): Promise<TakenFiles | null>
  /** Opens the host's chooser (Electron), or sends a path that a person typed, which the loopback host checks; null: cancelled. */
  addFolder(typedPath?: string): Promise<{ readonly jobId: JobId } | null>
  /** A GGUF file, by chooser or typed path. */
  importModel(typedPath?: string): Promise<{ readonly name: string } | null>
  /** Saves an export: a save dialog (Electron) or a download (browser). False: the person chose no place. */
  saveAnswer(answerId: string, format: string): Promise<boolean>
  saveThread(threadId: string, format: string): Promise<boolean>
  /** What only a desktop window may do; null in a browser. */
  readonly desktop: DesktopBridge | null
  /** URL of a document's own bytes, for viewers in the page. */
  contentUrl(documentId: string): string
}

export interface DesktopBridge {
  openDocument(documentId: string): Promise<void>
  showInFolder(documentId: string): Promise<void>
}

export interface WindowClient extends Client {
  readonly host: 'electron' | 'loopback'
  readonly files: FilesBridge
  /** As for every client; `resync` comes as soon as no event is missed any more and whenever some may have been: what is read after it stays true. */
  subscribe(listener: (event: EngineEvent) => void): () => void
}
