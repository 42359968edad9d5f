import { createElectronClient } from './createElectronClient.ts'
import { createLoopbackClient } from './createLoopbackClient.ts'
import type { ElectronBridge } from './ElectronBridge.ts'
import type { WindowClient } from './WindowClient.ts'

/** The client of the host that shows this page: Electron leaves its bridge on the window, a browser has none. */
export function createWindowClient(host: { readonly footnote?: ElectronBridge } = window as { readonly footnote?: ElectronBridge }): WindowClient {
  return host.footnote === undefined ? createLoopbackClient() : createElectronClient(host.footnote)
}
