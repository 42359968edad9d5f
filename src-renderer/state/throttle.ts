/**
 * Runs `action` at most once in `intervalMs`, the last request always served. While a folder is read, events arrive by the
 * hundred a second; without this every one of them would redraw the table.
 */
export function throttle(action: () => void, intervalMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let wanted = false
  function run() {
    timer = null
    if (!wanted) return
    wanted = false
    action()
    timer = setTimeout(run, intervalMs)
  }
  return () => {
    wanted = true
    timer ??= setTimeout(run, 0)
  }
}
