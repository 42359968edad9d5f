import type { ModelEntry, RuntimeMeasurement } from '../../../src-shared/domain/model.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import { areEquivalent, type FormVectors } from '../../core/models/areEquivalent.ts'
import { CHECK_PASSAGES, CHECK_QUERIES } from '../../core/models/checkPassages.ts'
import { decideRuntime, type RuntimeDecision } from '../../core/models/runtimeChoice.ts'
import type { Embedder } from '../../core/ports/Embedder.ts'
import type { Clock } from '../../core/ports/SystemPorts.ts'
import type { ModelHost } from './createModelHost.ts'

// Long enough for some rounds on a CPU, short enough not to be noticed.
const MEASURED_MS = 300

/**
 * Loads every form of an embedder, compares their vectors on the bundled passages and times them: one to three seconds, most of it loading. A form that cannot
 * be loaded here, or that stops the model process, is measured as not running. The host's processes should do nothing else meanwhile. Throws only the signal's reason.
 */
export async function measureForms(host: ModelHost, entry: ModelEntry, machine: string, clock: Clock, signal?: AbortSignal): Promise<RuntimeDecision> {
  const vectors: FormVectors[] = []
  const measurements: RuntimeMeasurement[] = []
  for (const { runtime } of entry.forms ?? []) {
    const embedder = host.embedder(entry, runtime)
    try {
      vectors.push(await checkVectors(embedder, signal))
      const passagesPerSecond = await throughput(embedder, clock, signal)
      measurements.push({ runtime, passagesPerSecond, device: host.device(embedder)?.text ?? '' })
    } catch (thrown) {
      signal?.throwIfAborted()
      measurements.push({ runtime, passagesPerSecond: 0, device: '', problem: toAppError(thrown).message })
    }
  }
  const [first, second] = vectors
  return decideRuntime(entry, machine, measurements, first === undefined || second === undefined ? null : areEquivalent(first, second))
}

async function checkVectors(embedder: Embedder, signal: AbortSignal | undefined): Promise<FormVectors> {
  const options = { priority: 'question' as const, ...(signal === undefined ? {} : { signal }) }
  const passages = await embedder.embedPassages(CHECK_PASSAGES, options)
  const queries = await Promise.all(CHECK_QUERIES.map((query) => embedder.embedQuery(query, options)))
  return { passages, queries }
}

/** Passages a second, as an ingestion would have them. */
export async function throughput(embedder: Embedder, clock: Clock, signal: AbortSignal | undefined): Promise<number> {
  const start = clock.monotonic()
  let passages = 0
  while (clock.monotonic() - start < MEASURED_MS) {
    await embedder.embedPassages(CHECK_PASSAGES, { priority: 'question', ...(signal === undefined ? {} : { signal }) })
    passages += CHECK_PASSAGES.length
  }
  return (passages / (clock.monotonic() - start)) * 1000
}
