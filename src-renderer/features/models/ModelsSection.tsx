import { Button } from '../../components/Button.tsx'
import { Choice } from '../../components/Choice.tsx'
import { provedTasks, type ModelEntry, type ModelRole } from '../../../src-shared/domain/model.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { size } from '../../text/amounts.ts'
import { text } from '../../text/text.ts'
import { ModelGate } from './ModelGate.tsx'
import { useModelGate } from './useModelGate.ts'
import { ModelBenchPanel } from './ModelBenchPanel.tsx'
import './models.css'

/** The models on this computer by what they do; the one in use is marked, another is one click away. */
export function ModelsSection({ onImport }: { readonly onImport: () => void }) {
  const { settings, library } = useWindow()
  const models = useStore(settings.models)
  const status = useStore(library.store, (state) => state.status)
  const roles = Object.keys(text.models.roles) as ModelRole[]
  const gate = useModelGate()
  const device: Partial<Record<ModelRole, string | undefined>> = { embedding: status?.embedding.device, chat: status?.chat.device }
  return (
    <div className="models">
      {models.length === 0 && <p className="field__note">{text.models.none}</p>}
      {roles.map((role) => {
        const own = models.filter((model) => model.role === role)
        return own.length > 0 && (
          <section key={role} aria-label={text.models.roles[role]}>
            <h4 className="models__role">{text.models.roles[role]}</h4>
            <ul>{own.map((model) => <Model key={model.name} model={model} device={model.active ? device[role] : undefined} isBusy={gate.busy !== null} onUse={() => void gate.use(model.name)} />)}</ul>
            {role === 'embedding' && own.some((model) => (model.forms?.length ?? 0) > 1) && <Runtime />}
          </section>
        )
      })}
      <ModelGate gate={gate} />
      <ModelBenchPanel />
      <Button size="small" onClick={onImport}>{text.models.import}…</Button>
    </div>
  )
}

/** What computes the vectors: measured on this computer, or fixed by hand. */
function Runtime() {
  const { settings, library } = useWindow()
  const chosen = useStore(settings.store, (state) => state.models.embeddingRuntime)
  const report = useStore(library.store, (state) => state.status?.embedding.runtimeChoice)
  return (
    <div className="field">
      <span className="field__label">{text.models.runtime}</span>
      <Choice label={text.models.runtime} value={chosen} options={text.models.runtimes} onChange={(embeddingRuntime) => void settings.change({ models: { embeddingRuntime } })} />
      {report !== undefined && <span className="field__note">{text.models.runtimeNote(report)}</span>}
    </div>
  )
}

function Model({ model, device, isBusy, onUse }: { readonly model: ModelEntry; readonly device: string | undefined; readonly isBusy: boolean; readonly onUse: () => void }) {
  const facts = [
    size(model.sizeBytes), ...(model.memoryBytes === undefined ? [] : [text.models.memory(model.memoryBytes)]), ...(model.parameters === undefined ? [] : [model.parameters]), text.models.context(model.contextTokens), model.bundled ? text.models.bundled : '', text.models.licence(model.licence),
    ...(model.selfTest === undefined ? [] : [text.models.selfTest(model.selfTest.right, model.selfTest.questions, model.selfTest.passed), text.models.given(provedTasks(model.selfTest).map((task) => text.models.tasks[task]))]), ...(device === undefined ? [] : [text.models.running(device)]),
  ].filter((fact) => fact !== '')
  return (
    <li className="model">
      <div className="model__words"><b>{model.name}</b><small>{facts.join(' · ')}</small>{model.setAside !== undefined && <small className="model__aside">{text.models.setAside(model.setAside)}</small>}</div>
      {model.active ? <span className="tag tag--accent">{text.models.active}</span> : <Button size="small" disabled={isBusy} aria-label={`${text.models.use} ${model.name}`} onClick={onUse}>{text.models.use}</Button>}
    </li>
  )
}
