import { isStopWord, lexicalTerms } from '../../src-main/core/retrieval/lexicalTerms.ts'
import type { EvaluationQuestion } from '../../src-main/core/evaluation/EvaluationQuestion.ts'

/** Names inside the question, numbers, and other words of some length, by looks. */
const FORMS: readonly RegExp[] = [/(?<=[\p{L}\p{N},;:'"’)]\s["'(“]?)\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+)*/gu, /(?<![\p{L}\p{N}])\p{N}[\p{N}.,]*/gu, /(?<=\s)\p{Ll}{5,}/gu]
const TRIES = 40

/**
 * The question with one name, number or word exchanged for one of the same form from another question, which the source does not hold: near to what the source
 * says and not answered by it. As in the making of unanswerable questions by Zhu et al. (ACL 2019), by form alone. Undefined where nothing can be exchanged.
 */
export function swapWord(question: EvaluationQuestion, others: readonly EvaluationQuestion[], source: string, random: () => number): EvaluationQuestion | undefined {
  const held = new Set(lexicalTerms(`${question.question} ${source}`))
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)]
  const chance = random()
  const first = chance < 0.6 ? 0 : chance < 0.75 ? 1 : 2
  for (let step = 0; step < FORMS.length; step++) {
    const form = FORMS[(first + step) % FORMS.length] ?? /$^/g
    const own = pick([...question.question.matchAll(form)].filter(({ 0: word }) => isTelling(word)))
    if (own === undefined) continue
    for (let tries = 0; tries < TRIES; tries++) {
      const word = pick([...(pick(others)?.question ?? '').matchAll(form)].map(([found]) => found).filter(isTelling))
      if (word === undefined || lexicalTerms(word).some((term) => !isStopWord(term) && held.has(term))) continue
      return { ...question, question: question.question.slice(0, own.index) + word + question.question.slice(own.index + own[0].length) }
    }
  }
  return undefined
}

function isTelling(word: string): boolean {
  return lexicalTerms(word).every((term) => !isStopWord(term))
}

/** Park and Miller's generator: the same questions are made in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
