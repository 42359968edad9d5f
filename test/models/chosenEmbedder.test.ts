import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelEntry } from '../../src-shared/domain/model.ts'
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
  const e5 = bundledModel('multilingual-e5-small')

  function choose(options: { readonly mayHaveGpu: boolean; readonly setting?: 'auto' | 'onnx' | 'llama'; readonly entry?: ModelEntry; readonly onKept?: () => void }) {
    return createChosenEmbedder({
      host: started.host, entry: options.entry ?? bge, machine: { name: 'here', cores: 2, mayHaveGpu: options.mayHaveGpu, memoryBytes: 2 ** 33 }, clock, logger: silent,
      setting: () => options.setting ?? 'auto', restMs: 0,
      decisions: {
        get: () => kept,
        async keep(decision) {
          kept = decision
          options.onKept?.()
        },
      },
    })
  }

  it('measures both forms before the first passage where a GPU may be, finds them equivalent, and keeps what it found', async () => {
    const embedder = choose({ mayHaveGpu: true })
    const before = embedder.identity.fingerprint
    expect(started.host.pid()).toBeNull()
    await embedder.embedPassages(['Payment is due within 30 days.'])
    expect(kept?.measurements.map(({ runtime }) => runtime)).toEqual(['onnx', 'llama'])
    expect(kept?.measurements.every(({ passagesPerSecond }) => passagesPerSecond > 0)).toBe(true)
    expect(kept?.equivalence).toMatchObject({ equivalent: true, sameTop: 1 })
    expect(kept?.equivalence?.meanCosine).toBeGreaterThanOrEqual(0.995)
    expect(embedder.identity).toMatchObject({ runtime: kept?.runtime, fingerprint: before })
    const measured = kept as RuntimeDecision | null
    await choose({ mayHaveGpu: true }).embedQuery('And once more?')
    expect(kept).toBe(measured)
  })

  it('answers at once with the first form on a machine without a GPU, and measures when it comes to rest', async () => {
    const { promise: measured, resolve } = Promise.withResolvers<undefined>()
    const embedder = choose({ mayHaveGpu: false, onKept: () => resolve(undefined) })
    expect(embedder.device()).toBe('ONNX Runtime, 2 workers on the CPU')
    expect(embedder.report()).toEqual({ runtime: 'onnx', reason: 'not measured on this machine yet', measurements: [] })
    await embedder.embedQuery('How long is the notice period?')
    expect(kept).toBeNull()
    expect(started.events.filter((event) => event.kind === 'loaded')).toHaveLength(1)
    await measured
    expect(embedder.report()).toMatchObject({ reason: 'measured on this machine', measurements: [{ runtime: 'onnx' }, { runtime: 'llama' }] })
    expect(embedder.report().refused).toBeUndefined()
  })

  it('measures in the middle of a long ingestion instead of waiting for its end', async () => {
    const embedder = choose({ mayHaveGpu: false })
    const texts = Array.from({ length: 64 }, (_, index) => `Line ${index}.`)
    await embedder.embedPassages(texts)
    expect(kept).toBeNull()
    await embedder.embedPassages(['One more.'])
    expect(kept?.measurements).toHaveLength(2)
  })

  it('refuses a form whose vectors differ, also when a person fixed it, and says so', async () => {
    // Another model of as many dimensions stands in for a form that rounds differently on this machine.
    const mixed = { ...bge, forms: [...bge.forms?.slice(0, 1) ?? [], ...e5.forms ?? []] }
    const embedder = choose({ mayHaveGpu: false, entry: mixed, setting: 'llama' })
    const [vector] = await embedder.embedPassages(['Payment is due within 30 days.'])
    expect(kept?.equivalence?.equivalent).toBe(false)
    expect(embedder.identity.runtime).toBe('onnx')
    expect(vector).toEqual((await started.host.embedder(bge, 'onnx').embedPassages(['Payment is due within 30 days.']))[0])
    expect(embedder.report()).toMatchObject({ runtime: 'onnx', refused: { runtime: 'llama' } })
  })

  it('goes on with the form that runs when the other one cannot be loaded', async () => {
    const [onnx, llama] = bge.forms ?? []
    if (onnx === undefined || llama === undefined) throw new Error('two forms are bundled')
    const embedder = choose({ mayHaveGpu: true, entry: { ...bge, forms: [onnx, { ...llama, path: '/nowhere.gguf' }] } })
    expect(await embedder.embedPassages(['Payment is due within 30 days.'])).toHaveLength(1)
    expect(kept?.measurements[1]).toMatchObject({ runtime: 'llama', passagesPerSecond: 0, problem: expect.stringContaining('missing') as string })
    expect(embedder.report()).toMatchObject({ runtime: 'onnx', reason: 'measured on this machine' })
  })

  it('checks the other form against the first before it serves the index that a person fixed it for', async () => {
    const embedder = choose({ mayHaveGpu: false, setting: 'llama' })
    expect(embedder.device()).toBe('llama.cpp, not loaded yet')
    const [vector] = await embedder.embedPassages(['Payment is due within 30 days.'])
    expect(vector).toHaveLength(384)
    expect(kept?.equivalence?.equivalent).toBe(true)
    expect(embedder.identity).toMatchObject({ runtime: 'llama', quantisation: 'Q8_0' })
    expect(embedder.device()).toBe('2 threads on the CPU')
    // Only ONNX Runtime gives them, whichever computes the vectors.
    expect(await embedder.tokenStates?.(['Payment'], 'passage')).toHaveLength(1)
  })
})
