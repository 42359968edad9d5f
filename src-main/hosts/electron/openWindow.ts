import type { BrowserWindow } from 'electron'
import type { Settings } from '../../../src-shared/domain/settings.ts'
import type { ClosingAnswer } from './askBeforeClosing.ts'
import type { ElectronApi } from './ElectronApi.ts'
import { readShellState, visibleBounds, writeShellState } from './shellState.ts'
import { windowOptions } from './windowOptions.ts'

export interface ShellWindow {
  readonly window: BrowserWindow
  /** Brings it forward, wherever it was left. */
  show(): void
}

interface WindowPlaces {
  readonly preloadPath: string
  readonly statePath: string
  /** A job is going on. */
  readonly isWorking: () => boolean
  readonly isQuitting: () => boolean
  readonly closing: () => Settings['window']['closing']
  readonly ask: (window: BrowserWindow) => Promise<ClosingAnswer['kind']>
  readonly quit: () => void
}

/** The window where it stood last. Closing it ends Footnote, leaves it in the background, or asks while work goes on, as the setting says. */
export function openWindow({ BrowserWindow, screen }: Pick<ElectronApi, 'BrowserWindow' | 'screen'>, places: WindowPlaces): ShellWindow {
  const { statePath } = places
  const state = readShellState(statePath)
  const bounds = visibleBounds(state.bounds, screen.getAllDisplays().map(({ workArea }) => workArea))
  const window = new BrowserWindow({ ...windowOptions(places.preloadPath), ...bounds })
  if (state.isMaximized) window.maximize()
  let isAsked = false
  async function ask(): Promise<void> {
    // Whoever closes it again while being asked has not answered yet.
    if (isAsked) return
    isAsked = true
    const answer = await places.ask(window).finally(() => { isAsked = false })
    if (answer === 'background') window.hide()
    if (answer === 'quit') places.quit()
  }
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    writeShellState(statePath, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
    const closing = places.closing()
    if (places.isQuitting() || closing === 'quit' || (closing === 'ask' && !places.isWorking())) return
    event.preventDefault()
    if (closing === 'background') window.hide()
    else void ask()
  })
  return {
    window,
    show() {
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}
