/** What of an added folder is read. A file `.footnoteignore` at the folder's top adds to `ignore`. */
export interface FolderRules {
  /** Patterns in gitignore syntax, of which a file must match one; empty: every file. */
  readonly include: readonly string[]
  /** Patterns in gitignore syntax; an entry may hold several lines, as a `.gitignore` does. */
  readonly ignore: readonly string[]
  /** Read files and folders whose name begins with a dot too. */
  readonly hidden: boolean
  /** Larger files are left out; null: only the limit of the settings counts. */
  readonly maxFileBytes: number | null
  /** Read what links inside the folder lead to under the link's name too. A link never leads out of its folder. */
  readonly followLinks: boolean
}

export const DEFAULT_FOLDER_RULES: FolderRules = { include: [], ignore: [], hidden: false, maxFileBytes: null, followLinks: false }
