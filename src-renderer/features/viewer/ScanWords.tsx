import { useMemo } from 'react'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { useWords } from './useUnit.ts'

interface ScanWordsProps {
  readonly documentId: DocumentId
  readonly unit: number
  /** Of the page or picture, in the words' unit. */
  readonly width: number
  readonly height: number
  /** Shown over the picture, for comparing what was recognised with what stands there; otherwise there to be selected. */
  readonly isVisible: boolean
}

/** The words that OCR recognised, each at its place over the picture. Sizes are shares of the page, so that every zoom fits. */
export function ScanWords({ documentId, unit, width, height, isVisible }: ScanWordsProps) {
  const words = useWords(documentId, unit)
  const placed = useMemo(() => (words.kind === 'ready' ? words.value.map(({ text, box: [left, top, right, bottom] }) => ({
    text, left: left / width, top: top / height, wide: (right - left) / width, tall: (bottom - top) / height, squeeze: squeezeOf(text, right - left, bottom - top),
  })) : []), [words, width, height])
  return (
    <div className={isVisible ? 'scan-words scan-words--visible' : 'scan-words'} data-words={words.kind === 'ready' ? placed.length : undefined}>
      {placed.map((word, index) => (
        <span key={index} className="scan-word" style={{ left: percent(word.left), top: percent(word.top), width: percent(word.wide), height: percent(word.tall), fontSize: `${word.tall * SIZE_OF_LINE * 100}cqh` }}>
          <span style={{ transform: `scaleX(${word.squeeze})` }}>{word.text}{' '}</span>
        </span>
      ))}
    </div>
  )
}

/** A recognised box ends at the letters, which stand a little smaller than their line. */
const SIZE_OF_LINE = 0.86
const MEASURED_PX = 20
let measure: CanvasRenderingContext2D | null | undefined

/** How much a word's letters must be narrowed or widened to end where its box ends. */
function squeezeOf(text: string, width: number, height: number): number {
  measure ??= document.createElement('canvas').getContext('2d')
  if (measure === null) return 1
  measure.font = `${MEASURED_PX}px ${getComputedStyle(document.body).fontFamily}`
  const natural = (measure.measureText(text).width / MEASURED_PX) * height * SIZE_OF_LINE
  return natural > 0 ? Math.min(4, Math.max(0.25, width / natural)) : 1
}

function percent(share: number): string {
  return `${share * 100}%`
}
