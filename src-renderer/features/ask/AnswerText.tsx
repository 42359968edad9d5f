import { Fragment, memo, useMemo, useState } from 'react'
import type { AnswerSentence, Citation } from '../../../src-shared/domain/answer.ts'
import { doubtInWords } from './doubtInWords.ts'
import { FootnoteChip } from './FootnoteChip.tsx'
import { createStreamParser, parseAnswerText, type AnswerBlock } from './parseAnswerText.ts'

interface AnswerTextProps {
  readonly raw: string
  /** Empty while the text is still being written. */
  readonly sentences: readonly AnswerSentence[]
  readonly citations: readonly Citation[]
  readonly currentNote: number | null
  readonly onOpen: (citation: Citation) => void
}

/** The answer's words with their footnote chips. Sentences in doubt carry a wavy line and, for a screen reader, its reason. */
export const AnswerText = memo(function AnswerText({ raw, sentences, ...rest }: AnswerTextProps) {
  const [parseStream] = useState(createStreamParser)
  const groups = useMemo(() => groupItems(sentences.length === 0 ? parseStream(raw) : parseAnswerText(raw, sentences)), [parseStream, raw, sentences])
  return (
    <div className="answer-text">
      {groups.map((group, index) => (group[0]?.kind === 'item'
        ? <ul key={index}>{group.map((block, item) => <li key={item}><Pieces block={block} sentences={sentences} {...rest} /></li>)}</ul>
        : group.map((block, paragraph) => <p key={`${index}.${paragraph}`}><Pieces block={block} sentences={sentences} {...rest} /></p>)))}
    </div>
  )
})

/** One paragraph or list item; those that are complete are not drawn again while the next one is written. */
const Pieces = memo(function Pieces({ block, sentences, citations, currentNote, onOpen }: Omit<AnswerTextProps, 'raw'> & { readonly block: AnswerBlock }) {
  return block.pieces.map((part, index) => {
    if (part.kind === 'mark') {
      return <FootnoteChip key={index} n={part.n} citation={citations.find((citation) => citation.n === part.n)} isCurrent={currentNote === part.n} onOpen={onOpen} />
    }
    const sentence = part.sentence === null ? undefined : sentences[part.sentence]
    const doubt = sentence === undefined ? null : doubtInWords(sentence)
    if (doubt === null) return <Fragment key={index}>{part.text}</Fragment>
    return <span key={index} className="doubt" title={doubt}>{part.text}<span className="visually-hidden"> ({doubt})</span></span>
  })
})

/** Neighbouring items make one list. */
function groupItems(blocks: readonly AnswerBlock[]): AnswerBlock[][] {
  const groups: AnswerBlock[][] = []
  for (const block of blocks) {
    const last = groups.at(-1)
    if (last?.[0]?.kind === block.kind) last.push(block)
    else groups.push([block])
  }
  return groups
}
