import type { Answer } from '../../../../src-shared/domain/answer.ts'
import type { ThreadId } from '../../../../src-shared/domain/ids.ts'
import { toAppError } from '../../../../src-shared/errors/AppError.ts'
import type { AskRequest, Engine } from '../../../core/Engine.ts'
import { parseFilter } from '../../../core/retrieval/parseFilter.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command, OptionValues } from '../Command.ts'
import type { Output } from '../createOutput.ts'
import { describeNotes } from '../describeAnswer.ts'
import { EXIT, exitCodeOf } from '../exitCode.ts'
import { readBatch } from '../readBatch.ts'
import { joined, wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { batch: { type: 'string' }, in: { type: 'string', multiple: true }, model: { type: 'string' }, 'no-model': { type: 'boolean' }, thread: { type: 'string' }, fresh: { type: 'boolean' } },
  async run({ positionals, options, output, signal, openEngine }) {
    const filters = options['in'] as readonly string[] | undefined ?? []
    const model = { ...modelOption(options), ...(options['fresh'] === true ? { isFresh: true } : {}) }
    const batch = options['batch'] as string | undefined
    if (batch === undefined) {
      const question = joined(positionals)
      if (question === '') throw wrongUsage('ask', 'What is the question?')
      const filter = parseFilter(filters)
      const thread = options['thread'] as ThreadId | undefined
      const answer = await ask(await openEngine(), { question, filter, ...model, ...(thread === undefined ? {} : { threadId: thread }) }, output, signal)
      output.result(answer, () => `\n\n${describeNotes(answer)}`)
      return exitOf(answer)
    }
    const engine = await openEngine()
    const threads = new Map<string, ThreadId>()
    for await (const { id, question, in: own, thread } of readBatch(fromCaller(batch))) {
      signal.throwIfAborted()
      const threadId = thread === undefined ? undefined : threads.get(thread)
      try {
        if (!output.isJson) output.stream(`# ${question}\n`)
        const answer = await ask(engine, { question, filter: parseFilter([...filters, ...own]), isBatch: true, ...model, ...(threadId === undefined ? {} : { threadId }) }, output, signal)
        if (thread !== undefined && answer.threadId !== undefined) threads.set(thread, answer.threadId)
        await output.line({ id, ...answer }, () => `\n${describeNotes(answer)}\n`)
      } catch (thrown) {
        signal.throwIfAborted()
        const error = toAppError(thrown).toData()
        await output.line({ id, error }, () => `${error.message}\n`)
      }
    }
    return undefined
  },
}

/** A question without an answer in the library is done too; one that was stopped or went wrong is not. */
function exitOf({ status, error }: Answer): number | undefined {
  if (status === 'cancelled') return EXIT.cancelled
  return status === 'failed' ? exitCodeOf(error?.code ?? 'INTERNAL') : undefined
}

/** Absent: as the settings say. */
function modelOption(options: OptionValues): Pick<AskRequest, 'model'> {
  const model = options['model'] as string | undefined
  if (options['no-model'] === true) {
    if (model !== undefined) throw wrongUsage('ask', '--model and --no-model exclude each other.')
    return { model: null }
  }
  return model === undefined ? {} : { model }
}

/** The recorded answer; for a person its words as they come, and once more where the check changed them. */
async function ask(engine: Engine, request: AskRequest, output: Output, signal: AbortSignal): Promise<Answer> {
  const events = engine.questions.ask(request, signal)
  let streamed = ''
  for (;;) {
    const next = await events.next()
    if (next.done === true) {
      const answer = next.value
      if (streamed === '') output.stream(answer.text)
      else if (streamed.trim() !== answer.text.trim()) output.stream(`\n\nAfter the check:\n${answer.text}`)
      return answer
    }
    if (next.value.type === 'answer.delta') {
      streamed += next.value.text
      output.stream(next.value.text)
    }
  }
}
