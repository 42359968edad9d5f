/** A page that is not in sight draws no frames and must not fall behind for it. */
const WITHOUT_FRAMES_MS = 250

/**
 * Hands values on in their order, all that came since the last frame together: words stream faster than a screen can show them, and each one
 * alone would lay out the answer anew.
 */
export function collectForFrame<Value>(handle: (value: Value) => void): (value: Value) => void {
  let collected: Value[] = []
  let stopWaiting: (() => void) | null = null

  function flush() {
    stopWaiting?.()
    stopWaiting = null
    const values = collected
    collected = []
    values.forEach(handle)
  }
  return (value) => {
    collected.push(value)
    if (stopWaiting !== null) return
    const frame = requestAnimationFrame(flush)
    const timer = setTimeout(flush, WITHOUT_FRAMES_MS)
    stopWaiting = () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }
}
