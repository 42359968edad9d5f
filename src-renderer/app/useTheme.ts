import { useLayoutEffect } from 'react'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'

/** Puts the chosen theme on the page and follows the system's where that was chosen. */
export function useTheme(): void {
  const { settings } = useWindow()
  const theme = useStore(settings.store, (state) => state.appearance.theme)
  useLayoutEffect(() => {
    const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')
    const apply = () => { document.documentElement.dataset['theme'] = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme }
    apply()
    prefersDark.addEventListener('change', apply)
    return () => prefersDark.removeEventListener('change', apply)
  }, [theme])
}
