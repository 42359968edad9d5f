import type { RunHost } from '../hostEntry.ts'
import { listRendererFiles } from '../listRendererFiles.ts'
import { openEngine } from '../openEngine.ts'
import { openLockableEngine } from '../openLockableEngine.ts'
import { rendererDir } from '../resourcesDir.ts'
import { waitForAbort } from '../waitForAbort.ts'
import { createLoopbackServer } from './createLoopbackServer.ts'

/** The loopback host: the window in a browser of this computer, until the signal aborts. */
export const run: RunHost = async ({ dataDir, port, signal, onReady }) => {
  const [engine, rendererFiles] = await Promise.all([openLockableEngine(openEngine, { dataDir, program: 'the window', watch: true }), listRendererFiles(rendererDir())])
  try {
    const server = await createLoopbackServer({ engine, dataDir, rendererFiles, ...(port === undefined ? {} : { port }) })
    onReady?.(server.url)
    await waitForAbort(signal)
    await server.close()
  } finally {
    await engine.close()
  }
}
