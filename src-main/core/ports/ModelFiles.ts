import type { ByteSource } from '../models/GgufCursor.ts'

export interface CopyProgress {
  readonly doneBytes: number
  readonly totalBytes: number
}

/** Gigabyte-sized files: read in places, copied with their checksum. All paths are absolute. */
export interface ModelFiles {
  /** Throws AppError UNREADABLE for what is no readable file. */
  open(path: string): Promise<ByteSource & { close(): Promise<void> }>
  /**
   * Copies and hashes in one pass; the copy appears whole or not at all. Throws an AbortError when the signal aborts, AppError DISK_FULL before
   * the first byte when the disk has no room for it.
   */
  copyWhole(from: string, to: string, options?: { readonly signal?: AbortSignal | undefined; readonly onProgress?: ((progress: CopyProgress) => void) | undefined }): Promise<{ readonly sha256: string; readonly sizeBytes: number }>
  /** Removes what an interrupted copy left in a folder. */
  sweep(directory: string): Promise<void>
}
