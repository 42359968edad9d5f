import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, use, type ReactNode } from 'react'
import type { UnitReport } from '../../../src-shared/domain/unit.ts'
import { text } from '../../text/text.ts'
import { createTurns } from './createTurns.ts'
import { boxesOf } from './FoundMarks.tsx'
import { FoundMatchContext } from './FoundMatchContext.ts'
import type { OpenPdf } from './loadPdf.ts'
import { PdfPage } from './PdfPage.tsx'
import { PdfThumbnails } from './PdfThumbnails.tsx'
import type { BoxedPiece } from './quotePieces.ts'

interface PdfViewProps {
  readonly pdf: OpenPdf
  readonly units: readonly UnitReport[]
  readonly unit: number
  readonly quote: { readonly n: number; readonly unit: number; readonly pieces: readonly BoxedPiece[] } | null
  readonly opened: number
  readonly zoom: 'fit' | number
  readonly hasThumbnails: boolean
  /** What is laid over a page of this size, in points. */
  readonly overlay: (unit: UnitReport | undefined, width: number, height: number) => ReactNode
  /** A person scrolled there. */
  readonly onUnit: (unit: number) => void
  /** A person wants to go there. */
  readonly onPage: (unit: number) => void
  readonly onScale: (scale: number) => void
}

/** A4 in points, until a page says its own size. */
const DEFAULT_SIZE = { width: 595, height: 842 }
const GAP_PX = 16
const PADDING_PX = 20
/** A line that is read needs the lines before it: this much stays above the marked one. */
const CONTEXT_ABOVE_PX = 120
const MAX_FIT_SCALE = 1.9

interface PageSize {
  readonly width: number
  readonly height: number
}

/** The pages of a PDF under each other; only those in sight, and one on each side, are drawn. */
export function PdfView({ pdf, units, unit, quote, opened, zoom, hasThumbnails, overlay, onUnit, onPage, onScale }: PdfViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [available, setAvailable] = useState(0)
  const [known, setKnown] = useState<ReadonlyMap<number, PageSize>>(new Map())
  // Only a person's own scrolling changes which page is "here"; opening a citation near the end of a file must not.
  const isScrolledByHand = useRef(false)

  const sizeOf = useCallback((page: number): PageSize => {
    const report = units[page - 1]
    return known.get(page) ?? (report?.width !== undefined && report.height !== undefined ? { width: report.width, height: report.height } : (known.get(1) ?? DEFAULT_SIZE))
  }, [known, units])
  const onSize = useCallback((page: number, width: number, height: number) => {
    setKnown((sizes) => {
      const before = sizes.get(page)
      return before?.width === width && before.height === height ? sizes : new Map(sizes).set(page, { width, height })
    })
  }, [])

  const pages = pdf.document.numPages
  const [turns] = useState(createTurns)
  // Said before the pages, which ask for their turn, are made.
  turns.want(Math.min(unit, pages), opened)
  const fit = available > 0 ? Math.min(MAX_FIT_SCALE, (available - 2 * PADDING_PX) / sizeOf(unit).width) : 0
  const scale = zoom === 'fit' ? fit : zoom
  useEffect(() => { if (scale > 0) onScale(scale) }, [scale, onScale])

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(() => setAvailable(element.clientWidth))
    observer.observe(element)
    setAvailable(element.clientWidth)
    return () => observer.disconnect()
  }, [])

  // eslint-disable-next-line react-hooks/incompatible-library -- the React Compiler, which this speaks of, is not used.
  const virtualizer = useVirtualizer({
    count: scale > 0 ? pages : 0, getScrollElement: () => scroller.current, overscan: 1, paddingStart: GAP_PX, paddingEnd: PADDING_PX, gap: GAP_PX,
    estimateSize: (index) => sizeOf(index + 1).height * scale,
    // The page that was asked for is drawn while the view still scrolls to it.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), unit - 1])].filter((index) => index < range.count).sort((left, right) => left - right),
  })
  const offsets = useMemo(() => {
    let top = GAP_PX
    return Array.from({ length: pages }, (_, index) => {
      const start = top
      top += sizeOf(index + 1).height * scale + GAP_PX
      return start
    })
  }, [pages, scale, sizeOf])

  const match = use(FoundMatchContext)
  const target = useRef({ unit, quote, match })
  target.current = { unit, quote, match }
  useLayoutEffect(() => { virtualizer.measure() }, [virtualizer, scale, sizeOf])
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || scale <= 0) return
    const { unit: page, quote: marked, match: found } = target.current
    const foundBox = found !== null && found.unit === page ? boxesOf(found.anchor)[0] : undefined
    const firstBox = foundBox ?? (marked !== null && marked.unit === page ? marked.pieces[0]?.box : undefined)
    const within = firstBox === undefined ? -GAP_PX : Math.max(-GAP_PX, firstBox[1] * scale - CONTEXT_ABOVE_PX)
    isScrolledByHand.current = false
    element.scrollTop = (offsets[page - 1] ?? 0) + within
    // A change of size or zoom keeps the place in sight; the offsets hold both.
  }, [opened, offsets, scale, quote?.pieces.length, match])

  function followScroll() {
    const element = scroller.current
    if (element === null || !isScrolledByHand.current) return
    const middle = element.scrollTop + element.clientHeight / 2
    const page = Math.max(1, offsets.findLastIndex((offset) => offset <= middle) + 1)
    if (page !== unit) onUnit(page)
  }
  const byHand = () => { isScrolledByHand.current = true }

  return (
    <div className="pdf-desk">
    {hasThumbnails && <PdfThumbnails pdf={pdf} page={unit} onPage={onPage} />}
    <div className="pdf-view" ref={scroller} tabIndex={0} role="group" aria-label={text.source.pages(pages)} onScroll={followScroll} onWheel={byHand} onPointerDown={byHand} onKeyDown={byHand} onTouchMove={byHand}>
      <div className="pdf-view__pages" style={{ height: virtualizer.getTotalSize(), minWidth: sizeOf(unit).width * scale + 2 * PADDING_PX }}>
        {virtualizer.getVirtualItems().map((item) => {
          const page = item.index + 1
          const { width, height } = sizeOf(page)
          return (
            <div key={item.key} className="pdf-view__slot" style={{ transform: `translateY(${item.start}px)` }}>
              <PdfPage pdf={pdf} page={page} scale={scale} width={width} height={height} turns={turns} onSize={onSize} quote={quote?.unit === page ? quote : null} overlay={overlay(units[page - 1], width, height)} isScan={isScan(units[page - 1])} />
            </div>
          )
        })}
      </div>
    </div>
    </div>
  )
}

/** Its words were recognised, not written: those that a scanner hid behind the picture are someone else's guess. */
export function isScan(unit: Pick<UnitReport, 'source'> | undefined): boolean {
  return unit?.source === 'ocr' || unit?.source === 'mixed'
}
