import { readFileSync } from 'node:fs'

export interface SquadQuestion { readonly id: string; readonly question: string; readonly answers: readonly string[]; readonly answerable: boolean; readonly gold: string; readonly document: string }

const DATA = process.env.FOOTNOTE_DATA ?? '/work/shared/data'

export function loadSquad2(): SquadQuestion[] {
  return readFileSync(`${DATA}/squad2/qa.jsonl`, 'utf8').trim().split('\n').map((line) => {
    const row = JSON.parse(line) as { id: string; question: string; answerable: boolean; evidence: { doc: string; text: string }[]; meta: { answers: string[] } }
    return { id: row.id, question: row.question, answers: row.meta.answers, answerable: row.answerable, gold: row.evidence[0]?.text ?? '', document: row.evidence[0]?.doc ?? '' }
  })
}

/** SQuAD's normalisation: lower case, no punctuation, no articles, single spaces. */
export function normaliseAnswer(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\s]/gu, ' ').replaceAll(/\b(?:a|an|the)\b/g, ' ').replaceAll(/\s+/g, ' ').trim()
}

/** Whether one of the reference answers stands in the text, both normalised, at word borders. */
export function containsAnswer(text: string, answers: readonly string[]): boolean {
  const normalised = ` ${normaliseAnswer(text)} `
  return answers.some((answer) => normalised.includes(` ${normaliseAnswer(answer)} `))
}
