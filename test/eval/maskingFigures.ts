import { readFileSync } from 'node:fs'
import { phoneNumbers } from '../../src-main/adapters/phone/phoneNumbers.ts'
import { createMasker } from '../../src-main/core/privacy/createMasker.ts'
import { PERSONAL_DATA_KINDS, type PersonalDataKind } from '../../src-shared/domain/privacy.ts'

interface Line { readonly kind: PersonalDataKind; readonly text: string; readonly value?: string; readonly note?: string }

export interface MaskingFigures {
  readonly kind: PersonalDataKind | 'all'
  readonly positives: number
  readonly hits: number
  readonly lookalikes: number
  /** Stretches that were hidden and are nothing personal, in both files. */
  readonly falseAlarms: number
  readonly precision: number
  readonly recall: number
}

export interface MaskingReport {
  readonly figures: readonly MaskingFigures[]
  readonly misses: readonly string[]
  readonly falseAlarms: readonly string[]
}

const read = (name: string) => readFileSync(new URL(`../fixtures/privacy/${name}`, import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Line)

/** Hits and misses of the masking on the made-up set. A hit hides the whole value and says its kind; everything else that is hidden is a false alarm of the kind that it was taken for. */
export function measureMasking(): MaskingReport {
  const masker = createMasker(phoneNumbers)
  const [personal, lookalikes] = [read('personal.jsonl'), read('lookalikes.jsonl')]
  const misses: { readonly kind: string; readonly text: string }[] = []
  const alarms: { readonly kind: string; readonly text: string }[] = []
  for (const { kind, text, value = '', note } of personal) {
    const [from, to] = [text.indexOf(value), text.indexOf(value) + value.length]
    const spans = masker.find(text)
    if (!spans.some((span) => span.kind === kind && span.charStart <= from && span.charEnd >= to)) misses.push({ kind, text: `${text.replaceAll('\n', '⏎')}${note === undefined ? '' : `  (${note})`}` })
    for (const span of spans) if (span.charEnd <= from || span.charStart >= to) alarms.push({ kind: span.kind, text })
  }
  for (const { text } of lookalikes) for (const span of masker.find(text)) alarms.push({ kind: span.kind, text })
  const figuresOf = (kind: MaskingFigures['kind']): MaskingFigures => {
    const of = <T extends { readonly kind: string }>(list: readonly T[]) => list.filter((one) => kind === 'all' || one.kind === kind).length
    const hits = of(personal) - of(misses)
    return { kind, positives: of(personal), hits, lookalikes: of(lookalikes), falseAlarms: of(alarms), precision: hits / (hits + of(alarms)), recall: hits / of(personal) }
  }
  return { figures: [...PERSONAL_DATA_KINDS, 'all' as const].map(figuresOf), misses: misses.map(({ kind, text }) => `${kind}: ${text}`), falseAlarms: alarms.map(({ kind, text }) => `${kind}: ${text}`) }
}

export function maskingTable({ figures, misses, falseAlarms }: MaskingReport): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  return [
    '| kind | made up | hits | look-alikes | false alarms | precision | recall |', '|---|--:|--:|--:|--:|--:|--:|',
    ...figures.map((row) => `| ${row.kind} | ${row.positives} | ${row.hits} | ${row.lookalikes} | ${row.falseAlarms} | ${percent(row.precision)} | ${percent(row.recall)} |`),
    '', 'Missed:', ...misses.map((line) => `  ${line}`), '', 'False alarms:', ...falseAlarms.map((line) => `  ${line}`),
  ].join('\n')
}
