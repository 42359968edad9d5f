import type { ErrorData } from '../../../src-shared/errors/AppError.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../Engine.ts'

/** Everything of the engine that changes a library. Asking is not among them: see `keepNothing`. */
const WRITES = {
  library: ['add', 'startAdd', 'startAddSample', 'readAgain', 'sync', 'forget', 'setFolderRules', 'setFolderPolicy'],
  questions: ['renameThread', 'removeThread', 'pinSources', 'giveFeedback'],
  audit: ['noteCall', 'redact'],
  models: ['importFile', 'use'],
  blindAudit: ['sample', 'grade'],
  lock: ['turnOn', 'turnOff', 'change'],
  jobs: ['pause', 'resume', 'retry', 'cancel'],
  settings: ['update'],
} as const satisfies { readonly [Part in keyof Engine]?: readonly (keyof Engine[Part])[] }

/** The same engine for a library that may only be read: whatever would change it throws `refusal`. */
export function refuseWrites(engine: Engine, refusal: ErrorData): Engine {
  const refuse = (): never => {
    throw AppError.fromData(refusal)
  }
  const without = <Part extends object>(part: Part, names: readonly string[]): Part => ({ ...part, ...Object.fromEntries(names.map((name) => [name, refuse])) })
  const parts = Object.fromEntries(Object.entries(WRITES).map(([part, names]) => [part, without(engine[part as keyof typeof WRITES], names)]))
  const { configurations, questionSets } = engine.evaluation
  return {
    ...engine, ...parts, reindex: refuse,
    evaluation: { ...engine.evaluation, saveRun: refuse, use: refuse, configurations: without(configurations, ['save']), questionSets: without(questionSets, ['save', 'remove']) },
  }
}
