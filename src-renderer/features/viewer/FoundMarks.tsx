import type { Anchor, Box } from '../../../src-shared/domain/anchor.ts'

/** The rectangles of the match that a search stands at. */
export function FoundMarks({ anchor, width, height }: { readonly anchor: Anchor; readonly width: number; readonly height: number }) {
  return <div className="quote-marks">{boxesOf(anchor).map(([left, top, right, bottom], index) => <i key={index} className="found-mark" data-found style={{ left: `${(left / width) * 100}%`, top: `${(top / height) * 100}%`, width: `${((right - left) / width) * 100}%`, height: `${((bottom - top) / height) * 100}%` }} />)}</div>
}

export function boxesOf(anchor: Anchor): readonly Box[] {
  return anchor.kind === 'page' || anchor.kind === 'image' ? anchor.boxes : []
}
