import { createContext, use } from 'react'
import type { WindowState } from './WindowState.ts'

export const WindowContext = createContext<WindowState | null>(null)

/** The window's state; features read it, components in `components/` never do. */
export function useWindow(): WindowState {
  const state = use(WindowContext)
  if (state === null) throw new Error('useWindow outside of the window')
  return state
}
