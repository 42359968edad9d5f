import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ChatModel } from '../ports/ChatModel.ts'
import type { Embedder } from '../ports/Embedder.ts'
import { classifyQuestion } from '../retrieval/classifyQuestion.ts'
import { findMentions } from '../retrieval/findMentions.ts'
import { contentWords, lexicalTerms } from '../retrieval/lexicalTerms.ts'
import type { QuestionTerm } from '../retrieval/Retrieval.ts'
import { composeAnswer } from './composeAnswer.ts'
import { createStateCache } from './createStateCache.ts'
import { evidencePassage, type EvidencePassage } from './EvidencePassage.ts'
import { judgeEvidence } from './judgeEvidence.ts'
import { buildPrompt } from './prompt.ts'
import { checkReply, partsFromQuotes, sentencesOfReply } from './writeAnswer.ts'

/** `resources/selftest/questions.json`. */
export interface SelfTestQuestions {
  readonly passages: readonly { readonly name: string; readonly text: string }[]
  readonly questions: readonly {
    readonly question: string
    /** Index of the passage that answers it. */
    readonly passage: number
    /** Any of these, in any case, makes an answer right. */
    readonly answers: readonly string[]
  }[]
}

export interface SelfTestResult {
  /** Whether the model's checked sentences were right at least as often as the quotes alone: only then may it write. */
  readonly passed: boolean
  readonly right: number
  /** Of the questions that were asked. */
  readonly quotesRight: number
  /** Questions that were asked: fewer than there are when the model could not pass any more. */
  readonly questions: number
}

/** Passages that the model sees for one question: the right one between two others. */
const DISTRACTORS = 2
const MAX_TOKENS = 96
/** Asked even when the first miss decides: the figures are shown to a person, and fewer would say nothing. */
const FEWEST_QUESTIONS = 10

/**
 * Lets a chat model answer the bundled questions through the same prompt and checks as real ones. Ends as soon as the model cannot pass any more, so that
 * a weak one costs seconds and not minutes. Throws the model's own error, and AbortError.
 */
export async function runSelfTest(
  chat: ChatModel, embedder: Embedder, set: SelfTestQuestions,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (done: number, total: number) => void } = {},
): Promise<SelfTestResult> {
  const { signal, onProgress } = options
  const withSignal = signal === undefined ? {} : { signal }
  // The quotes first: they need no chat model and say how many the model must get right.
  const asked = []
  const cache = createStateCache()
  for (const { question, passage, answers } of set.questions) {
    signal?.throwIfAborted()
    const isRight = (text: string) => answers.some((answer) => text.toLowerCase().includes(answer.toLowerCase()))
    const passages = Array.from({ length: DISTRACTORS + 1 }, (_, rank) => passageOf(set, (passage + set.passages.length - 1 + rank) % set.passages.length, rank + 1))
    const { selection } = await judgeEvidence({ text: question, analysis: { kind: 'plain', mentions: findMentions(question), wantsFigures: classifyQuestion(question).wantsFigures }, terms: termsOf(question, set), vector: await embedder.embedQuery(question, withSignal) }, passages, { embedder, cache, ...withSignal })
    asked.push({ question, passages, selection, isRight, byQuotes: isRight(composeAnswer(partsFromQuotes(passages, selection.evidence)).text) })
  }
  const toReach = asked.filter(({ byQuotes }) => byQuotes).length
  let right = 0
  let done = 0
  for (const { question, passages, selection, isRight } of asked) {
    signal?.throwIfAborted()
    if (done >= FEWEST_QUESTIONS && right + asked.length - done < toReach) break
    let reply = ''
    for await (const event of chat.generate(buildPrompt(question, passages, selection.ranking, chat.parameterCount), { maxTokens: MAX_TOKENS, temperature: 0, seed: 1, ...withSignal })) if (event.kind === 'text') reply += event.text
    const checked = await checkReply(question, sentencesOfReply(reply), passages, selection, { embedder, unsupported: 'replace', ...withSignal })
    if (isRight(composeAnswer(checked.filter((part) => part.replaced === undefined)).text)) right++
    done++
    onProgress?.(done, asked.length)
  }
  return { passed: right >= toReach, right, quotesRight: asked.slice(0, done).filter(({ byQuotes }) => byQuotes).length, questions: done }
}

function termsOf(question: string, set: SelfTestQuestions): QuestionTerm[] {
  const words = set.passages.map(({ text }) => new Set(lexicalTerms(text)))
  return contentWords(question).map(({ term }) => {
    const chunks = words.filter((of) => of.has(term)).length
    return { term, chunks, idf: Math.log(1 + (words.length - chunks + 0.5) / (chunks + 0.5)) }
  })
}

function passageOf(set: SelfTestQuestions, index: number, rank: number): EvidencePassage {
  const { name, text } = set.passages[index] ?? { name: '', text: '' }
  const anchor = { kind: 'lines' as const, unit: 1, charStart: 0, charEnd: text.length, startLine: 1, endLine: 1 }
  const place = { kind: 'lines' as const, line: 1 }
  return evidencePassage(
    { rank, documentId: name as DocumentId, path: name, text, score: 1, stale: false, anchor, sha256: name, chunkIds: [], vectorScore: undefined, lexicalCover: undefined },
    { unit: 1, kind: 'lines', label: name, source: 'text', text, segments: [{ charStart: 0, charEnd: text.length, role: 'paragraph', block: 0, place }] },
  )
}
