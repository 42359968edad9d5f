import type { AnswerSentence } from '../../../src-shared/domain/answer.ts'
import { markOf } from '../answering/marks.ts'

/** Marks behind a sentence, and the white space before each. */
const MARKS = /^(?:\s*\[\d{1,4}\])+/

/**
 * An answer's text with its sentences changed: `changed[i]` stands in place of `sentences[i]` with its marks, null takes both out. What stands between sentences stays. A text in which a
 * sentence cannot be found is written anew from the sentences.
 */
export function rewriteText(text: string, sentences: readonly AnswerSentence[], changed: readonly (AnswerSentence | null)[]): string {
  let written = ''
  let from = 0
  for (const [index, sentence] of sentences.entries()) {
    const at = text.indexOf(sentence.text, from)
    if (at < 0) return changed.flatMap((kept) => (kept === null ? [] : [withMarks(kept)])).join(' ')
    const after = at + sentence.text.length
    const end = after + (MARKS.exec(text.slice(after))?.[0].length ?? 0)
    const kept = changed[index]
    written += text.slice(from, at) + (kept === null || kept === undefined ? '' : kept === sentence ? text.slice(at, end) : withMarks(kept))
    from = end
  }
  // Where a sentence was taken out, what stood before and behind it meets.
  return (written + text.slice(from)).replaceAll(/ {2,}/g, ' ').replaceAll(/ *\n */g, '\n').replaceAll(/\n{3,}/g, '\n\n').trim()
}

function withMarks({ text, citations }: AnswerSentence): string {
  return [text, ...citations.map(markOf)].join(' ')
}
