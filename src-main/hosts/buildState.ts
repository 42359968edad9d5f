import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Whether the bundle is missing or older than any of its sources. Times are enough here: a needless build costs seconds. */
export async function needsBuild(root: string): Promise<boolean> {
  const outputs = ['out/renderer/index.html', 'out/main/electron.js', 'out/preload/preload.cjs']
  const built = await Promise.all(outputs.map((path) => modifiedMs(join(root, path))))
  const oldest = Math.min(...built.map((time) => time ?? -Infinity))
  if (oldest === -Infinity) return true
  const sources = ['src-renderer', 'src-main', 'src-shared', 'electron.vite.config.ts']
  const newest = await Promise.all(sources.map((path) => newestMs(join(root, path))))
  return Math.max(...newest) > oldest
}

async function newestMs(path: string): Promise<number> {
  const own = await modifiedMs(path)
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])
  const times = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => modifiedMs(join(entry.parentPath, entry.name))))
  // A folder's own time tells of files that were removed.
  return Math.max(own ?? -Infinity, ...times.map((time) => time ?? -Infinity))
}

async function modifiedMs(path: string): Promise<number | undefined> {
  return stat(path).then((found) => found.mtimeMs, () => undefined)
}
