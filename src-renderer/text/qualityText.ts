import type { QualityCheck } from '../../src-shared/domain/quality.ts'
import { count, percent } from './amounts.ts'

const value = ({ unit }: QualityCheck, number: number | null) => (number === null ? 'never' : unit === 'days' ? `${count(Math.round(number))} days` : percent(number))

/** The part of the catalogue that speaks of the five classic failures. */
export const qualityText = {
  intro: 'The five things that most often make answers worse, measured on your own library.',
  measure: 'Measure again',
  measuring: 'Measuring…',
  names: { staleEmbeddings: 'Index out of date', chunking: 'Passages cut apart', metadata: 'Titles and dates missing', grounding: 'Sentences without support', evaluation: 'Not measured lately' },
  fine: 'in order',
  problem: 'needs attention',
  figure: (check: QualityCheck) => `${value(check, check.value)}; limit ${value(check, check.threshold)}`,
  mend: { staleEmbeddings: 'Bring up to date', chunking: 'Try larger passages', metadata: 'Look through the library', grounding: 'Replace them by quotes', evaluation: 'Draw a sample to grade' },
  mending: 'Working on it. Other passages are measured on your question sets first, which takes minutes.',
  examples: 'Examples',
} as const
