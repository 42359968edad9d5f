import { useEffect, useRef, type RefObject } from 'react'
import type { OpenPdf } from './loadPdf.ts'

/** A canvas larger than this fails in some browsers and is not sharper to the eye. */
const MAX_CANVAS_PIXELS = 24_000_000

interface PageSize {
  readonly width: number
  readonly height: number
}

interface PagePicture {
  readonly pdf: OpenPdf
  readonly page: number
  /** Pixels of the window a point, for a page of this size in points. */
  readonly scaleOf: (size: PageSize) => number
  /** Resolves when it is this page's turn. */
  readonly turn?: ((page: number) => Promise<void>) | undefined
  readonly onSize?: (page: number, width: number, height: number) => void
  /** The page is drawn, or cannot be, or is no longer wanted. */
  readonly onSettled?: ((page: number) => void) | undefined
}

/**
 * Draws one page of a PDF into the element that it returns the reference of, as sharp as the screen. A new scale replaces the picture when it is
 * finished; the old one stands until then. A page that cannot be drawn leaves its paper white. The functions must be stable: a new one draws anew.
 * `--page-width` on the canvas is its width in the window's pixels.
 */
export function usePagePicture<Element extends HTMLElement>({ pdf, page, scaleOf, turn, onSize, onSettled }: PagePicture): RefObject<Element | null> {
  const place = useRef<Element>(null)
  useEffect(() => {
    let isGone = false
    let cancel = () => {}
    async function draw() {
      const proxy = await pdf.document.getPage(page)
      const whole = proxy.getViewport({ scale: 1 })
      if (isGone) return
      onSize?.(page, whole.width, whole.height)
      await turn?.(page)
      if (isGone) return
      const scale = scaleOf(whole)
      const sharp = Math.min(window.devicePixelRatio * scale, Math.sqrt(MAX_CANVAS_PIXELS / (whole.width * whole.height)))
      const canvas = document.createElement('canvas')
      canvas.width = Math.floor(whole.width * sharp)
      canvas.height = Math.floor(whole.height * sharp)
      canvas.style.setProperty('--page-width', `${whole.width * scale}px`)
      canvas.setAttribute('aria-hidden', 'true')
      const task = proxy.render({ canvas, viewport: proxy.getViewport({ scale: sharp }) })
      cancel = () => task.cancel()
      await task.promise
      if (!isGone) place.current?.replaceChildren(canvas)
    }
    draw().catch(() => {}).finally(() => onSettled?.(page))
    return () => {
      isGone = true
      cancel()
      onSettled?.(page)
    }
  }, [pdf, page, scaleOf, turn, onSize, onSettled])
  return place
}
