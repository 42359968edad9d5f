/** Scores passages against a query, 0 to 1, higher is better; same order as given. */
export interface Reranker {
  readonly name: string
  readonly sha256: string
  rank(query: string, texts: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<number[]>
  close(): Promise<void>
}
