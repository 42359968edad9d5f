import type { BrowserWindowConstructorOptions } from 'electron'

/** The one window. Everything that separates the page from Node is on; a test holds each line. */
export function windowOptions(preloadPath: string): BrowserWindowConstructorOptions {
  return {
    width: 1440, height: 900, minWidth: 900, minHeight: 600, show: false, autoHideMenuBar: true, title: 'Footnote',
    webPreferences: {
      preload: preloadPath, sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, webviewTag: false, navigateOnDragDrop: false, spellcheck: false, disableDialogs: true,
    },
  }
}
