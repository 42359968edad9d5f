/** What `stat` tells; `linkTo` is the real path when the entry itself is a link. */
export interface FileFacts {
  readonly kind: 'file' | 'directory' | 'other'
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly inode: string
  /** The content lies in a cloud and not on this disk: reading it would fetch it. */
  readonly isPlaceholder?: boolean
}

export interface DirectoryEntry {
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link' | 'other'
}

/** The disk as the library sees it. All paths are absolute; missing things are `undefined`, other trouble throws AppError UNREADABLE. */
export interface FileSystem {
  /** Follows links. */
  stat(path: string): Promise<FileFacts | undefined>
  realPath(path: string): Promise<string | undefined>
  /** Entries in name order. */
  list(directory: string): Promise<readonly DirectoryEntry[]>
  /** SHA-256 in lower-case hexadecimal, read as a stream. */
  hash(path: string, signal?: AbortSignal): Promise<{ readonly sha256: string; readonly sizeBytes: number }>
  /** Creates missing directories; the file appears whole or not at all. */
  writeWhole(path: string, bytes: Uint8Array): Promise<void>
  readWhole(path: string): Promise<Uint8Array | undefined>
  /** A file or a tree; nothing when it is not there. */
  remove(path: string): Promise<void>
  /** Bytes of all files below. */
  sizeOf(path: string): Promise<number>
}
