import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dropFiles } from './support/dropFiles.ts'
import { eventually } from './support/eventually.ts'
import { HOSTILE_MARKUP } from './support/hostile.ts'
import { makeHostileDocuments, STEERING } from './support/makeHostileDocuments.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startFakeWindow } from './support/startFakeWindow.ts'
import { startLoopback, type RunningHost } from './support/startLoopback.ts'
import { watchForHarm } from './support/watchForHarm.ts'

const HOSTILE_FILE = '"><img src=x onerror=alert(1)>.pdf'
const HOSTILE_THREAD = '<img class="hostile" src=x onerror=alert(1)>'

/** What a document, a file name or an answer says is shown, letter by letter, and never done. */
describe.skipIf(findChromium() === undefined)('hostile text in the window', () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof startFakeWindow>>
  let page: Page
  let harm: () => Promise<readonly string[]>
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startFakeWindow(), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    harm = await watchForHarm(page, () => server.url)
    await page.goto(`${server.url}?hostile`)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    return () => page.close()
  })

  async function askHostile() {
    await page.getByRole('textbox', { name: 'Question' }).fill(`What does ${HOSTILE_MARKUP[1]} say?`)
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
  }

  it('is only text in an answer, while it streams and when it is checked', async () => {
    await page.getByRole('textbox', { name: 'Question' }).fill(`What does ${HOSTILE_MARKUP[1]} say?`)
    await page.keyboard.press('Enter')
    const words = page.locator('.answer-text')
    await eventually(() => words.textContent()).toContain(HOSTILE_MARKUP[4])
    expect(await harm()).toEqual([])
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
    for (const line of HOSTILE_MARKUP) expect(await words.textContent()).toContain(line)
    await page.getByRole('button', { name: 'Footnote 1', exact: true }).first().hover()
    await page.locator('.note-card').getByText(HOSTILE_MARKUP[0] ?? '').waitFor()
    expect(await harm()).toEqual([])
  })

  it('is only text in the source, among all citations, and in the way of the answer', async () => {
    await askHostile()
    await page.getByRole('button', { name: 'Footnote 1', exact: true }).first().click()
    const source = page.getByRole('region', { name: 'Source' })
    for (const line of HOSTILE_MARKUP) await eventually(() => source.textContent()).toContain(line)
    expect(await harm()).toEqual([])
    await page.getByRole('tab', { name: 'All citations' }).click()
    await eventually(() => page.getByRole('tabpanel').textContent()).toContain(HOSTILE_MARKUP[0])
    await page.getByRole('tab', { name: 'Audit' }).click()
    for (const summary of await page.getByRole('tabpanel').locator('summary').all()) await summary.click()
    await eventually(() => page.getByRole('tabpanel').textContent()).toContain(HOSTILE_MARKUP[6])
    expect(await harm()).toEqual([])
  })

  it('is only text in names of files and threads, wherever they are listed', async () => {
    await page.getByRole('navigation').getByRole('button', { name: HOSTILE_THREAD, exact: true }).click()
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
    await page.getByRole('button', { name: 'Documents', exact: true }).click()
    await page.getByRole('list', { name: 'Documents to search' }).getByRole('button').first().waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('onerror')
    await page.getByRole('option', { name: HOSTILE_FILE }).waitFor()
    expect(await harm()).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /All documents/ }).click()
    await page.getByRole('button', { name: HOSTILE_FILE, exact: true }).click()
    await page.getByRole('heading', { name: HOSTILE_FILE }).waitFor()
    await page.getByRole('button', { name: 'Ignore this file' }).click()
    await page.getByRole('dialog', { name: `Ignore “${HOSTILE_FILE}”?` }).waitFor()
    expect(await harm()).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('button', { name: /^What does <img/ }).or(page.getByRole('row').filter({ hasText: 'What does <img' })).first().click()
    expect(await harm()).toEqual([])
  })
})

/** Reading and embedding a handful of small files on a busy machine. */
const READING_MS = 240_000

describe.skipIf(findChromium() === undefined)('hostile files in a real library', () => {
  let browser: Browser
  let host: RunningHost
  let page: Page
  let harm: () => Promise<readonly string[]>
  let files: Awaited<ReturnType<typeof makeHostileDocuments>>
  beforeAll(async () => {
    ;[host, browser, files] = await Promise.all([startLoopback(), openBrowser(), makeHostileDocuments()])
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    harm = await watchForHarm(page, () => new URL(host.url).origin)
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  it('are read like others', async () => {
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    await dropFiles(page, files)
    await expect.poll(() => page.getByRole('region', { name: 'Library' }).getByRole('row').filter({ hasText: 'Ready' }).count(), { timeout: READING_MS }).toBe(files.length)
  })

  it.each(['page.html', 'notes.md', 'mail.eml', 'letter.docx', 'book.epub', 'form.pdf'])('show %s and do nothing of what it says', async (name) => {
    await page.getByRole('region', { name: 'Library' }).getByRole('button', { name, exact: true }).click()
    const source = page.getByRole('region', { name: 'Source' })
    await eventually(async () => (await source.textContent())?.replaceAll(/\s+/g, ' ')).toContain(files.find((file) => file.name === name)?.fact)
    // A person clicks on what looks like a link; in the PDF the whole page is one.
    const link = name.endsWith('.pdf') ? source.locator('.pdf-page').first() : source.getByText('a link that runs').first()
    await link.click()
    expect(await harm()).toEqual([])
  })

  it.each([['notes.md', 'mark.steering'], ['form.pdf', '.steering-mark']])('%s is marked where it tries to steer an assistant, also where nobody sees it', async (name, mark) => {
    await page.getByRole('region', { name: 'Library' }).getByRole('button', { name, exact: true }).click()
    const source = page.getByRole('region', { name: 'Source' })
    await source.locator(mark).first().waitFor()
    const notice = source.locator('.steering-notice')
    await notice.locator('summary').click()
    await eventually(() => notice.textContent()).toContain(STEERING)
  })

  it('are named with markup by nobody', async () => {
    await page.getByRole('textbox', { name: 'Question' }).fill('Who wrote the mail?')
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Footnotes' }).or(page.getByRole('list', { name: 'Nearest passages' })).first().waitFor({ timeout: READING_MS })
    expect(await harm()).toEqual([])
  })

  it('would be noticed if they did anything', async () => {
    await page.evaluate((markup) => { document.querySelector('main')?.insertAdjacentHTML('beforeend', markup) }, HOSTILE_MARKUP.slice(0, 6).join(''))
    await eventually(async () => (await harm()).length).toBeGreaterThan(3)
  })
})
