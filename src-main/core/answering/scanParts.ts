import { timesIn } from '../retrieval/scanLibrary.ts'
import type { LibraryScan } from '../retrieval/Retrieval.ts'
import { quoteOf, type AnswerPart } from './composeAnswer.ts'
import { detectInjection } from './detectInjection.ts'
import { isTitleLine } from './isTitleLine.ts'
import type { EvidencePassage } from './EvidencePassage.ts'

/** One quote a listed document: the sentence that holds most of what was looked for. */
export function scanParts(passages: readonly EvidencePassage[], scan: Pick<LibraryScan, 'terms' | 'isPhrase'>): AnswerPart[] {
  return passages.flatMap((from): AnswerPart[] => {
    const { unit, sentences } = from
    const fit = sentences.map((sentence) => {
      const text = unit.text.slice(sentence.charStart, sentence.charEnd)
      const held = scan.terms.filter((term) => timesIn(text, { terms: [term], isPhrase: false }) > 0).length
      // A heading names the subject and tells nothing of it.
      const heading = sentence.role === 'heading' || isTitleLine(text) ? 0.5 : 0
      return { sentence, held: (timesIn(text, scan) > 0 ? scan.terms.length + 1 : held) - heading, isSteering: detectInjection(text) }
    }).filter(({ isSteering }) => !isSteering)
    const best = fit.reduce((chosen, next) => (next.held > chosen.held ? next : chosen), fit[0] ?? { sentence: undefined, held: 0 })
    if (best.sentence === undefined) return []
    const quote = quoteOf(from, best.sentence.charStart, best.sentence.charEnd)
    return [{ text: quote.quote, quotes: [quote], verdict: 'supported', score: 1, startsParagraph: true }]
  })
}

/** What was looked for and how complete the answer is: counts are of what was read, and what was not read is said. */
export function describeScan(scan: LibraryScan, shown: number): string {
  const documents = (count: number) => `${count} ${count === 1 ? 'document' : 'documents'}`
  const sought = scan.terms.length === 0 ? '' : ` ${scan.isPhrase || scan.terms.length === 1 ? `“${scan.subject}”` : `all words of “${scan.subject}”`}`
  const found = scan.terms.length === 0
    ? `${documents(scan.matching)} of this kind ${scan.matching === 1 ? 'is' : 'are'} in the library, by name, title or first words.`
    : `${scan.matching === 0 ? 'None' : scan.matching} of ${documents(scan.scanned)} looked through ${scan.matching === 1 ? 'holds' : 'hold'}${sought}. Words were compared, not meanings: a document that says it in other words is not counted.`
  const unread = scan.unreadable === 0 ? '' : ` ${scan.unreadable} ${scan.unreadable === 1 ? 'file' : 'files'} could not be read and ${scan.unreadable === 1 ? 'was' : 'were'} not looked through.`
  const cut = shown > 0 && shown < scan.matching ? ` The first ${shown} are listed.` : ''
  return `${found}${unread}${cut}`
}
