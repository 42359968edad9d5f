import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseManifest } from '../../src-main/core/models/manifest.ts'
import { installedModel } from '../../src-main/core/models/installedModel.ts'
import { hostLimits } from '../../src-main/core/models/hostLimits.ts'
import type { Clock, Logger } from '../../src-main/core/ports/SystemPorts.ts'
import { createForkLauncher } from '../../src-main/adapters/node/createForkLauncher.ts'
import type { HostEvent } from '../../src-main/processes/modelHost/HostConnection.ts'
import { createModelHost } from '../../src-main/processes/modelHost/createModelHost.ts'
import type { ModelEntry } from '../../src-shared/domain/model.ts'

const bundledDir = fileURLToPath(new URL('../../resources/models/', import.meta.url))
const storiesPath = fileURLToPath(new URL('../fixtures/models/stories260K.gguf', import.meta.url))

export function bundledModel(name: string): ModelEntry {
  const model = parseManifest(readFileSync(`${bundledDir}manifest.json`, 'utf8')).find((candidate) => candidate.name === name)
  if (model === undefined) throw new Error(`${name} is not bundled`)
  return installedModel(model, bundledDir, true)
}

/** The toy language model, as the library would list it. */
export const stories: ModelEntry = {
  name: 'stories260K', role: 'chat', path: storiesPath, sizeBytes: 1_185_376, sha256: '270cba1bd5109f42d03350f60406024560464db173c0e387d91f0426d3bd256d',
  licence: 'MIT', source: 'test', bundled: false, active: false, contextTokens: 2048, hasChatTemplate: false, parameterCount: 292_800,
  forms: [{ runtime: 'llama', quantisation: 'F32', path: storiesPath, sizeBytes: 1_185_376, sha256: '270cba1bd5109f42d03350f60406024560464db173c0e387d91f0426d3bd256d' }],
}

export const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
export const silent: Logger = { log: () => undefined }

export function startTestHost(options: { readonly gpuLayers?: 'auto' | number; readonly workers?: number } = {}) {
  const events: HostEvent[] = []
  const listeners = new Set<(event: HostEvent) => void>()
  const host = createModelHost({
    launcher: createForkLauncher(),
    limits: { ...hostLimits(2, options.gpuLayers ?? 0), embedWorkers: options.workers ?? 2 },
    machineBytes: 16 * 1024 ** 3,
    clock,
    logger: silent,
    onEvent(event) {
      events.push(event)
      for (const listener of listeners) listener(event)
    },
  })
  return {
    host,
    events,
    next(kind: HostEvent['kind']): Promise<HostEvent> {
      return new Promise((resolve) => {
        const listener = (event: HostEvent) => {
          if (event.kind !== kind) return
          listeners.delete(listener)
          resolve(event)
        }
        listeners.add(listener)
      })
    },
    kill() {
      const pid = host.pid()
      if (pid === null) throw new Error('no host runs')
      process.kill(pid, 'SIGKILL')
    },
  }
}
