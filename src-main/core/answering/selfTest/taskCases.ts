import type { ChatModel } from '../../ports/ChatModel.ts'
import type { Embedder } from '../../ports/Embedder.ts'
import { rewriteFollowUp } from '../../retrieval/rewriteFollowUp.ts'
import { checkGrounding } from '../checkGrounding.ts'
import { composeAnswer } from '../composeAnswer.ts'
import { createStateCache } from '../createStateCache.ts'
import { buildPrompt } from '../prompt.ts'
import { chooseWithModel } from '../tasks/choosing.ts'
import { judgeBy, withJudgement } from '../tasks/judging.ts'
import { rewriteWithModel } from '../tasks/rewriting.ts'
import { checkReply, partsFromQuotes, sentencesOfReply } from '../writeAnswer.ts'
import type { TaskCase } from './countRight.ts'
import { judgeBundled } from './judgeBundled.ts'
import type { SelfTestSets } from './SelfTestSets.ts'

interface TestOptions {
  readonly embedder: Embedder
  readonly signal?: AbortSignal
}

const MAX_TOKENS = 96

/** Answers through the real prompt and checks, against the quotes alone. */
export async function phrasingCases(chat: ChatModel, { phrasing }: SelfTestSets, { embedder, signal }: TestOptions): Promise<TaskCase[]> {
  const cache = createStateCache()
  const withSignal = signal === undefined ? {} : { signal }
  const cases: TaskCase[] = []
  for (const bundled of phrasing.questions) {
    const { passages, judgement: { selection }, isRight } = await judgeBundled(bundled, phrasing, { embedder, cache, ...withSignal })
    cases.push({
      side: 'all', without: isRight(composeAnswer(partsFromQuotes(passages, selection.evidence)).text),
      async withModel() {
        let reply = ''
        for await (const event of chat.generate(buildPrompt(bundled.question, passages, selection.ranking, chat.parameterCount), { maxTokens: MAX_TOKENS, temperature: 0, seed: 1, ...withSignal })) if (event.kind === 'text') reply += event.text
        const checked = await checkReply(bundled.question, sentencesOfReply(reply), passages, selection, { embedder, unsupported: 'replace', ...withSignal })
        return isRight(composeAnswer(checked.filter((part) => part.replaced === undefined)).text)
      },
    })
  }
  return cases
}

/** The sentence that the model points at, against the pipeline's first. */
export async function choosingCases(chat: ChatModel, { phrasing, choosing }: SelfTestSets, { embedder, signal }: TestOptions): Promise<TaskCase[]> {
  const cache = createStateCache()
  const cases: TaskCase[] = []
  for (const bundled of choosing) {
    const { asked, passages, judgement: { selection: { ranking } }, isRight } = await judgeBundled(bundled, phrasing, { embedder, cache, ...(signal === undefined ? {} : { signal }) })
    cases.push({
      side: 'all', without: isRight(ranking[0]?.text ?? ''),
      withModel: async () => isRight(ranking[(await chooseWithModel(chat, asked, passages, ranking, signal))?.index ?? -1]?.text ?? ''),
    })
  }
  return cases
}

/** Verdicts of rules and judge together, against the rules alone; on sentences that are supported and on those that are not. */
export async function judgingCases(chat: ChatModel, { judging }: SelfTestSets, { embedder, signal }: TestOptions): Promise<TaskCase[]> {
  const judge = judgeBy(chat, () => undefined, signal)
  const vectors = await embedder.embedPassages(judging.flatMap(({ sentence, source }) => [sentence, source]), signal === undefined ? {} : { signal })
  return judging.map(({ sentence, source, supported }, index) => {
    const check = checkGrounding({ sentence, source, question: '', similarity: cosine(vectors[2 * index], vectors[2 * index + 1]) })
    return {
      side: supported ? 'supported' : 'unsupported', without: (check.verdict === 'supported') === supported,
      withModel: async () => (withJudgement(check, check.verdict === 'unsupported' ? undefined : await judge(sentence, source)).verdict === 'supported') === supported,
    }
  })
}

/** Follow-ups made to stand alone by the model, where its reply is fit for use, against the rules. */
export function rewritingCases(chat: ChatModel, { rewriting }: SelfTestSets, { signal }: Pick<TestOptions, 'signal'>): TaskCase[] {
  return rewriting.map(({ history, question, needs, forbids }) => {
    const turns = history.map((earlier) => ({ question: earlier }))
    const isRight = (text: string) => needs.every((need) => holds(text, need)) && !forbids.some((forbidden) => holds(text, forbidden))
    // Also a reply that is not fit for use is the model's doing: it would cost a wait and bring nothing.
    return { side: 'all', without: isRight(rewriteFollowUp(question, turns) ?? question), withModel: async () => isRight((await rewriteWithModel(chat, question, turns, signal)).question ?? '') }
  })
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  let sum = 0
  if (a !== undefined && b !== undefined) for (const [index, value] of a.entries()) sum += value * (b[index] ?? 0)
  return sum
}
