/** Brings the stored rows of one database into the form that its vault writes now: sealed, or plain again. Made anew for each run. */
export interface Resealer {
  /** Rows to look at, for the progress. */
  count(): number
  /** The next rows, in one transaction; gives how many it looked at, 0 at the end. What is in that form already is left alone, so a second run costs a look. */
  step(): number
  /** Afterwards nothing of the former content is left in the database's files. Throws LIBRARY_IN_USE while another process reads it. */
  finish(): void
}
