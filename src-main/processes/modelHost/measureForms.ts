import type { ModelEntry } from '../../../src-shared/domain/model.ts'
import { areEquivalent, type FormVectors } from '../../core/models/areEquivalent.ts'
import { CHECK_PASSAGES, CHECK_QUERIES } from '../../core/models/checkPassages.ts'
import { decideRuntime, type RuntimeDecision, type RuntimeMeasurement } from '../../core/models/runtimeChoice.ts'
import type { Embedder } from '../../core/ports/Embedder.ts'
import type { Clock } from '../../core/ports/SystemPorts.ts'
import type { ModelHost } from './createModelHost.ts'

// Long enough for some rounds on a CPU, short enough not to be noticed at the first start.
const MEASURED_MS = 300

/**
 * Loads every form of an embedder, compares their vectors on the bundled passages and times them: about a second, most of it loading. The host's
 * processes do nothing else meanwhile, or the figures mean nothing.
 */
export async function measureForms(host: ModelHost, entry: ModelEntry, machine: string, clock: Clock, signal?: AbortSignal): Promise<RuntimeDecision> {
  const vectors: FormVectors[] = []
  const measurements: RuntimeMeasurement[] = []
  for (const { runtime } of entry.forms ?? []) {
    const embedder = host.embedder(entry, runtime)
    vectors.push(await checkVectors(embedder, signal))
    const passagesPerSecond = await throughput(embedder, clock, signal)
    measurements.push({ runtime, passagesPerSecond, device: host.device(embedder)?.text ?? '' })
  }
  const [first, second] = vectors
  if (first === undefined || second === undefined) throw new Error(`The model "${entry.name}" has one form: there is nothing to choose.`)
  return decideRuntime(entry, machine, measurements, areEquivalent(first, second))
}

async function checkVectors(embedder: Embedder, signal: AbortSignal | undefined): Promise<FormVectors> {
  const options = { priority: 'question' as const, ...(signal === undefined ? {} : { signal }) }
  const passages = await embedder.embedPassages(CHECK_PASSAGES, options)
  const queries = await Promise.all(CHECK_QUERIES.map((query) => embedder.embedQuery(query, options)))
  return { passages, queries }
}

async function throughput(embedder: Embedder, clock: Clock, signal: AbortSignal | undefined): Promise<number> {
  const start = clock.monotonic()
  let passages = 0
  while (clock.monotonic() - start < MEASURED_MS) {
    await embedder.embedPassages(CHECK_PASSAGES, { priority: 'question', ...(signal === undefined ? {} : { signal }) })
    passages += CHECK_PASSAGES.length
  }
  return (passages / (clock.monotonic() - start)) * 1000
}
