import '@fontsource-variable/inter'
import '@fontsource-variable/source-serif-4/opsz.css'
import { Tooltip } from 'radix-ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { WindowClient } from '../client/WindowClient.ts'
import '../components/components.css'
import { createWindowState } from '../state/WindowState.ts'
import { WindowContext } from '../state/WindowContext.ts'
import './tokens.css'
import './base.css'
import { Shell } from './Shell.tsx'

/** Long enough that a pointer on its way elsewhere shows nothing. */
const TOOLTIP_DELAY_MS = 500

/** Starts the window on a host's client; returns what ends it. */
export function mountWindow(element: HTMLElement, client: WindowClient): () => void {
  const state = createWindowState(client)
  const root = createRoot(element)
  root.render(
    <StrictMode>
      <WindowContext value={state}>
        <Tooltip.Provider delayDuration={TOOLTIP_DELAY_MS}><Shell /></Tooltip.Provider>
      </WindowContext>
    </StrictMode>,
  )
  void state.load()
  return () => {
    root.unmount()
    state.close()
  }
}
