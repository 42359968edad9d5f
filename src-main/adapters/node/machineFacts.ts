import { readdir } from 'node:fs/promises'
import { availableParallelism, cpus, hostname, totalmem } from 'node:os'
import type { MachineFacts } from '../../core/models/MachineFacts.ts'

export async function machineFacts(): Promise<MachineFacts> {
  const cores = availableParallelism()
  const hasGpu = await mayHaveGpu()
  // A GPU that is added makes another machine: what was measured before says nothing about it.
  return { name: `${hostname()}, ${cores} × ${cpus()[0]?.model.trim() ?? 'unknown'}${hasGpu ? ', GPU' : ''}`, cores, mayHaveGpu: hasGpu, memoryBytes: totalmem() }
}

/** Without loading a driver: on Linux a GPU shows as a device node; on Windows nothing cheap tells, and every Apple Silicon Mac has Metal. */
async function mayHaveGpu(): Promise<boolean> {
  if (process.platform === 'darwin') return process.arch === 'arm64'
  if (process.platform === 'win32') return true
  const [devices, render] = await Promise.all([readdir('/dev').catch(() => []), readdir('/dev/dri').catch(() => [])])
  return devices.some((name) => name === 'nvidia0' || name === 'kfd' || name === 'dxg') || render.some((name) => name.startsWith('renderD'))
}
