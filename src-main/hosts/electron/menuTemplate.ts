import type { MenuItemConstructorOptions } from 'electron'
import type { HostCommand } from '../../../src-shared/domain/event.ts'

interface MenuActions {
  readonly isMac: boolean
  /** Has the page do it: the window knows how. */
  readonly tell: (command: HostCommand) => void
}

/**
 * The native menu. Keys that the page handles itself are shown and not registered: where both listened, one press would act twice.
 */
export function menuTemplate({ isMac, tell }: MenuActions): MenuItemConstructorOptions[] {
  const item = (label: string, command: HostCommand['name'] & Exclude<HostCommand['name'], 'openAnswer'>, accelerator?: string): MenuItemConstructorOptions => ({
    label, click: () => tell({ name: command }), ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,')
  return [
    ...(isMac ? [{ label: 'Footnote', submenu: [{ role: 'about' }, separator, settings, separator, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, separator, { role: 'quit' }] } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        item('New Question', 'newQuestion', 'CmdOrCtrl+Shift+O'), separator, item('Add Files…', 'addFiles'), item('Add Folder…', 'addFolder'), item('Import Model…', 'importModel'),
        ...(isMac ? [separator, { role: 'close' } satisfies MenuItemConstructorOptions] : [separator, settings, separator, { role: 'quit' } satisfies MenuItemConstructorOptions]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Commands…', 'palette', 'CmdOrCtrl+K'), item('All Documents', 'library', 'CmdOrCtrl+L'), item('Audit Log', 'audit'), separator,
        { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, separator, { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('Prove That Nothing Leaves This Computer', 'proof'), ...(isMac ? [] : [{ role: 'about' } satisfies MenuItemConstructorOptions])] },
  ]
}
