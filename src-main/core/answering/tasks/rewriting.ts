import type { ChatMessage, ChatModel } from '../../ports/ChatModel.ts'
import { contentWords, lexicalTerms } from '../../retrieval/lexicalTerms.ts'
import type { ConversationTurn } from '../../retrieval/Retrieval.ts'
import { numbersOf } from '../checkGrounding.ts'
import { oneLine } from '../composeAnswer.ts'
import { askBriefly, type TaskRecord } from './askBriefly.ts'

const MAX_TOKENS = 64
/** Earlier questions that are shown: what a follow-up leans on is seldom further back. */
const MAX_TURNS = 3
/** Words of its own ("respectively", "company") without which grammar seldom does. */
const MAX_OWN_WORDS = 2
/** What stands for something said before is replaced, not kept. */
const POINTERS: ReadonlySet<string> = new Set(['one', 'ones', 'same', 'former', 'latter', 'other', 'others', 'there', 'else'])

export interface Rewriting {
  /** The question that stands alone, equal to the asked one where that does; undefined: the rules decide. */
  readonly question?: string
  readonly record: TaskRecord
}

/** Lets the model make a follow-up stand alone. Only questions of the person are in the prompt, no text of a document. */
export async function rewriteWithModel(chat: ChatModel, question: string, history: readonly ConversationTurn[], signal?: AbortSignal): Promise<Rewriting> {
  const prompt = rewritePrompt(question, history)
  const output = await askBriefly(chat, prompt, { maxTokens: MAX_TOKENS, stop: ['\n'], signal })
  const accepted = output === null ? undefined : acceptRewriting(output, question, history)
  return { ...(accepted === undefined ? {} : { question: accepted }), record: { task: 'rewriting', prompt, output, taken: accepted !== undefined } }
}

function rewritePrompt(question: string, history: readonly ConversationTurn[]): ChatMessage[] {
  const earlier = history.slice(-MAX_TURNS).map((turn, index) => `${index + 1}. ${oneLine(turn.rewritten ?? turn.question)}`)
  return [
    { role: 'system', content: 'Rewrite the last question so that it can be understood without the earlier ones: put in the names, things and periods that it refers to and keep everything else. If it can be understood alone, repeat it unchanged. Reply with the question only.' },
    { role: 'user', content: `Earlier questions:\n${earlier.join('\n')}\n\nLast question: ${oneLine(question)}` },
  ]
}

/**
 * A reply that is a question made of what was asked, now or before: no number and hardly a word of its own, and nothing of the new question lost that
 * could be searched. Undefined for every other.
 */
export function acceptRewriting(reply: string, question: string, history: readonly ConversationTurn[]): string | undefined {
  const written = oneLine(reply.split('\n').find((line) => line.trim() !== '') ?? '').replace(/^(?:(?:last|rewritten|stand-?alone)?\s*question\s*:\s*)/iu, '').replaceAll(/^["'“”]+|["'“”]+$/gu, '')
  const said = history.slice(-MAX_TURNS).map((turn) => turn.rewritten ?? turn.question)
  const known = new Set([question, ...said].flatMap(lexicalTerms))
  const own = contentWords(written).filter(({ term }) => !known.has(term))
  const numbers = new Set([question, ...said].flatMap(numbersOf))
  if (own.length > MAX_OWN_WORDS || numbersOf(written).some((number) => !numbers.has(number))) return undefined
  const terms = new Set(lexicalTerms(written))
  if (contentWords(written).length < 2 || contentWords(question).some(({ term, word }) => !terms.has(term) && !POINTERS.has(word))) return undefined
  return written
}
