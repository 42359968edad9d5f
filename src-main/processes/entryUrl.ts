/** Every process or thread that Footnote starts; each is one entry of electron.vite.config.ts under the same name. */
export type ProcessEntry = 'reader' | 'parseWorker' | 'modelHost' | 'embedWorker' | 'tables'

/**
 * Where the code of a process or worker thread lies: `src-main/processes/<entry>/main.ts` when Node runs the sources,
 * `<bundle>/<entry>.js` when the bundle runs (the caller's own code may then lie in `<bundle>/chunks/`).
 *
 * For `child_process.fork` give `fileURLToPath(entryUrl('reader'))`, for `new Worker` the URL itself.
 *
 * @param ownUrl For tests: the URL of the file that this function was bundled into.
 */
export function entryUrl(entry: ProcessEntry, ownUrl: string = import.meta.url): URL {
  if (ownUrl.endsWith('.ts')) return new URL(`./${entry}/main.ts`, ownUrl)
  const isChunk = new URL('.', ownUrl).pathname.endsWith('/chunks/')
  return new URL(`${isChunk ? '..' : '.'}/${entry}.js`, ownUrl)
}
