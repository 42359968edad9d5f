import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Citation } from '../../src-shared/domain/answer.ts'
import type { ThreadId } from '../../src-shared/domain/ids.ts'
import { callRoute } from './support/callRoute.ts'
import { dropFiles } from './support/dropFiles.ts'
import { eventually } from './support/eventually.ts'
import { makeTruthFiles, type TruthFiles } from './support/makeTruthFiles.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startLoopback, type RunningHost } from './support/startLoopback.ts'
import { wordsUnderMarks } from './support/wordsUnderMarks.ts'

const READING_MS = 240_000
const WANTED = 50
const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')

/**
 * The promise that everything rests on: what is marked is what was quoted. Each citation is opened by its footnote, and what a reader sees under
 * the marks is compared with the quote and with how the file was made, never with what the library stored.
 */
describe.skipIf(findChromium() === undefined)('what stands under the marks', () => {
  let browser: Browser
  let host: RunningHost
  let page: Page
  let made: TruthFiles
  const answers: Answer[] = []

  beforeAll(async () => {
    ;[host, browser, made] = await Promise.all([startLoopback(), openBrowser(), makeTruthFiles()])
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(120_000)
    await page.goto(host.url)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  it('can be asked for: every file is read and every question answered', async () => {
    await dropFiles(page, made.files)
    // The mail's attachment comes last, as a document of its own: a count would be right for a moment only.
    const ready = page.getByRole('region', { name: 'Library' }).getByRole('row').filter({ hasText: 'Ready' })
    await expect.poll(async () => (await ready.allInnerTexts()).map((row) => row.split('\n')[0]), { timeout: READING_MS }).toEqual(expect.arrayContaining([...made.sources]))
    for (const question of made.questions) answers.push(await askThroughPage(question, answers[0]?.threadId))
    expect(answers.filter(({ citations }) => citations.length === 0).map(({ question }) => question)).toEqual([])
  }, 300_000)

  async function askThroughPage(question: string, threadId: ThreadId | undefined): Promise<Answer> {
    const { answerId } = await callRoute<{ answerId: string }>(page, 'questions.submit', { question, ...(threadId === undefined ? {} : { threadId }) })
    let answer: Answer | null = null
    await eventually(async () => (answer = await callRoute<Answer>(page, 'questions.answer', { answerId }).catch(() => null)) !== null).toBe(true)
    if (answer === null) throw new Error('no answer')
    return answer
  }
  const source = () => page.getByRole('region', { name: 'Source' })

  it(`is the quote, for ${WANTED} citations over every kind of file and a mail’s attachment`, async () => {
    await page.reload()
    await page.getByRole('navigation').getByRole('listitem').filter({ hasText: made.questions[0] ?? '' }).getByRole('button').first().click()
    const earlier = page.getByRole('button', { name: /earlier question/ })
    await earlier.click()
    await eventually(() => page.getByRole('article', { name: 'Answer' }).count()).toBe(answers.length)
    const checked = new Map<string, number>()
    for (const [index, answer] of answers.entries()) {
      for (const citation of answer.citations) {
        const name = citation.path.split('/').at(-1) ?? ''
        const article = page.getByRole('article', { name: 'Answer' }).nth(index)
        await article.getByRole('list', { name: 'Footnotes' }).getByRole('button').nth(answer.citations.indexOf(citation)).click()
        await eventually(async () => `${await source().getAttribute('data-document')} ${await source().getAttribute('data-unit')}`).toBe(`${citation.documentId} ${citation.anchor.unit}`)
        await eventually(async () => (await source().locator(`[data-quote="${citation.n}"]`).allTextContents()).join('')).toBe(citation.quote)
        await eventually(() => underMarks(name, citation)).toEqual(words(citation.quote))
        checked.set(name, (checked.get(name) ?? 0) + 1)
      }
    }
    expect([...checked.keys()].sort()).toEqual([...made.sources].sort())
    expect([...checked.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(WANTED)
  }, 300_000)

  /** The words that the file itself has where the marks lie. */
  async function underMarks(name: string, citation: Citation): Promise<readonly string[]> {
    if (name === 'report.pdf') return wordsUnderMarks(page, citation.n)
    if (name === 'scan.pdf') return drawnUnderMarks(citation.n)
    if (name === 'weights.xlsx') return cellsUnderMarks()
    const shown = (await source().locator(`[data-quote="${citation.n}"]`).evaluateAll((marks) => marks.map((mark) => (mark as HTMLElement).innerText))).join(' ')
    const paragraphs = made.paragraphs[name] ?? []
    return paragraphs.some((paragraph) => paragraph.includes(words(shown).join(' '))) ? words(shown) : [`not in ${name}: ${shown}`]
  }

  /** Of the words that were drawn on this page, those whose middle lies under a mark. */
  async function drawnUnderMarks(n: number): Promise<readonly string[]> {
    const marks = await source().locator(`[data-quote="${n}"]`).evaluateAll((elements) => elements.map((element) => {
      const sheet = element.closest('.pdf-page')
      const frame = sheet?.getBoundingClientRect() ?? new DOMRect()
      const box = element.getBoundingClientRect()
      return { page: Number(sheet?.getAttribute('data-page')), left: (box.left - frame.left) / frame.width, right: (box.right - frame.left) / frame.width, top: (box.top - frame.top) / frame.height, bottom: (box.bottom - frame.top) / frame.height }
    }))
    return made.drawn.filter(({ x, y, page: drawnOn }) => marks.some((mark) => mark.page === drawnOn && x > mark.left && x < mark.right && y > mark.top && y < mark.bottom)).map(({ text }) => text)
  }

  /** What was written into the cells that are marked, found by their column letter and row number, as a row of the quote reads. */
  async function cellsUnderMarks(): Promise<readonly string[]> {
    const places = await source().locator('.grid__cell--cited').evaluateAll((cells) => cells.map((cell) => {
      const row = cell.parentElement?.querySelector('.grid__number')?.textContent ?? ''
      const index = [...(cell.parentElement?.children ?? [])].indexOf(cell)
      return { row, column: cell.closest('table')?.querySelectorAll('thead tr > *')[index]?.textContent ?? '' }
    }))
    const rows = Map.groupBy(places, ({ row }) => row)
    return [...rows.values()].flatMap((cells) => words(cells.map(({ column, row }) => made.cells.get(`${column}${row}`) ?? `no ${column}${row}`).join(' | ')))
  }
})
