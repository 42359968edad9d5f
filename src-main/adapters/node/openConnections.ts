import { readFile, readdir, readlink } from 'node:fs/promises'

/** Kernel tables of this network namespace; the third column is the other end, `00000000:0000` for a listener. */
const TABLES = ['tcp', 'tcp6', 'udp', 'udp6']
/** 127.0.0.0/8 as `/proc` writes it (last byte first), and ::1. */
const LOOPBACK = /^([0-9A-F]{6}7F|00000000000000000000000001000000):/
const NOBODY = /^0+:/

/**
 * Connections to other computers that this process and its children hold now, as `address:port` in the kernel's own notation. Null where the
 * system does not tell (anything but Linux).
 */
export async function openConnections(pid: number = process.pid): Promise<readonly string[] | null> {
  if (process.platform !== 'linux') return null
  const sockets = new Set<string>()
  for (const member of await familyOf(pid)) {
    const handles = await readdir(`/proc/${member}/fd`).catch(() => [])
    for (const handle of handles) {
      const inode = /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/${member}/fd/${handle}`).catch(() => ''))?.[1]
      if (inode !== undefined) sockets.add(inode)
    }
  }
  const remote: string[] = []
  for (const table of TABLES) {
    const lines = (await readFile(`/proc/net/${table}`, 'utf8').catch(() => '')).trim().split('\n').slice(1)
    for (const line of lines) {
      const columns = line.trim().split(/\s+/)
      const other = columns[2] ?? ''
      if (sockets.has(columns[9] ?? '') && !NOBODY.test(other) && !LOOPBACK.test(other)) remote.push(other)
    }
  }
  return remote
}

/** A process with all its descendants. */
async function familyOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const own = children.trim().split(' ').filter((id) => id !== '').map(Number)
  return [pid, ...(await Promise.all(own.map(familyOf))).flat()]
}
