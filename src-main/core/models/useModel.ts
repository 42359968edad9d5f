import type { GateFinding, ModelUse } from '../../../src-shared/domain/gate.ts'
import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { ModelEntry } from '../../../src-shared/domain/model.ts'
import type { AuditNote } from '../../../src-shared/domain/audit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { configurationFingerprint, type Configuration } from '../evaluation/Configuration.ts'
import { findingOf, namesOf, settleGate } from '../evaluation/createGate.ts'
import type { Evaluation, QuestionSet, RunOptions } from '../evaluation/Evaluation.ts'
import type { ModelService } from '../ports/ModelService.ts'

export interface ModelUseRequest {
  /** `none`: no chat model and no reranker, answers are quotes. */
  readonly name: string
  /** The sets that decide; absent: those of the last time, if there was one. */
  readonly questionSets?: readonly QuestionSet[]
  /** Why a model that the gate refuses is taken all the same; goes to the audit log. */
  readonly override?: string
}

export interface ModelDeskDeps {
  readonly models: Pick<ModelService, 'list' | 'use'>
  readonly evaluation: Pick<Evaluation, 'configurations' | 'gate'>
  /** Begins to build the index of that embedder; it is judged before it takes over. */
  readonly startReindex: (embedding: string, override: string | null) => JobId
  readonly note: (event: AuditNote['event'], detail: Readonly<Record<string, unknown>>) => void
  readonly onChange: () => void
}

/**
 * Makes a model the default when the gate lets it: what answers today and what would answer with it, on the same questions. Chat models and rerankers are judged at once; an embedder
 * first needs its index, so it is judged by the job that builds it. Throws NOT_FOUND, and MODEL_CRASHED for one that is set aside.
 */
export async function useModel({ models, evaluation, startReindex, note, onChange }: ModelDeskDeps, { name, questionSets, override }: ModelUseRequest, options: RunOptions = {}): Promise<ModelUse> {
  const installed = await models.list()
  const entry = installed.find((candidate) => candidate.name === name)
  if (entry === undefined && name !== 'none') throw new AppError('NOT_FOUND', `There is no model "${name}".`, { action: 'See "models list" for the names.' })
  if (entry?.setAside !== undefined) throw new AppError('MODEL_CRASHED', `The model "${name}" is set aside. ${entry.setAside}`, { action: 'Choose another model, or import its file again to try it once more.' })
  // Whatever comes of it: asked again without naming them, the same questions decide.
  if (questionSets !== undefined && questionSets.length > 0) evaluation.gate.choose(questionSets)
  const sets = evaluation.gate.sets()
  if (entry?.role === 'embedding') {
    if (entry.active) return { models: installed, outcome: 'inForce', overridden: false, gates: [] }
    return { models: installed, outcome: 'building', overridden: false, gates: [], jobId: startReindex(name, override ?? null) }
  }
  const before = evaluation.configurations.active()
  const after = withModel(before, entry)
  const judged = await evaluation.gate.judge({ before, after, questionSets: sets }, options)
  const gates: readonly GateFinding[] = judged.map(findingOf)
  const detail = { model: name, role: entry?.role ?? 'chat', sha256: entry?.sha256 ?? null, from: configurationFingerprint(before), to: configurationFingerprint(after), questionSets: namesOf(sets) }
  const { taken, overridden } = settleGate({ gates: judged, ...(override === undefined ? {} : { override }), onOverride: (why) => note('gateOverridden', { ...detail, ...why }) })
  if (!taken) return { models: installed, outcome: 'refused', overridden, gates }
  if (!overridden && judged.length > 0) note('modelUsed', detail)
  const list = await models.use(name)
  onChange()
  return { models: list, outcome: 'inForce', overridden, gates }
}

/** What would answer with that chat model or reranker; undefined: with neither. */
function withModel(configuration: Configuration, entry: ModelEntry | undefined): Configuration {
  const { answering, models } = configuration
  if (entry === undefined) return { ...configuration, answering: { ...answering, mode: 'evidence' }, models: { ...models, chat: null, reranker: null } }
  return entry.role === 'chat' ? { ...configuration, answering: { ...answering, mode: 'generated' }, models: { ...models, chat: entry.name } } : { ...configuration, models: { ...models, reranker: entry.name } }
}
