/** A hint that something below `path` may have changed; the disk is the truth, so hints may be late, doubled or lost. */
export interface FolderHint {
  /** The file or directory that changed. */
  readonly path: string
  readonly kind: 'changed' | 'removed'
}

export interface FolderWatcher {
  /** Resolves when changes from now on are noticed. Watching a path twice is the same as once. */
  watch(path: string): Promise<void>
  unwatch(path: string): void
  onHint(listener: (hint: FolderHint) => void): () => void
  close(): Promise<void>
}
