import type { QualityCheck } from '../../../src-shared/domain/quality.ts'
import type { Settings } from '../../../src-shared/domain/settings.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { configurationFingerprint } from '../evaluation/Configuration.ts'
import { OWN_NAME } from '../evaluation/Configurations.ts'
import { findingOf } from '../evaluation/createGate.ts'
import type { Evaluation, RunOptions } from '../evaluation/Evaluation.ts'

/** What the program can mend by itself; the rest takes a person: telling names and titles, and grades. */
export const MENDABLE = ['staleEmbeddings', 'chunking', 'grounding'] as const satisfies readonly QualityCheck['name'][]
export type Mendable = (typeof MENDABLE)[number]

export interface MendDeps {
  readonly sync: () => Promise<unknown>
  readonly evaluation: Pick<Evaluation, 'configurations' | 'use'>
  readonly settings: { get(): Settings; update(change: { readonly answering: Partial<Settings['answering']> }): unknown }
}

const LARGER = { name: 'larger-chunks', changes: ['chunking.targetTokens=400', 'chunking.maxTokens=480'] }

/** Does what the check advises and gives what came of it, in words. Other chunks go through the gate as any configuration; throws GATE_FAILED when they answer worse, WRONG_USAGE without a question set. */
export async function mendQuality({ sync, evaluation, settings }: MendDeps, name: Mendable, options: RunOptions = {}): Promise<{ readonly message: string }> {
  switch (name) {
    case 'staleEmbeddings':
      await sync()
      return { message: 'Every folder was brought up to date.' }
    case 'grounding':
      if (settings.get().answering.unsupported === 'mark') {
        settings.update({ answering: { unsupported: 'replace' } })
        return { message: 'A sentence without support is replaced by its quote from now on.' }
      }
      settings.update({ answering: { mode: 'evidence' } })
      return { message: 'Answers are quotes from now on, until you choose a chat model again.' }
    case 'chunking': {
      const wanted = betterChunks(evaluation)
      const { taken, gates } = await evaluation.use({ name: wanted }, options)
      if (!taken) throw new AppError('GATE_FAILED', `“${wanted}” answers worse than the chunks in use, which stay: ${gates.map(findingOf).flatMap(({ refused }) => refused.map(({ metric, before, after }) => `${metric} ${before.toFixed(2)} → ${after.toFixed(2)}`)).join(', ')}.`, { action: `To take it all the same: config use ${wanted} --override REASON.` })
      await sync()
      return { message: `“${wanted}” is in force, and every document was cut anew.` }
    }
    default: return name satisfies never
  }
}

/** Back to the program's own sizes where others are in force, else larger ones. */
function betterChunks({ configurations }: Pick<Evaluation, 'configurations'>): string {
  const own = configurations.get(OWN_NAME)
  const active = configurations.active()
  if (active.chunking.targetTokens < own.chunking.targetTokens) return OWN_NAME
  const larger = configurations.save(LARGER.name, LARGER.changes)
  if (configurationFingerprint(larger) === configurationFingerprint(active)) throw new AppError('WRONG_USAGE', 'The chunks are as large as the embedder reads already.', { action: 'Look at the examples: these texts have no sentence ends or rows to cut at.' })
  return LARGER.name
}
