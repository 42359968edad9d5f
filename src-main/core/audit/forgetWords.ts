import type { EvaluationStore } from '../ports/EvaluationStore.ts'
import type { QuestionSet } from '../evaluation/Evaluation.ts'
import type { StoredSample } from './blind/BlindAudit.ts'

/**
 * Removes the words of answers from what was made of them: questions of permanent sets and of the sets remembered for the gate (their ids are those of the answers), compared answers of samples,
 * and what graders wrote about them. Grades and measured runs hold ids and numbers only, and stay.
 */
export function forgetWords(store: EvaluationStore, answerIds: ReadonlySet<string>): void {
  for (const { name, saved } of store.list('questionSet')) {
    const set = store.load('questionSet', name) as QuestionSet
    const kept = withoutQuestions(set, answerIds)
    if (kept.text === '') store.remove('questionSet', name)
    else if (kept.text !== set.text) store.save('questionSet', name, saved, kept)
  }
  for (const { name, saved } of store.list('choice')) {
    const value = store.load('choice', name)
    if (Array.isArray(value)) store.save('choice', name, saved, (value as QuestionSet[]).map((set) => withoutQuestions(set, answerIds)).filter(({ text }) => text !== ''))
  }
  for (const { name, saved } of store.list('sample')) {
    const sample = store.load('sample', name) as StoredSample
    const forgotten = new Set(sample.items.filter(({ answerId }) => answerIds.has(answerId)).map(({ itemId }) => itemId))
    if (forgotten.size === 0) continue
    store.save('sample', name, saved, {
      ...sample,
      items: sample.items.map(({ answer, ...item }) => (answer === undefined || forgotten.has(item.itemId) ? item : { ...item, answer })),
      grades: sample.grades.map(({ reason, expected, ...grade }) => (forgotten.has(grade.itemId) ? grade : { ...grade, ...(reason === undefined ? {} : { reason }), ...(expected === undefined ? {} : { expected }) })),
    } satisfies StoredSample)
  }
}

function withoutQuestions({ name, text }: QuestionSet, ids: ReadonlySet<string>): QuestionSet {
  const kept = text.split('\n').filter((line) => line.trim() !== '' && !ids.has(String((JSON.parse(line) as { readonly id?: unknown }).id)))
  return { name, text: kept.map((line) => `${line}\n`).join('') }
}
