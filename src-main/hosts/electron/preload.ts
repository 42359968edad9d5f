import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { ElectronBridge } from '../../../src-renderer/client/ElectronBridge.ts'
import type { Reply } from '../../../src-shared/contract/envelope.ts'
import type { EngineEvent } from '../../../src-shared/domain/event.ts'
import { CHANNELS } from './channels.ts'

/**
 * The only bridge into the page. It knows no routes: the main process has the list of what may be called. `addFiles` takes File objects, whose paths only this side
 * can resolve, so that a page cannot name a file that nobody dropped.
 */
const bridge: ElectronBridge = {
  call: (route, input) => ipcRenderer.invoke(CHANNELS.call, route, input) as Promise<Reply<unknown>>,
  subscribe(listener) {
    const receive = (_event: Electron.IpcRendererEvent, event: EngineEvent) => listener(event)
    ipcRenderer.on(CHANNELS.event, receive)
    return () => void ipcRenderer.off(CHANNELS.event, receive)
  },
  async addFiles(files) {
    const placed = files.map((file) => ({ file, path: webUtils.getPathForFile(file) }))
    // What a mail program hands over, and dropped words, lie nowhere: their bytes go instead.
    const copies = await Promise.all(placed.filter(({ path }) => path === '').map(async ({ file }) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })))
    return ipcRenderer.invoke(CHANNELS.addFiles, placed.map(({ path }) => path).filter((path) => path !== ''), copies) as Promise<Reply<unknown>>
  },
}

contextBridge.exposeInMainWorld('footnote', bridge)
