import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RuntimeDecision } from '../../src-main/core/models/runtimeChoice.ts'
import { createChosenEmbedder } from '../../src-main/processes/modelHost/createChosenEmbedder.ts'
import { bundledModel, clock, silent, startTestHost } from './testModels.ts'

const bge = bundledModel('bge-small-en-v1.5')

describe('the embedder that suits the machine', () => {
  let started: ReturnType<typeof startTestHost>
  let kept: RuntimeDecision | null
  beforeEach(() => {
    started = startTestHost()
    kept = null
  })
  afterEach(() => started.host.close())

  function choose(options: { readonly mayHaveGpu: boolean; readonly setting?: 'auto' | 'onnx' | 'llama' }) {
    return createChosenEmbedder({
      host: started.host, entry: bge, machine: { name: 'here', cores: 2, mayHaveGpu: options.mayHaveGpu }, clock, logger: silent,
      setting: () => options.setting ?? 'auto', decisions: { get: () => kept, async keep(decision) { kept = decision } },
    })
  }

  it('measures both forms once where a GPU may be, finds them equivalent, and keeps what it found', async () => {
    const embedder = choose({ mayHaveGpu: true })
    const before = embedder.identity.fingerprint
    expect(started.host.pid()).toBeNull()
    await embedder.embedQuery('How long is the notice period?')
    expect(kept?.measurements.map(({ runtime }) => runtime)).toEqual(['onnx', 'llama'])
    expect(kept?.measurements.every(({ passagesPerSecond }) => passagesPerSecond > 0)).toBe(true)
    expect(kept?.equivalence).toMatchObject({ equivalent: true, sameTop: 1 })
    expect(kept?.equivalence.meanCosine).toBeGreaterThanOrEqual(0.995)
    expect(embedder.identity).toMatchObject({ runtime: kept?.runtime, fingerprint: before })
    const measured = kept
    await choose({ mayHaveGpu: true }).embedQuery('And once more?')
    expect(kept).toBe(measured)
  })

  it('begins at once on a machine without a GPU', async () => {
    const embedder = choose({ mayHaveGpu: false })
    expect(embedder.device()).toBe('ONNX Runtime, 2 workers on the CPU')
    await embedder.embedQuery('How long is the notice period?')
    expect(kept).toBeNull()
    expect(started.events.filter((event) => event.kind === 'loaded')).toHaveLength(1)
  })

  it('checks the other form against the first before it serves the index that a person fixed it for', async () => {
    const embedder = choose({ mayHaveGpu: false, setting: 'llama' })
    expect(embedder.device()).toBe('llama.cpp, not loaded yet')
    const [vector] = await embedder.embedPassages(['Payment is due within 30 days.'])
    expect(vector).toHaveLength(384)
    expect(kept?.equivalence.equivalent).toBe(true)
    expect(embedder.identity).toMatchObject({ runtime: 'llama', quantisation: 'Q8_0' })
    expect(embedder.device()).toBe('2 threads on the CPU')
    // Only ONNX Runtime gives them, whichever computes the vectors.
    expect(await embedder.tokenStates?.(['Payment'], 'passage')).toHaveLength(1)
  })
})
