import { useCallback, useEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react'
import { text } from '../../text/text.ts'
import type { Turns } from './createTurns.ts'
import type { OpenPdf } from './loadPdf.ts'
import type { BoxedPiece } from './quotePieces.ts'
import { QuoteMarks } from './QuoteMarks.tsx'
import { usePagePicture } from './usePagePicture.ts'

interface PdfPageProps {
  readonly pdf: OpenPdf
  readonly page: number
  readonly scale: number
  /** In PDF points. */
  readonly width: number
  readonly height: number
  readonly quote: { readonly n: number; readonly pieces: readonly BoxedPiece[] } | null
  /** What lies over the page: recognised words, a search's match. */
  readonly overlay: ReactNode
  /** The page's own words are left out: it is a scan, and the overlay has those that were recognised. */
  readonly isScan: boolean
  readonly turns: Turns
  readonly onSize: (page: number, width: number, height: number) => void
}

/** One page: the picture, the transparent text over it for selecting, and the marks of the quote. */
export function PdfPage({ pdf, page, scale, width, height, quote, overlay, isScan, turns, onSize }: PdfPageProps) {
  const words = useRef<HTMLDivElement>(null)
  const [isSettled, setIsSettled] = useState(false)
  const scaleOf = useCallback(() => scale, [scale])
  const settle = useCallback((settled: number) => {
    setIsSettled(true)
    turns.settle(settled)
  }, [turns])
  const picture = usePagePicture<HTMLDivElement>({ pdf, page, scaleOf, turn: turns.turn, onSize, onSettled: settle })

  // What is to be seen comes before what can be selected.
  useEffect(() => {
    const container = words.current
    if (container === null || isScan || !isSettled) return
    let isGone = false
    let cancel = () => {}
    async function write(target: HTMLDivElement) {
      const proxy = await pdf.document.getPage(page)
      if (isGone) return
      target.replaceChildren()
      const layer = new pdf.pdfjs.TextLayer({ textContentSource: proxy.streamTextContent(), container: target, viewport: proxy.getViewport({ scale: 1 }) })
      cancel = () => layer.cancel()
      await layer.render()
    }
    write(container).catch(() => {})
    return () => {
      isGone = true
      cancel()
    }
  }, [pdf, page, isScan, isSettled])

  // The variable is what pdf.js reckons its text layer's places with.
  const style = { width: width * scale, height: height * scale, '--total-scale-factor': scale } as CSSProperties
  return (
    <div className="pdf-page" role="group" aria-label={text.source.pageLabel(page)} data-page={page} style={style}>
      <div className="pdf-page__picture" ref={picture} />
      <div className="pdf-page__words" ref={words} />
      {quote !== null && <QuoteMarks n={quote.n} pieces={quote.pieces} width={width} height={height} scale={scale} />}
      {overlay}
    </div>
  )
}
