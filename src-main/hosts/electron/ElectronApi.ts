import type * as Electron from 'electron'

/** The part of Electron that the host uses; a recorded fake of it stands in for the tests. */
export type ElectronApi = Pick<typeof Electron, 'app' | 'BrowserWindow' | 'Menu' | 'Notification' | 'Tray' | 'dialog' | 'ipcMain' | 'nativeImage' | 'powerMonitor' | 'protocol' | 'screen' | 'session' | 'shell' | 'utilityProcess'>
