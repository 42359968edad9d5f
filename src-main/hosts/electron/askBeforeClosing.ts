import type { BrowserWindow } from 'electron'
import type { ElectronApi } from './ElectronApi.ts'

export interface ClosingAnswer {
  readonly kind: 'background' | 'quit' | 'stay'
  /** The person wants it so from now on. */
  readonly isForAlways: boolean
}

const KINDS = ['background', 'quit', 'stay'] as const

/** Asks what is to become of the work when its window is closed. Leaving the question is staying. */
export async function askBeforeClosing(dialog: ElectronApi['dialog'], window: BrowserWindow): Promise<ClosingAnswer> {
  const { response, checkboxChecked } = await dialog.showMessageBox(window, {
    type: 'question', title: 'Footnote', message: 'Work is still going on.',
    detail: 'It can go on in the background; the icon beside the clock brings the window back. If you quit, it stops safely and goes on at the next start.',
    buttons: ['Go On in the Background', 'Quit', 'Cancel'], defaultId: 0, cancelId: 2, noLink: true, checkboxLabel: 'Do not ask again', checkboxChecked: false,
  })
  const kind = KINDS[response] ?? 'stay'
  return { kind, isForAlways: checkboxChecked && kind !== 'stay' }
}
