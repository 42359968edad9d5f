import { useEffect, useState } from 'react'

/** Shown sooner, a skeleton flashes; most of what the window waits for is there before. */
const SKELETON_DELAY_MS = 300

/** True once `isWaiting` has lasted long enough to say so. */
export function useDelayed(isWaiting: boolean): boolean {
  const [hasLasted, setHasLasted] = useState(false)
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => setHasLasted(true), SKELETON_DELAY_MS)
    return () => {
      clearTimeout(timer)
      setHasLasted(false)
    }
  }, [isWaiting])
  return isWaiting && hasLasted
}
