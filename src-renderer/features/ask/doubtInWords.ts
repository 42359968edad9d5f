import type { AnswerSentence } from '../../../src-shared/domain/answer.ts'
import { text } from '../../text/text.ts'

/** `weak: “consider”, not “agreed”`; null for a sentence that its source supports. */
export function doubtInWords(sentence: AnswerSentence): string | null {
  switch (sentence.verdict) {
    case 'supported': return null
    case 'weak': return `${text.ask.weak}: ${sentence.reason ?? text.ask.weakReason}`
    case 'unsupported': return `${text.ask.unsupported}: ${sentence.reason ?? text.ask.unsupportedReason}`
    default: return sentence.verdict satisfies never
  }
}
