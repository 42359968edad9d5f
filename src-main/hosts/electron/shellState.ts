import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Rectangle } from 'electron'

export interface ShellState {
  readonly bounds: Rectangle | null
  readonly isMaximized: boolean
}

export const FIRST_SHELL_STATE: ShellState = { bounds: null, isMaximized: false }

/** Where the window stood. A file that is missing or broken is a first start: nothing of value is in it. */
export function readShellState(path: string): ShellState {
  try {
    const { bounds, isMaximized } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ShellState>
    return { bounds: isRectangle(bounds) ? bounds : null, isMaximized: isMaximized === true }
  } catch {
    return FIRST_SHELL_STATE
  }
}

export function writeShellState(path: string, state: ShellState): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, JSON.stringify(state))
  renameSync(`${path}.new`, path)
}

/** The bounds, unless the screen that they were on is gone: a window that opens where nobody can see it is lost. */
export function visibleBounds(bounds: Rectangle | null, screens: readonly Rectangle[]): Rectangle | null {
  if (bounds === null) return null
  const isSeen = screens.some((screen) => bounds.x + bounds.width > screen.x + REACHABLE_PX && bounds.x < screen.x + screen.width - REACHABLE_PX && bounds.y >= screen.y && bounds.y < screen.y + screen.height - REACHABLE_PX)
  return isSeen ? bounds : null
}

/** So much of the title bar can be taken hold of. */
const REACHABLE_PX = 80

function isRectangle(value: unknown): value is Rectangle {
  return typeof value === 'object' && value !== null && ['x', 'y', 'width', 'height'].every((key) => Number.isFinite((value as Record<string, unknown>)[key]))
}
