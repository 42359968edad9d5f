import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { text } from '../../text/text.ts'
import type { OpenPdf } from './loadPdf.ts'
import { usePagePicture } from './usePagePicture.ts'

interface PdfThumbnailsProps {
  readonly pdf: OpenPdf
  readonly page: number
  readonly onPage: (page: number) => void
}

const WIDTH_PX = 92
/** An A4 page of that width, its number and the gap; other shapes are fitted into it. */
const ROW_PX = 156
const PICTURE_PX = 130

/** The pages of a PDF in small; only those in sight are drawn. */
export function PdfThumbnails({ pdf, page, onPage }: PdfThumbnailsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const pages = pdf.document.numPages
  // eslint-disable-next-line react-hooks/incompatible-library -- the React Compiler, which this speaks of, is not used.
  const virtualizer = useVirtualizer({ count: pages, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 2, paddingStart: 8, paddingEnd: 8 })
  useEffect(() => virtualizer.scrollToIndex(page - 1, { align: 'auto' }), [virtualizer, page])
  return (
    <nav className="thumbnails" ref={scroller} aria-label={text.source.thumbnails} tabIndex={-1}>
      <ol style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map((item) => (
          <li key={item.key} className="thumbnails__slot" style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}>
            <button type="button" className="thumbnail" aria-current={page === item.index + 1 ? 'page' : undefined} aria-label={text.source.pageLabel(item.index + 1)} onClick={() => onPage(item.index + 1)}>
              <Thumbnail pdf={pdf} page={item.index + 1} />
              <span aria-hidden>{item.index + 1}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

const scaleOf = ({ width, height }: { readonly width: number; readonly height: number }) => Math.min(WIDTH_PX / width, PICTURE_PX / height)

function Thumbnail({ pdf, page }: { readonly pdf: OpenPdf; readonly page: number }) {
  const place = usePagePicture<HTMLSpanElement>({ pdf, page, scaleOf })
  return <span className="thumbnail__picture" ref={place} aria-hidden />
}
