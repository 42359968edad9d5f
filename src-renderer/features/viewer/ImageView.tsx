import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import type { BoxedPiece } from './quotePieces.ts'
import { QuoteMarks } from './QuoteMarks.tsx'

interface ImageViewProps {
  readonly url: string
  readonly path: string
  readonly unit: ParsedUnit
  readonly quote: { readonly n: number; readonly pieces: readonly BoxedPiece[] } | null
  readonly opened: number
  readonly overlay: (width: number, height: number) => ReactNode
  /** The browser knows no such picture: the stored text is shown instead. */
  readonly onUnreadable: () => void
}

/** A picture with the quoted words marked on it. */
export function ImageView({ url, path, unit, quote, opened, overlay, onUnreadable }: ImageViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [natural, setNatural] = useState<{ readonly width: number; readonly height: number } | null>(null)
  const width = unit.width ?? natural?.width ?? 1
  const height = unit.height ?? natural?.height ?? 1
  useEffect(() => scroller.current?.querySelector('[data-found], [data-quote]')?.scrollIntoView({ block: 'center', inline: 'nearest' }), [opened, natural])
  return (
    <div className="image-view" ref={scroller} tabIndex={0} role="group" aria-label={unit.label}>
      <div className="image-view__sheet">
        <img src={url} alt={text.source.pictureOf(fileName(path))} onError={onUnreadable} onLoad={({ currentTarget }) => setNatural({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })} />
        {natural !== null && quote !== null && <QuoteMarks n={quote.n} pieces={quote.pieces} width={width} height={height} scale={1} />}
        {natural !== null && overlay(width, height)}
      </div>
    </div>
  )
}
