import { Fragment, memo, useMemo, type ReactNode } from 'react'
import type { AnswerSentence, Citation } from '../../../src-shared/domain/answer.ts'
import { doubtInWords } from './doubtInWords.ts'
import { FootnoteChip } from './FootnoteChip.tsx'
import { parseAnswerText, type AnswerBlock, type AnswerPiece } from './parseAnswerText.ts'

interface AnswerTextProps {
  readonly raw: string
  readonly sentences: readonly AnswerSentence[]
  readonly citations: readonly Citation[]
  readonly currentNote: number | null
  readonly onOpen: (citation: Citation) => void
}

/** The answer's words with their footnote chips. Sentences in doubt carry a wavy line and, for a screen reader, its reason. */
export const AnswerText = memo(function AnswerText({ raw, sentences, citations, currentNote, onOpen }: AnswerTextProps) {
  const groups = useMemo(() => groupItems(parseAnswerText(raw, sentences)), [raw, sentences])

  function piece(part: AnswerPiece, index: number): ReactNode {
    if (part.kind === 'mark') {
      return <FootnoteChip key={index} n={part.n} citation={citations.find((citation) => citation.n === part.n)} isCurrent={currentNote === part.n} onOpen={onOpen} />
    }
    const sentence = part.sentence === null ? undefined : sentences[part.sentence]
    const doubt = sentence === undefined ? null : doubtInWords(sentence)
    if (doubt === null) return <Fragment key={index}>{part.text}</Fragment>
    return <span key={index} className="doubt" title={doubt}>{part.text}<span className="visually-hidden"> ({doubt})</span></span>
  }

  return (
    <div className="answer-text">
      {groups.map((group, index) => (group[0]?.kind === 'item'
        ? <ul key={index}>{group.map((block, item) => <li key={item}>{block.pieces.map(piece)}</li>)}</ul>
        : group.map((block, paragraph) => <p key={`${index}.${paragraph}`}>{block.pieces.map(piece)}</p>)))}
    </div>
  )
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
