import type { Reply } from '../../src-shared/contract/envelope.ts'
import type { TakenFiles } from '../../src-shared/domain/takenFiles.ts'
import type { ElectronBridge } from './ElectronBridge.ts'
import { unwrapReply } from './unwrapReply.ts'
import type { WindowClient } from './WindowClient.ts'

/** The window in Electron, over the two functions and the file resolver of the preload script. */
export function createElectronClient(bridge: ElectronBridge): WindowClient {
  async function call<Output>(route: string, input: unknown): Promise<Output> {
    return unwrapReply(await bridge.call(route, input) as Reply<Output>)
  }

  async function addFiles(files: readonly File[]): Promise<TakenFiles | null> {
    return files.length === 0 ? null : unwrapReply(await bridge.addFiles(files) as Reply<TakenFiles | null>)
  }

  return {
    host: 'electron',
    call,
    subscribe(listener) {
      let isGone = false
      const unsubscribe = bridge.subscribe(listener)
      // Messages of one process come in their order: from here on nothing is missed.
      queueMicrotask(() => { if (!isGone) listener({ topic: 'resync' }) })
      return () => {
        isGone = true
        unsubscribe()
      }
    },
    files: {
      addFiles,
      // Folders stand in `files` as well, and their paths can be resolved: no walking needed.
      addDropped: (drop) => addFiles(Array.from(drop.files)),
      // Electron has real choosers; a typed path has no business here.
      addFolder: () => call('host.addFolder', {}),
      importModel: () => call('host.importModel', {}),
      saveAnswer: async (answerId, format) => (await call<{ isSaved: boolean }>('host.saveAnswer', { answerId, format })).isSaved,
      saveThread: async (threadId, format) => (await call<{ isSaved: boolean }>('host.saveThread', { threadId, format })).isSaved,
      desktop: {
        openDocument: (documentId) => call('host.openDocument', { documentId }),
        showInFolder: (documentId) => call('host.showInFolder', { documentId }),
      },
      contentUrl: (documentId) => `app://footnote/content/${encodeURIComponent(documentId)}`,
    },
  }
}
