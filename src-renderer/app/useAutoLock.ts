import { useEffect } from 'react'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'

const MS_A_MINUTE = 60_000
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Locks the library when nobody has touched the window for so long; a library without a lock refuses, and nothing happens. */
export function useAutoLock(): void {
  const { client, settings } = useWindow()
  const minutes = useStore(settings.store, (state) => state.privacy.autoLockMinutes)
  useEffect(() => {
    if (minutes <= 0) return
    let last = Date.now()
    let timer: number
    const note = () => { last = Date.now() }
    // One timer that looks again, instead of one set anew with every move.
    const look = () => {
      const left = last + minutes * MS_A_MINUTE - Date.now()
      if (left > 0) timer = window.setTimeout(look, left)
      else client.call('lock.lockNow', {}).catch(() => { note(); look() })
    }
    for (const name of SIGNS_OF_LIFE) window.addEventListener(name, note, { passive: true })
    look()
    return () => {
      window.clearTimeout(timer)
      for (const name of SIGNS_OF_LIFE) window.removeEventListener(name, note)
    }
  }, [client, minutes])
}
