import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { HostCommand } from '../../../src-shared/domain/event.ts'
import type { Settings } from '../../../src-shared/domain/settings.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import { createEventHub } from '../../rpc/createEventHub.ts'
import { createRouter } from '../../rpc/createRouter.ts'
import { engineHandlers } from '../../rpc/engineHandlers.ts'
import { defaultDataDir } from '../defaultDataDir.ts'
import { listRendererFiles } from '../listRendererFiles.ts'
import type { OpenEngine } from '../openEngine.ts'
import { openLockableEngine } from '../openLockableEngine.ts'
import { rendererDir, resourcesDir } from '../resourcesDir.ts'
import { answerOfLink, LINK_SCHEME } from './answerLink.ts'
import { askBeforeClosing } from './askBeforeClosing.ts'
import { CHANNELS } from './channels.ts'
import { createUploads } from '../uploads.ts'
import { connectWindow, sendEventsTo } from './connectWindow.ts'
import { createAppProtocol } from './createAppProtocol.ts'
import { createHostRoutes, type Choosers } from './createHostRoutes.ts'
import { createTray } from './createTray.ts'
import { createUtilityLauncher } from './createUtilityLauncher.ts'
import type { ElectronApi } from './ElectronApi.ts'
import { followJobs } from './followJobs.ts'
import { guardContents, guardSession } from './guardContents.ts'
import { menuTemplate } from './menuTemplate.ts'
import { openWindow } from './openWindow.ts'
import { APP_ORIGIN } from './ownPage.ts'
import { startArguments, type StartArguments } from './startArguments.ts'

export interface ElectronOptions {
  readonly argv: readonly string[]
  readonly openEngine: OpenEngine
  readonly rendererFolder?: string
}

/** The Electron host. The order matters: one instance, then what must be said before `ready`, then guards, then the engine, then the window. */
export async function runElectron(electron: ElectronApi, { argv, openEngine, rendererFolder = rendererDir() }: ElectronOptions): Promise<void> {
  const { app, protocol, session, ipcMain, Menu } = electron
  const dataDir = resolve(optionOf(argv, '--data-dir') ?? defaultDataDir())
  // The lock of one instance is kept in this folder: one window a library.
  app.setPath('userData', join(dataDir, 'window'))
  if (!app.requestSingleInstanceLock()) return app.quit()
  app.enableSandbox()
  // Chromium's own errands (updates of components, reports, name look-ups) never leave this computer either.
  for (const name of ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability', 'no-pings']) app.commandLine.appendSwitch(name)
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }])
  app.setAsDefaultProtocolClient(LINK_SCHEME)
  guardContents(app)
  await app.whenReady()

  guardSession(session.defaultSession)
  const [engine, files] = await Promise.all([
    openLockableEngine(openEngine, { dataDir, program: 'the window', watch: true, launcher: createUtilityLauncher(electron.utilityProcess.fork), power: { onBattery: () => electron.powerMonitor.onBatteryPower } }), listRendererFiles(rendererFolder),
  ])
  const hub = createEventHub(engine)
  const hostRoutes = createHostRoutes(engine, choosers(electron), electron.shell)
  protocol.handle('app', createAppProtocol(engine, files))
  connectWindow({ ipcMain, engine, router: createRouter(engineHandlers(engine)), uploads: createUploads(dataDir), hostRoutes })

  let isQuitting = false
  const jobs = followJobs({
    setProgress: (share) => shell.window.setProgressBar(share), isWatched: () => shell.window.isFocused(), now: () => performance.now(),
    notify: (title, body) => new electron.Notification({ title, body }).on('click', () => shell.show()).show(),
  })
  const shell = openWindow(electron, {
    preloadPath: join(dirname(rendererFolder), 'preload', 'preload.cjs'), statePath: join(dataDir, 'window', 'shell.json'),
    isWorking: () => jobs.isWorking() || engine.questions.running().length > 0, isQuitting: () => isQuitting, closing: () => engine.settings.get().window.closing, quit: () => app.quit(),
    async ask(window) {
      const { kind, isForAlways } = await askBeforeClosing(electron.dialog, window)
      if (isForAlways && kind !== 'stay') setClosing(kind)
      return kind
    },
  })
  /** What the frame does by itself; a library that is locked or only read refuses it. */
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (thrown) {
      const { message, action } = toAppError(thrown)
      electron.dialog.showErrorBox(message, action)
    }
  }
  const setClosing = (closing: Settings['window']['closing']) => attempt(() => void engine.settings.update({ window: { closing } }))
  hub.subscribe(jobs.receive)
  sendEventsTo(shell.window.webContents, hub)
  const tell = (command: HostCommand) => {
    shell.show()
    shell.window.webContents.send(CHANNELS.event, { topic: 'host', command })
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ isMac: process.platform === 'darwin', tell })))
  const showTrayMenu = createTray(electron, {
    iconPath: join(resourcesDir(), 'icons', 'tray.png'), show: shell.show, addFolder: () => tell({ name: 'addFolder' }),
    staysInBackground: () => engine.settings.get().window.closing === 'background', setStaysInBackground: (stays) => setClosing(stays ? 'background' : 'ask'),
  })
  hub.subscribe((event) => { if (event.topic === 'settings') showTrayMenu() })
  const take = ({ answerId, paths }: StartArguments) => {
    if (paths.length > 0) attempt(() => void engine.library.startAdd(paths))
    if (answerId !== null) tell({ name: 'openAnswer', answerId })
  }
  const read = (given: readonly string[], folder: string) => startArguments(given, folder, { isPackaged: app.isPackaged, exists: existsSync })
  app.on('second-instance', (_event, given, folder) => {
    shell.show()
    take(read(given, folder))
  })
  app.on('open-url', (_event, url) => take({ answerId: answerOfLink(url), paths: [] }))
  app.on('open-file', (_event, path) => take({ answerId: null, paths: [path] }))
  app.on('activate', () => shell.show())
  app.on('window-all-closed', () => app.quit())
  let isClosed = false
  app.on('before-quit', (event) => {
    isQuitting = true
    if (isClosed) return
    // The engine stops at a safe point first; quitting comes again after that.
    event.preventDefault()
    hub.close()
    void engine.close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
  await shell.window.loadURL(`${APP_ORIGIN}/`)
  take(read(argv, process.cwd()))
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
