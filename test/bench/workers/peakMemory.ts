import { readdirSync, readFileSync } from 'node:fs'

/** Raises the peak of resident memory, MiB, of this process (`engine`) and of its children by their title, as the kernel kept it (Linux only). */
export function peaks(into: Map<string, number>): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      const isOwn = Number(pid) === process.pid
      if (!isOwn && Number(/PPid:\s+(\d+)/.exec(status)?.[1]) !== process.pid) continue
      const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
      // One that has ended and was not yet asked for its exit code.
      if (peak === 0) continue
      const name = isOwn ? 'engine' : /footnote-(\w+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'other'
      into.set(name, Math.max(into.get(name) ?? 0, peak))
    } catch {
      // It ended while it was looked at.
    }
  }
}
