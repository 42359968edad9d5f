import type { JobProgress } from '../../src-shared/domain/job.ts'
import type { ModelBench } from '../../src-shared/domain/modelBench.ts'
import type { OpenedIndex } from '../core/indexing/OpenedIndex.ts'
import type { ModelLibrary } from '../core/models/createModelLibrary.ts'
import { hostLimits } from '../core/models/hostLimits.ts'
import type { MachineFacts } from '../core/models/MachineFacts.ts'
import { proposeSettings } from '../core/models/proposeSettings.ts'
import type { ProcessLauncher } from '../core/ports/ProcessLauncher.ts'
import type { Clock, Logger } from '../core/ports/SystemPorts.ts'
import { benchChatModels } from '../processes/modelHost/benchModels.ts'
import type { ChosenEmbedder } from '../processes/modelHost/createChosenEmbedder.ts'
import { createModelHost } from '../processes/modelHost/createModelHost.ts'
import { throughput } from '../processes/modelHost/measureForms.ts'

export interface BenchModelsOptions {
  readonly launcher: ProcessLauncher
  readonly machine: MachineFacts
  readonly clock: Clock
  readonly logger: Logger
  readonly library: ModelLibrary
  readonly index: OpenedIndex<ChosenEmbedder>
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((progress: JobProgress) => void) | undefined
}

/** Measures what the models of this library do on this machine. Nothing else should run meanwhile. */
export async function benchModels({ launcher, machine, clock, logger, library, index, signal, onProgress }: BenchModelsOptions): Promise<ModelBench> {
  const { embedder, reference } = index
  onProgress?.({ stage: 'embedding', done: 0, total: 1, unit: 'models' })
  const decision = await embedder.measure()
  const { runtime } = embedder.identity
  const measurements = decision?.measurements ?? [{ runtime, passagesPerSecond: await throughput(embedder, clock, signal), device: embedder.device() }]
  const chat = await benchChatModels({
    makeHost: (gpuLayers) => createModelHost({ launcher, limits: hostLimits(machine.cores, gpuLayers), clock, logger }),
    entries: library.list().filter(({ role, setAside }) => role === 'chat' && setAside === undefined), mayHaveGpu: machine.mayHaveGpu, clock,
    ...(signal === undefined ? {} : { signal }), onProgress: (done, total) => onProgress?.({ stage: 'chat', done, total, unit: 'models' }),
  })
  return { machine: machine.name, memoryBytes: machine.memoryBytes, embedding: { model: reference.model, measurements }, chat, proposed: proposeSettings(decision, runtime, chat) }
}
