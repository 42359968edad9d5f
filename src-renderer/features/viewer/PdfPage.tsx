import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react'
import { text } from '../../text/text.ts'
import type { OpenPdf } from './loadPdf.ts'
import type { BoxedPiece } from './quotePieces.ts'
import { QuoteMarks } from './QuoteMarks.tsx'

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
  readonly onSize: (page: number, width: number, height: number) => void
}

/** A canvas larger than this fails in some browsers and is not sharper to the eye. */
const MAX_CANVAS_PIXELS = 24_000_000

/** One page: the picture, the transparent text over it for selecting, and the marks of the quote. */
export function PdfPage({ pdf, page, scale, width, height, quote, overlay, isScan, onSize }: PdfPageProps) {
  const picture = useRef<HTMLDivElement>(null)
  const words = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let isGone = false
    let cancel = () => {}
    async function draw() {
      const proxy = await pdf.document.getPage(page)
      const viewport = proxy.getViewport({ scale: 1 })
      if (isGone) return
      onSize(page, viewport.width, viewport.height)
      const sharp = Math.min(window.devicePixelRatio * scale, Math.sqrt(MAX_CANVAS_PIXELS / (viewport.width * viewport.height)))
      const canvas = document.createElement('canvas')
      canvas.width = Math.floor(viewport.width * sharp)
      canvas.height = Math.floor(viewport.height * sharp)
      canvas.setAttribute('aria-hidden', 'true')
      const task = proxy.render({ canvas, viewport: proxy.getViewport({ scale: sharp }) })
      cancel = () => task.cancel()
      await task.promise
      if (!isGone) picture.current?.replaceChildren(canvas)
    }
    // A cancelled or unreadable page leaves the paper white; the text and the marks are there all the same.
    draw().catch(() => {})
    return () => {
      isGone = true
      cancel()
    }
  }, [pdf, page, scale, onSize])

  useEffect(() => {
    const container = words.current
    if (container === null || isScan) return
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
  }, [pdf, page, isScan])

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
