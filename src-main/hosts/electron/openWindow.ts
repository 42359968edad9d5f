import type { BrowserWindow } from 'electron'
import type { ElectronApi } from './ElectronApi.ts'
import { readShellState, visibleBounds, writeShellState, type ShellState } from './shellState.ts'
import { windowOptions } from './windowOptions.ts'

export interface ShellWindow {
  readonly window: BrowserWindow
  /** Brings it forward, wherever it was left. */
  show(): void
  state(): ShellState
  setStaysInBackground(stays: boolean): void
}

interface WindowPlaces {
  readonly preloadPath: string
  readonly statePath: string
  /** A job is going on: closing the window must not end it. */
  readonly isWorking: () => boolean
  readonly isQuitting: () => boolean
}

/** The window where it stood last. Closing it hides it while work goes on, or always where a person chose so; otherwise Footnote ends with it. */
export function openWindow({ BrowserWindow, screen }: Pick<ElectronApi, 'BrowserWindow' | 'screen'>, { preloadPath, statePath, isWorking, isQuitting }: WindowPlaces): ShellWindow {
  let state = readShellState(statePath)
  const bounds = visibleBounds(state.bounds, screen.getAllDisplays().map(({ workArea }) => workArea))
  const window = new BrowserWindow({ ...windowOptions(preloadPath), ...bounds })
  if (state.isMaximized) window.maximize()
  const keep = (change: Partial<ShellState>) => {
    state = { ...state, ...change }
    writeShellState(statePath, state)
  }
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    keep({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
    if (isQuitting() || !(state.staysInBackground || isWorking())) return
    event.preventDefault()
    window.hide()
  })
  return {
    window, state: () => state,
    show() {
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    setStaysInBackground: (staysInBackground) => keep({ staysInBackground }),
  }
}
