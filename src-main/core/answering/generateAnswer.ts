import type { AnswerEvent } from '../../../src-shared/domain/answer.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import type { ChatMessage, ChatModel } from '../ports/ChatModel.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import { isGiven } from './Answering.ts'
import type { AnswerPart } from './composeAnswer.ts'
import { warn, type Course } from './Course.ts'
import { describeSearch } from './describeSearch.ts'
import type { Judgement } from './judgeEvidence.ts'
import type { SavedCourse } from './SavedCourse.ts'
import { buildPrompt, isRefusal, isSmallModel } from './prompt.ts'
import { judgeBy } from './tasks/judging.ts'
import { checkReply, nearestParts, sentencesOfReply } from './writeAnswer.ts'

/** Three short sentences; a small model gets half, since it only goes astray after its first. */
const MAX_TOKENS = 256
const SMALL_MODEL_MAX_TOKENS = 96

interface Generation {
  /** Its parts hold the quotes when this begins; they stay the answer if nothing better is written. */
  readonly course: Course
  readonly chat: ChatModel
  readonly embedder: Embedder
  readonly judgement: Judgement
  readonly clock: Clock
  readonly signal: AbortSignal
  /** What the model wrote in an earlier process: it is checked, not written again. */
  readonly saved?: Reply
  /** Told once the model is done, before anything is checked. */
  readonly onWritten: (reply: Reply) => void
}

type Reply = NonNullable<SavedCourse['reply']>

/** Lets the chat model write, streamed as it comes, and then checks every sentence against the sources. */
export async function* generateAnswer(generation: Generation): AsyncGenerator<AnswerEvent, void> {
  const { course, chat, embedder, judgement, clock, signal } = generation
  const quotes = course.parts
  const { selection } = judgement
  const question = course.retrieval?.query ?? course.request.question
  const prompt = buildPrompt(question, course.passages, selection.ranking, chat.parameterCount)
  course.prompt = prompt
  try {
    yield* write(generation, prompt)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'CANCELLED' || signal.aborted) throw thrown
    // The quotes do not need the model: its crash costs the prose, not the answer.
    fallBack(course, quotes, `The chat model stopped (${error.message}); these are the quotes it was to write from.`)
    return
  }
  signal.throwIfAborted()

  const written = course.rawOutput ?? ''
  if (isRefusal(written)) {
    // One that has not shown that it can judge says so at random.
    if (isGiven(course.request, 'judging')) {
      course.status = 'not_found'
      course.grade = 'closest'
      course.mode = 'evidence'
      course.parts = nearestParts(course.passages, selection.evidence)
      course.message = describeSearch(course)
    } else fallBack(course, quotes, 'The chat model found no answer in these quotes.')
    return
  }
  const checking = clock.monotonic()
  const parts = await checkReply(question, sentencesOfReply(written), course.passages, selection, {
    embedder, unsupported: course.request.unsupported, signal, ...(isGiven(course.request, 'judging') ? { judge: judgeBy(chat, (asked) => course.taskRecords.push(asked), signal) } : {}),
  })
  course.timings.ground += clock.monotonic() - checking
  if (!parts.some((part) => part.replaced === undefined && part.verdict !== 'unsupported')) {
    fallBack(course, quotes, 'Nothing that the chat model wrote stood up to its sources; these are the quotes themselves.')
    return
  }
  course.parts = parts
  const replaced = parts.filter((part) => part.replaced !== undefined).length
  if (replaced > 0) warn(course, 'SENTENCE_REPLACED', replaced === 1 ? 'One sentence was not supported by its source and was replaced by the quote.' : `${replaced} sentences were not supported by their sources and were replaced by the quotes.`)
}

/** Fills in `rawOutput` as the words come, or at once with what an earlier process had written to the end. */
async function* write({ course, chat, clock, signal, saved, onWritten }: Generation, prompt: readonly ChatMessage[]): AsyncGenerator<AnswerEvent, void> {
  if (saved !== undefined) {
    course.rawOutput = saved.text
    course.usage = saved.usage
    Object.assign(course.timings, saved.timings)
    course.parts = unchecked(saved.text)
    yield { type: 'answer.delta', answerId: course.answerId, sequence: 0, text: saved.text }
    return
  }
  course.rawOutput = ''
  const begin = clock.monotonic()
  let sequence = 0
  try {
    for await (const event of chat.generate(prompt, { maxTokens: isSmallModel(chat.parameterCount) ? SMALL_MODEL_MAX_TOKENS : MAX_TOKENS, temperature: 0, seed: 1, signal })) {
      if (event.kind === 'end') {
        course.usage = { promptTokens: event.promptTokens, completionTokens: event.completionTokens }
        if (event.reason === 'length') course.rawOutput = wholeSentences(course.rawOutput)
        break
      }
      if (sequence === 0) course.timings.firstToken = clock.monotonic() - course.startedAt
      course.rawOutput += event.text
      // What stands so far is what is kept when a person stops the answer: not checked, and marked so.
      course.parts = unchecked(course.rawOutput)
      yield { type: 'answer.delta', answerId: course.answerId, sequence: sequence++, text: event.text }
    }
  } finally {
    course.timings.generate = clock.monotonic() - begin
  }
  const { firstToken, generate } = course.timings
  onWritten({ modelSha256: chat.use.sha256, text: course.rawOutput, usage: course.usage, timings: { firstToken, generate } })
}

function fallBack(course: Course, quotes: readonly AnswerPart[], message: string): void {
  course.parts = quotes
  course.mode = 'evidence'
  warn(course, 'MODEL_FELL_BACK', message)
}

function unchecked(text: string): AnswerPart[] {
  return sentencesOfReply(text).map((sentence) => ({ text: sentence, quotes: [], verdict: 'unsupported', score: 0, reason: 'It was stopped before it was checked.' }))
}

/** Without the sentence that the limit cut short, as long as one remains. */
function wholeSentences(text: string): string {
  const end = Math.max(...['. ', '! ', '? ', '。', '.\n'].map((mark) => text.lastIndexOf(mark)))
  return end > 0 ? text.slice(0, end + 1) : text
}
