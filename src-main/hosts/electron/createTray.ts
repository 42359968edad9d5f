import type { MenuItemConstructorOptions } from 'electron'
import type { ElectronApi } from './ElectronApi.ts'

interface TrayActions {
  readonly iconPath: string
  readonly show: () => void
  readonly addFolder: () => void
  readonly staysInBackground: () => boolean
  readonly setStaysInBackground: (stays: boolean) => void
}

/** The icon beside the clock: the way back to a window that was closed, and the way to end what goes on without it. Gives what shows a changed setting. */
export function createTray({ app, Menu, Tray, nativeImage }: Pick<ElectronApi, 'app' | 'Menu' | 'Tray' | 'nativeImage'>, actions: TrayActions): () => void {
  const tray = new Tray(nativeImage.createFromPath(actions.iconPath))
  function showMenu() {
    const template: MenuItemConstructorOptions[] = [
      { label: 'Open Footnote', click: actions.show },
      { label: 'Add Folder…', click: actions.addFolder },
      { type: 'separator' },
      { label: 'Go On in the Background When Closed', type: 'checkbox', checked: actions.staysInBackground(), click: ({ checked }) => actions.setStaysInBackground(checked) },
      { type: 'separator' },
      { label: 'Quit Footnote', click: () => app.quit() },
    ]
    tray.setContextMenu(Menu.buildFromTemplate(template))
  }
  tray.setToolTip('Footnote')
  tray.on('click', actions.show)
  showMenu()
  return showMenu
}
