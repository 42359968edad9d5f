type Listener = (event: { readonly data: unknown }) => void

interface ListChunk {
  readonly fnArray: readonly unknown[]
  readonly argsArray: readonly unknown[]
}

/**
 * The channel between pdf.js's two halves, which run in one thread here. Its own channel copies each message deeply; a page's operator list is
 * most of what is sent, and copying it took a sixth of the time of reading text. While `isReading`, lists are handed over as they are: pdf.js
 * empties only the two outer arrays afterwards, so these are copied. When a page is drawn everything is cloned, because the drawing half
 * writes into its arguments. Outlines of glyphs, thousands of small messages, are always handed over: they are made for this message and kept by nobody else.
 */
export class LocalPort {
  readonly #listeners = new Set<Listener>()
  readonly #turn = Promise.resolve()
  isReading = false

  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void {
    const data = isOutline(message) ? message : (this.isReading ? handOver(message) : undefined) ?? structuredClone(message, transfer === undefined ? {} : { transfer: [...transfer] })
    void this.#turn.then(() => { for (const listener of this.#listeners) listener({ data }) })
  }

  addEventListener(_name: string, listener: Listener, options?: { readonly signal?: AbortSignal }): void {
    this.#listeners.add(listener)
    options?.signal?.addEventListener('abort', () => { this.#listeners.delete(listener) })
  }

  removeEventListener(_name: string, listener: Listener): void {
    this.#listeners.delete(listener)
  }
}

function isOutline(message: unknown): boolean {
  const { action, data } = message as { readonly action?: unknown; readonly data?: unknown }
  return action === 'commonobj' && Array.isArray(data) && data[1] === 'FontPath'
}

function handOver(message: unknown): unknown {
  const { chunk } = message as { readonly chunk?: Partial<ListChunk> | null }
  if (chunk === undefined || chunk === null || !Array.isArray(chunk.fnArray) || !Array.isArray(chunk.argsArray)) return undefined
  return { ...(message as object), chunk: { ...chunk, fnArray: [...chunk.fnArray as unknown[]], argsArray: [...chunk.argsArray as unknown[]] } }
}
