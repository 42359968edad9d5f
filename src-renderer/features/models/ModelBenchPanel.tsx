import { Gauge } from 'lucide-react'
import { useState } from 'react'
import { RUNTIME_NAMES } from '../../../src-shared/domain/model.ts'
import type { ModelBench } from '../../../src-shared/domain/modelBench.ts'
import { Button } from '../../components/Button.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'

/** Measures the models on this computer when asked, and offers the settings that follow from it. */
export function ModelBenchPanel() {
  const { client, notices, settings } = useWindow()
  const chosen = useStore(settings.store, (state) => state.models)
  const [bench, setBench] = useState<ModelBench | 'running' | null>(null)

  async function measure() {
    setBench('running')
    try {
      setBench(await client.call('models.bench', {}))
    } catch (thrown) {
      setBench(null)
      notices.fail(thrown)
    }
  }
  const isDone = bench !== null && bench !== 'running'
  // What follows from a measurement by itself stays `auto`: only a card that does not help is worth a setting of its own.
  const isProposed = isDone && (chosen.gpuLayers === bench.proposed.gpuLayers && (chosen.embeddingRuntime === 'auto' || chosen.embeddingRuntime === bench.proposed.embeddingRuntime))
  return (
    <div className="bench">
      <div className="bench__head">
        <Button size="small" disabled={bench === 'running'} onClick={() => void measure()}><Gauge size={14} aria-hidden />{text.models.measure}</Button>
        <span className="field__note" role="status">{bench === 'running' ? text.models.measuring : isDone ? text.models.measuredOn(bench) : text.models.measureNote}</span>
      </div>
      {isDone && <BenchTable bench={bench} />}
      {isDone && (isProposed
        ? <p className="field__note">{text.models.fits}</p>
        : <Button size="small" onClick={() => void settings.change({ models: { embeddingRuntime: 'auto', gpuLayers: bench.proposed.gpuLayers } })}>{text.models.useProposed(bench.proposed.gpuLayers)}</Button>)}
    </div>
  )
}

function BenchTable({ bench: { embedding, chat } }: { readonly bench: ModelBench }) {
  const { benchColumns: columns } = text.models
  return (
    <table className="bench__table">
      <thead><tr><th scope="col">{columns.model}</th><th scope="col">{columns.device}</th><th scope="col">{columns.speed}</th></tr></thead>
      <tbody>
        {embedding.measurements.map(({ runtime, passagesPerSecond, device, problem }) => <tr key={runtime}><th scope="row">{embedding.model} <small>{RUNTIME_NAMES[runtime]}</small></th><td>{device}</td><td>{problem ?? text.models.passagesPerSecond(passagesPerSecond)}</td></tr>)}
        {chat.map(({ model, device, promptTokensPerSecond, tokensPerSecond, problem }) => <tr key={`${model} ${device}`}><th scope="row">{model}</th><td>{device}</td><td>{problem ?? text.models.tokensPerSecond(promptTokensPerSecond, tokensPerSecond)}</td></tr>)}
      </tbody>
    </table>
  )
}
