import { dirname, join, resolve } from 'node:path'
import type * as Electron from 'electron'
import { createEventHub } from '../../rpc/createEventHub.ts'
import { createRouter } from '../../rpc/createRouter.ts'
import { engineHandlers } from '../../rpc/engineHandlers.ts'
import { defaultDataDir } from '../defaultDataDir.ts'
import { listRendererFiles } from '../listRendererFiles.ts'
import type { OpenEngine } from '../openEngine.ts'
import { rendererDir } from '../resourcesDir.ts'
import { connectWindow, sendEventsTo } from './connectWindow.ts'
import { createAppProtocol } from './createAppProtocol.ts'
import { createHostRoutes, type Choosers } from './createHostRoutes.ts'
import { createUtilityLauncher } from './createUtilityLauncher.ts'
import { guardContents, guardSession } from './guardContents.ts'
import { APP_ORIGIN } from './ownPage.ts'
import { windowOptions } from './windowOptions.ts'

export type ElectronApi = Pick<typeof Electron, 'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'protocol' | 'session' | 'shell' | 'utilityProcess'>

export interface ElectronOptions {
  readonly argv: readonly string[]
  readonly openEngine: OpenEngine
  readonly rendererFolder?: string
}

/** The Electron host. The order matters: one instance, then what must be said before `ready`, then guards, then the engine, then the window. */
export async function runElectron(electron: ElectronApi, { argv, openEngine, rendererFolder = rendererDir() }: ElectronOptions): Promise<void> {
  const { app, protocol, session, ipcMain, BrowserWindow } = electron
  const dataDir = resolve(optionOf(argv, '--data-dir') ?? defaultDataDir())
  // The lock of one instance is kept in this folder: one window a library.
  app.setPath('userData', join(dataDir, 'window'))
  if (!app.requestSingleInstanceLock()) return app.quit()
  app.enableSandbox()
  // Chromium's own errands (updates of components, reports, name look-ups) never leave this computer either.
  for (const name of ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability', 'no-pings']) app.commandLine.appendSwitch(name)
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }])
  guardContents(app)
  await app.whenReady()

  guardSession(session.defaultSession)
  const [engine, files] = await Promise.all([
    openEngine({ dataDir, program: 'the window', watch: true, launcher: createUtilityLauncher(electron.utilityProcess.fork) }), listRendererFiles(rendererFolder),
  ])
  const hub = createEventHub(engine)
  protocol.handle('app', createAppProtocol(engine, files))
  connectWindow({ ipcMain, engine, router: createRouter(engineHandlers(engine)), hostRoutes: createHostRoutes(engine, choosers(electron), electron.shell) })

  const window = new BrowserWindow(windowOptions(join(dirname(rendererFolder), 'preload', 'preload.cjs')))
  sendEventsTo(window.webContents, hub)
  window.once('ready-to-show', () => window.show())
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  let isClosed = false
  app.on('before-quit', (event) => {
    if (isClosed) return
    // The engine stops at a safe point first; quitting comes again after that.
    event.preventDefault()
    hub.close()
    void engine.close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
  await window.loadURL(`${APP_ORIGIN}/`)
}

function choosers({ dialog }: ElectronApi): Choosers {
  return {
    async chooseFolders() {
      const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'multiSelections'] })
      return canceled ? null : filePaths
    },
    async chooseModelFile() {
      const { canceled, filePaths: [path] } = await dialog.showOpenDialog({ properties: ['openFile'], filters: [{ name: 'GGUF', extensions: ['gguf'] }] })
      return canceled || path === undefined ? null : path
    },
    async chooseTarget(fileName) {
      const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: fileName })
      return canceled || filePath === '' ? null : filePath
    },
  }
}

function optionOf(argv: readonly string[], name: string): string | undefined {
  const index = argv.indexOf(name)
  return index < 0 ? undefined : argv[index + 1]
}
