/** Ids are strings at run time; the brand keeps a chunk's id from being passed where a document's is meant. */
export type Brand<Name extends string> = string & { readonly __brand: Name }

export type FolderId = Brand<'FolderId'>
export type DocumentId = Brand<'DocumentId'>
export type ChunkId = Brand<'ChunkId'>
export type AnswerId = Brand<'AnswerId'>
export type ThreadId = Brand<'ThreadId'>
export type JobId = Brand<'JobId'>
