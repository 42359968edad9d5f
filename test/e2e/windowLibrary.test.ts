import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { HOSTILE_NAME, makeDocuments } from './support/makeDocuments.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startLoopback, type RunningHost } from './support/startLoopback.ts'
import { wordsUnderMarks } from './support/wordsUnderMarks.ts'

/** Reading and embedding a handful of small files on a busy machine. */
const READING_MS = 240_000

/** The main job in a real browser on the real engine: drop, ask, click a footnote, see the words. The tests build on each other, as a person's morning does. */
describe.skipIf(findChromium() === undefined)('the window on a real library', () => {
  let browser: Browser
  let context: BrowserContext
  let host: RunningHost
  let page: Page
  const strangers: string[] = []
  const errors: string[] = []
  const dialogs: string[] = []

  beforeAll(async () => {
    ;[host, browser] = await Promise.all([startLoopback(), openBrowser()])
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    page.on('request', (request) => { if (!request.url().startsWith(new URL(host.url).origin) && !/^(data|blob):/.test(request.url())) strangers.push(request.url()) })
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  const source = () => page.getByRole('region', { name: 'Source' })
  const quoted = async (n: number) => (await source().locator(`[data-quote="${n}"]`).allTextContents()).join('')
  const row = (name: string) => page.getByRole('region', { name: 'Library' }).getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  const lastAnswer = () => page.getByRole('article', { name: 'Answer' }).last()

  async function ask(question: string) {
    const before = await page.getByRole('article', { name: 'Answer' }).count()
    await page.getByRole('textbox', { name: 'Question' }).fill(question)
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await eventually(() => page.getByRole('article', { name: 'Answer' }).count()).toBe(before + 1)
    await expect.poll(() => lastAnswer().getAttribute('aria-busy'), { timeout: READING_MS }).toBe('false')
  }

  it('takes dropped files and says of each what became of it', async () => {
    const files = (await makeDocuments()).map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }))
    const transfer = await page.evaluateHandle((dropped) => {
      const data = new DataTransfer()
      for (const { name, mimeType, base64 } of dropped) data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type: mimeType }))
      return data
    }, files)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
    const { length } = files
    await expect.poll(() => page.getByRole('region', { name: 'Library' }).getByRole('row').count(), { timeout: READING_MS }).toBe(length)
    // The host takes from a name what a file system could not hold.
    for (const { name } of files.filter((file) => file.name !== 'broken.pdf' && file.name !== HOSTILE_NAME)) await expect.poll(async () => `${name} ${await row(name).getByRole('cell').textContent().catch(() => '')}`, { timeout: READING_MS }).toBe(`${name} Ready`)
    await expect.poll(() => row('broken.pdf').getByRole('cell').textContent(), { timeout: READING_MS }).toBe('Not read')
  })

  it('answers with a footnote whose rectangle lies over the quoted words of the PDF, and no others', async () => {
    await ask('What ratio of Net Debt to Consolidated EBITDA may not be exceeded?')
    await lastAnswer().getByRole('button', { name: 'Footnote 1', exact: true }).first().click()
    await page.locator('.pdf-page canvas').first().waitFor()
    const quote = (await lastAnswer().locator('q').first().textContent()) ?? ''
    expect(quote).toContain('shall not exceed 3.50 to 1.00')
    expect(await quoted(1)).toBe(quote)
    expect(await source().getAttribute('data-unit')).toBe('5')
    await eventually(async () => (await wordsUnderMarks(page, 1)).join(' ')).toBe(quote.split(/\s+/).join(' '))
  })

  it.each([
    ['When does the Rotterdam warehouse lease end?', '31 August 2026', 'minutes.md'],
    ['What does the zinc bracket cost?', '17.35', 'prices.csv'],
    ['How many tonnes does the harbour crane lift?', '48 tonnes', 'offer.eml'],
    ['How large is the mirror of the observatory telescope?', '236 centimetres', 'visit.html'],
    ['How many jars of heather honey did the beekeeper of Marken sell?', 'ninety jars', 'x onerror=alert(1)'],
  ])('opens the exact words for: %s', async (question, fact, file) => {
    await ask(question)
    const note = lastAnswer().getByRole('list', { name: 'Footnotes' }).getByRole('listitem').filter({ hasText: fact }).first()
    const n = Number(await note.locator('.note__number').textContent())
    await note.getByRole('button').click()
    const quote = (await note.locator('q').textContent()) ?? ''
    await eventually(() => quoted(n)).toBe(quote)
    expect(await source().getByRole('heading').first().textContent()).toContain(file)
  })

  it('has run nothing that a document or a file name said, and loaded nothing from elsewhere', async () => {
    expect(await source().locator('img, script, iframe, a').count()).toBe(0)
    expect([await page.title(), strangers, errors, dialogs]).toEqual(['Footnote', [], [], []])
  })

  it('finds its threads and its library again after a reload', async () => {
    await page.reload()
    await page.getByRole('navigation').getByRole('listitem').filter({ hasText: 'What ratio of Net Debt' }).getByRole('button').first().click()
    await eventually(() => page.getByRole('article', { name: 'Answer' }).count()).toBe(6)
    await eventually(() => row('minutes.md').count()).toBe(1)
  })

  it('shows how the answer was made, and that the chain is intact', async () => {
    await page.getByRole('tab', { name: 'Audit' }).or(page.getByRole('button', { name: 'audit', exact: true }).first()).first().click()
    await eventually(() => page.getByRole('list', { name: 'How this answer was made' }).textContent()).toContain('Configuration')
    await page.getByRole('button', { name: 'Verify the chain' }).click()
    await page.getByText(/Chain intact: \d+ entries verified\./).waitFor()
  })

  it('says why a file could not be read and what to do', async () => {
    await page.getByRole('button', { name: /need(s)? you/ }).first().click()
    await eventually(() => row('broken.pdf').textContent()).toMatch(/Not read: .+ \w+/)
  })

  it('takes a whole folder that is dropped, with its place', async () => {
    const session = await page.context().newCDPSession(page)
    const data = { items: [], files: [fileURLToPath(new URL('../../resources/sample', import.meta.url))], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data })
    await page.getByRole('button', { name: /^All \d+$/ }).click()
    await expect.poll(() => row('Board minutes 2024-01.docx').textContent().catch(() => ''), { timeout: READING_MS }).toMatch(/sample.*Ready/)
  })

  it('keeps the theme that was chosen', async () => {
    await page.keyboard.press('Control+,')
    await page.getByRole('radio', { name: 'Dark' }).click()
    await eventually(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
    await page.reload()
    await eventually(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  })
})
