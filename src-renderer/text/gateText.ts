import type { GatedChange, GateFinding } from '../../src-shared/domain/gate.ts'

const change = ({ metric, before, after }: GatedChange) => `${metric} ${before.toFixed(2)} → ${after.toFixed(2)}`

/** The part of the catalogue that speaks of making a model the default. */
export const gateText = {
  judging: (name: string) => `“${name}” is measured on the questions that you chose; the model in use answers meanwhile.`,
  building: (name: string) => `The index of “${name}” is being built. It takes over when it is complete and answers no worse.`,
  refused: (name: string) => `“${name}” answers worse, so it was not taken`,
  finding: ({ questionSet, refused, improved }: GateFinding) => `On “${questionSet}”: worse ${refused.map(change).join(', ')}${improved.length === 0 ? '' : `; better ${improved.map(change).join(', ')}`}.`,
  reason: 'Why it is to be taken all the same',
  reasonNote: 'The reason goes into the audit log.',
  override: 'Take it all the same',
  keep: 'Keep the one in use',
} as const
