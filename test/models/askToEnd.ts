import type { Answer } from '../../src-shared/domain/answer.ts'
import type { AskRequest, Engine } from '../../src-main/core/Engine.ts'

/** Asks, and waits for the answer. */
export async function askToEnd(engine: Pick<Engine, 'questions'>, request: AskRequest): Promise<Answer> {
  const steps = engine.questions.ask(request)
  for (;;) {
    const step = await steps.next()
    if (step.done === true) return step.value
  }
}
