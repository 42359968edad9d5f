import type { Passage } from '../../src-shared/domain/passage.ts'
import { fileName } from '../text/paths.ts'
import { placeInWords } from '../text/placeInWords.ts'

/** More than this is a page of its own text; the source shows the rest. */
const SHOWN_CHARS = 260

/** Passages in the order of their rank; each opens its place. */
export function PassageList({ label, passages, onOpen }: { readonly label: string; readonly passages: readonly Passage[]; readonly onOpen: (passage: Passage) => void }) {
  return (
    <ol className="passages" aria-label={label}>
      {passages.map((passage) => (
        <li key={`${passage.documentId}-${passage.anchor.unit}-${passage.anchor.charStart}`}>
          <button type="button" className="passage" onClick={() => onOpen(passage)}>
            <span className="passage__place"><b>{fileName(passage.path)}</b> · {placeInWords(passage.anchor)}</span>
            <span className="passage__text" data-kind={passage.anchor.kind}>{passage.text.length > SHOWN_CHARS ? `${passage.text.slice(0, SHOWN_CHARS).trimEnd()}…` : passage.text}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}
