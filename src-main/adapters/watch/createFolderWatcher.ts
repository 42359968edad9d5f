import path from 'node:path'
import type { FSWatcher } from 'chokidar'
import { isClosedFolder } from '../../core/library/skipReason.ts'
import type { FolderHint, FolderWatcher } from '../../core/ports/FolderWatcher.ts'
import type { Logger } from '../../core/ports/SystemPorts.ts'

/**
 * chokidar as a source of hints, one watcher a source so that one unreachable share does not silence the others. Its own waiting for finished
 * writes is off: a hint only says where to look, and the library notices itself when a file changes while it is read.
 */
export function createFolderWatcher(logger: Logger): FolderWatcher {
  const onError = (error: unknown) => { logger.log('warn', 'watching a folder failed', { message: String(error) }) }
  const watchers = new Map<string, FSWatcher>()
  const listeners = new Set<(hint: FolderHint) => void>()

  function tell(hint: FolderHint): void {
    for (const listener of listeners) listener(hint)
  }

  return {
    async watch(place) {
      if (watchers.has(place)) return
      const chokidar = await import('chokidar')
      if (watchers.has(place)) return
      const watcher = chokidar.watch(place, {
        ignoreInitial: true, followSymlinks: false, ignorePermissionErrors: true,
        ignored: (candidate) => candidate !== place && isClosedFolder(path.basename(candidate)),
      })
      watchers.set(place, watcher)
      watcher.on('add', (file) => { tell({ kind: 'changed', path: file }) })
      watcher.on('change', (file) => { tell({ kind: 'changed', path: file }) })
      watcher.on('unlink', (file) => { tell({ kind: 'removed', path: file }) })
      watcher.on('unlinkDir', (folder) => { tell({ kind: 'removed', path: folder }) })
      watcher.on('error', onError)
      await new Promise<void>((resolve) => { watcher.once('ready', () => { resolve() }) })
    },
    unwatch(place) {
      const watcher = watchers.get(place)
      watchers.delete(place)
      void watcher?.close().catch(onError)
    },
    onHint(listener) {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    async close() {
      const open = [...watchers.values()]
      watchers.clear()
      listeners.clear()
      await Promise.all(open.map((watcher) => watcher.close()))
    },
  }
}
