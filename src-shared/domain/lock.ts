/** off: nothing is encrypted; sealing and opening: on the way there, with the key in memory; on: everything that the lock covers is. */
export type LockState = 'off' | 'sealing' | 'on' | 'opening'

export interface LockStatus {
  readonly state: LockState
  /** The passphrase is wanted before anything can be read. */
  readonly isLocked: boolean
}

/** Characters of the shortest passphrase that is taken: what lies on a disk can be tried without end. */
export const MIN_PASSPHRASE_CHARS = 10

/** What the lock does not cover, in words for the settings, `lock status` and the doctor. */
export const NOT_ENCRYPTED = [
  'your own files', 'names and paths of files and folders', 'the search index (index/: the text of every chunk, its words and vectors)', 'previews and unpacked attachments (cache/, parts/)', 'settings and models',
  'measured figures, jobs, and the fingerprints of files and entries', 'files that were set aside as damaged (damaged/)', 'the key that signs exports', 'exports that you saved',
] as const
