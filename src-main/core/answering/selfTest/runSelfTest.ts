import type { SelfTestResult } from '../../../../src-shared/domain/model.ts'
import type { ChatModel } from '../../ports/ChatModel.ts'
import type { Embedder } from '../../ports/Embedder.ts'
import { countRight, type TaskCase } from './countRight.ts'
import type { SelfTestSets } from './SelfTestSets.ts'
import { choosingCases, judgingCases, phrasingCases, rewritingCases } from './taskCases.ts'

/** Whether it writes is the figure that a person looks at. */
const FEWEST_PHRASED = 10

/**
 * Tries a chat model on the bundled cases of each task, through the same prompts and checks as real questions. A task is the model's when it did it at least as well
 * as the product does without it. Each ends as soon as the model cannot pass it any more, so that a weak one costs seconds and not minutes. Throws the model's own error, and AbortError.
 */
export async function runSelfTest(
  chat: ChatModel, embedder: Embedder, sets: SelfTestSets,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (done: number, total: number) => void } = {},
): Promise<SelfTestResult> {
  const { signal, onProgress } = options
  const tested = { embedder, ...(signal === undefined ? {} : { signal }) }
  const sizes = [sets.phrasing.questions, sets.choosing, sets.judging, sets.rewriting].map(({ length }) => length)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let before = 0
  const run = async (cases: readonly TaskCase[], fewest?: number) => {
    let done = before
    const result = await countRight(cases, { onCase: () => onProgress?.(++done, total), signal, ...(fewest === undefined ? {} : { fewest }) })
    // What a task that ended early left out counts as done: nobody waits for it any more.
    before += cases.length
    onProgress?.(before, total)
    return result
  }
  // Without words of its own a model can still choose or judge: each task by itself.
  const phrasing = await run(await phrasingCases(chat, sets, tested), FEWEST_PHRASED)
  const choosing = await run(await choosingCases(chat, sets, tested))
  const judging = await run(await judgingCases(chat, sets, tested))
  const rewriting = await run(rewritingCases(chat, sets, tested))
  return { passed: phrasing.passed, right: phrasing.right, quotesRight: phrasing.withoutModel, questions: phrasing.questions, tasks: { choosing, judging, rewriting } }
}
