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
import { UnlockScreen } from './UnlockScreen.tsx'
import './unlock.css'

/** Long enough that a pointer on its way elsewhere shows nothing. */
const TOOLTIP_DELAY_MS = 500

/** Starts the window on a host's client; returns what ends it. When the library is locked or unlocked, it begins anew with nothing of before in memory. */
export function mountWindow(element: HTMLElement, client: WindowClient): () => void {
  let starts = 0
  let end: (() => void) | undefined

  async function start(): Promise<void> {
    const own = ++starts
    // A host that cannot say is shown as it is: what is wrong with it, the window then tells.
    const isLocked = await client.call('lock.status', {}).then((status) => status.isLocked, () => false)
    // Told twice, by the reply and by the event, it begins once.
    if (own === starts) end = isLocked ? showUnlock() : showShell()
  }
  function restart(): void {
    end?.()
    end = undefined
    void start()
  }

  function showUnlock(): () => void {
    const root = createRoot(element)
    document.documentElement.dataset['theme'] ??= window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    root.render(<StrictMode><UnlockScreen client={client} onUnlocked={restart} /></StrictMode>)
    return () => { root.unmount() }
  }

  function showShell(): () => void {
    const state = createWindowState(client, restart)
    const root = createRoot(element)
    root.render(
      <StrictMode>
        <WindowContext value={state}>
          <Tooltip.Provider delayDuration={TOOLTIP_DELAY_MS}><Shell /></Tooltip.Provider>
        </WindowContext>
      </StrictMode>,
    )
    return () => {
      root.unmount()
      state.close()
    }
  }

  void start()
  return () => {
    starts++
    end?.()
  }
}
