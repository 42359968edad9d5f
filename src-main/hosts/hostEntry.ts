/** Hosts that another host's command may start; each is one entry of electron.vite.config.ts under the same name. */
export type HostEntry = 'loopback' | 'mcp'

/**
 * Where a host's code lies: `src-main/hosts/<host>/main.ts` when Node runs the sources, `<bundle>/<host>.js` when the bundle runs. Hosts never
 * import each other; `footnote serve` and `npm start` load the one that they hand over to by this address.
 */
export function hostEntryUrl(host: HostEntry, ownUrl: string = import.meta.url): URL {
  if (ownUrl.endsWith('.ts')) return new URL(`./${host}/main.ts`, ownUrl)
  const isChunk = new URL('.', ownUrl).pathname.endsWith('/chunks/')
  return new URL(`${isChunk ? '..' : '.'}/${host}.js`, ownUrl)
}

export interface HostOptions {
  readonly dataDir: string
  /** Loopback only; 0 or absent: any free port. */
  readonly port?: number
  /** MCP only: what other programs may look at, as absolute paths; absent or empty: everything. */
  readonly folders?: readonly string[]
  readonly signal: AbortSignal
  /** Loopback only: called once with the address to open. */
  readonly onReady?: (url: string) => void
}

/** Runs until the signal aborts. */
export type RunHost = (options: HostOptions) => Promise<void>

export async function runHost(host: HostEntry, options: HostOptions): Promise<void> {
  const { run } = await import(/* @vite-ignore */ hostEntryUrl(host).href) as { readonly run: RunHost }
  await run(options)
}
