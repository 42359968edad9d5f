import type { Page } from 'playwright-core'

/**
 * The words that a reader sees under the marks of footnote `n` on a PDF page: those of pdf.js' own text layer, laid out from the file and not from
 * what was stored, whose middle lies inside a rectangle. In reading order.
 */
export async function wordsUnderMarks(page: Page, n: number): Promise<string[]> {
  return page.evaluate((number) => {
    const boxes = [...document.querySelectorAll(`[data-quote="${number}"]`)].map((mark) => mark.getBoundingClientRect())
    return [...document.querySelectorAll('.pdf-page__words span')].flatMap((span) => {
      const node = span.firstChild
      if (node === null || node.nodeType !== Node.TEXT_NODE) return []
      return [...(node.textContent ?? '').matchAll(/\S+/g)].flatMap((word) => {
        const range = document.createRange()
        range.setStart(node, word.index)
        range.setEnd(node, word.index + word[0].length)
        const place = range.getBoundingClientRect()
        const [x, y] = [place.x + place.width / 2, place.y + place.height / 2]
        return boxes.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom) ? [word[0]] : []
      })
    })
  }, n)
}
