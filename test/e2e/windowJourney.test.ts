import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPdfjs } from '../../src-main/adapters/pdfjs/loadPdfjs.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import { callRoute } from './support/callRoute.ts'
import { dropFiles } from './support/dropFiles.ts'
import { eventually } from './support/eventually.ts'
import { makeAgreementPdf } from './support/makeAgreementPdf.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startLoopback, type RunningHost } from './support/startLoopback.ts'

/** Reading and embedding a handful of small files on a busy machine. */
const READING_MS = 240_000
const LOCKED = fileURLToPath(new URL('../fixtures/office/password-is-pass.docx', import.meta.url))
const QUESTION = 'Until when is the office in Rotterdam let?'
const FOLLOW_UP = 'And when must notice be given?'
const FACT = '30 April 2027'

/** A person's first day: from an empty window to an exported answer, through what goes wrong. The tests build on each other. */
describe.skipIf(findChromium() === undefined)('a first day with the window', () => {
  let browser: Browser
  let context: BrowserContext
  let host: RunningHost
  let page: Page

  beforeAll(async () => {
    ;[host, browser] = await Promise.all([startLoopback(), openBrowser()])
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    if (host !== undefined) await rm(host.dataDir, { recursive: true, force: true })
  })

  const rows = (of: Page = page) => of.getByRole('region', { name: 'Library' }).getByRole('row')
  const row = (name: string) => rows().filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  const lastAnswer = () => page.getByRole('article', { name: 'Answer' }).last()
  async function ask(question: string) {
    const before = await page.getByRole('article', { name: 'Answer' }).count()
    await page.getByRole('textbox', { name: 'Question' }).fill(question)
    await page.keyboard.press('Enter')
    await eventually(() => page.getByRole('article', { name: 'Answer' }).count()).toBe(before + 1)
    await expect.poll(() => lastAnswer().getAttribute('aria-busy'), { timeout: READING_MS }).toBe('false')
  }
  async function download(start: () => Promise<void>): Promise<{ name: string; bytes: Uint8Array }> {
    const [file] = await Promise.all([page.waitForEvent('download'), start()])
    return { name: file.suggestedFilename(), bytes: new Uint8Array(await readFile(await file.path())) }
  }
  const asText = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

  it('begins with three lines, and shows on request that nothing leaves this computer', async () => {
    await eventually(() => page.getByRole('main').getByRole('listitem').count()).toBe(3)
    await page.getByRole('button', { name: 'How do I know?' }).click()
    const proof = page.getByRole('dialog', { name: 'Nothing leaves this computer' })
    await expect.poll(() => proof.textContent(), { timeout: READING_MS }).toMatch(/No process of Footnote holds a connection to another computer\.|does not tell/)
    expect(await proof.textContent()).toContain('every one from Footnote itself')
    await page.keyboard.press('Escape')
  })

  it('offers sample papers, reads them and says how completely', async () => {
    await page.getByRole('button', { name: 'Try it with sample papers' }).click()
    await expect.poll(() => rows().filter({ hasText: 'Ready' }).count(), { timeout: READING_MS }).toBe(5)
    await page.getByRole('button', { name: /All documents/ }).click()
    await eventually(() => page.getByRole('region', { name: 'Library' }).textContent()).toMatch(/\d+ pages and parts: \d+ text/)
    await page.keyboard.press('/')
  })

  it('answers a question and its follow-up', async () => {
    await ask(QUESTION)
    expect(await lastAnswer().getByRole('list', { name: 'Footnotes' }).textContent()).toContain(FACT)
    await ask(FOLLOW_UP)
    expect(await page.getByRole('article', { name: 'Answer' }).count()).toBe(2)
  })

  it('finds words in the open source and stands at each', async () => {
    await page.getByRole('article', { name: 'Answer' }).first().getByRole('button', { name: 'Footnote 1', exact: true }).first().click()
    await page.getByRole('button', { name: 'Search in this document' }).click()
    await page.getByRole('searchbox', { name: 'Search in this document' }).fill('rotterdam')
    await eventually(() => page.locator('.find__count').textContent()).toMatch(/^1 of \d+/)
    await eventually(() => page.getByRole('region', { name: 'Source' }).locator('[data-found]').count()).toBeGreaterThan(0)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('region', { name: 'Source' }).locator('[data-found]').count()).toBe(0)
  })

  const CHECKS: Readonly<Record<string, (bytes: Uint8Array, answer: Answer) => Promise<void> | void>> = {
    Markdown: (bytes, answer) => expect(asText(bytes)).toContain(`# ${answer.question}`),
    'Web page (HTML)': (bytes) => expect(asText(bytes)).toMatch(new RegExp(`<li id="note-1"[^]*${FACT}`)),
    'Word (DOCX)': (bytes) => expect(asText(unzipSync(bytes)['word/footnotes.xml'] ?? new Uint8Array())).toContain(FACT),
    async PDF(bytes) {
      const { pdfjs, localOptions } = await loadPdfjs()
      const loading = pdfjs.getDocument({ data: bytes, ...localOptions })
      const { items } = await (await (await loading.promise).getPage(1)).getTextContent()
      expect(items.map((item) => ('str' in item ? item.str : '')).join(' ')).toContain(FACT)
      await loading.destroy()
    },
    JSON: (bytes, answer) => expect(JSON.parse(asText(bytes))).toMatchObject({ answerId: answer.answerId, citations: answer.citations.map(({ quote }) => ({ quote })) }),
  }
  it.each(Object.keys(CHECKS))('exports the answer as %s, and the file holds it', async (format) => {
    const [thread] = await callRoute<readonly { threadId: string }[]>(page, 'threads.list', {})
    const [answer] = await callRoute<readonly Answer[]>(page, 'threads.get', { threadId: thread?.threadId })
    if (answer === undefined) throw new Error('the thread is empty')
    const { name, bytes } = await download(async () => {
      await page.getByRole('article', { name: 'Answer' }).first().getByRole('button', { name: 'Export', exact: true }).click()
      await page.getByRole('menuitem', { name: format, exact: true }).click()
    })
    expect(name).toContain(answer.answerId)
    await CHECKS[format]?.(bytes, answer)
  })

  it('exports the whole thread, every note with a number of its own', async () => {
    const { bytes } = await download(async () => {
      await page.getByRole('button', { name: `More for “${QUESTION}”` }).click()
      await page.getByRole('menuitem', { name: 'Markdown' }).click()
    })
    expect(asText(bytes)).toContain(`## ${FOLLOW_UP}`)
    const notes = [...asText(bytes).matchAll(/^\[\^(\d+)\]: /gm)].map(([, n]) => Number(n))
    expect(notes).toEqual(notes.map((_, index) => index + 1))
  })

  it('exports the evidence of the whole thread, each answer in a folder of its own', async () => {
    const { name, bytes } = await download(async () => {
      await page.getByRole('button', { name: `More for “${QUESTION}”` }).click()
      await page.getByRole('menuitem', { name: 'Evidence pack (ZIP)' }).click()
    })
    expect(name).toMatch(/^evidence-.+\.zip$/)
    const members = unzipSync(bytes)
    expect(Object.keys(members).filter((member) => /^answers\/[12]-[^/]+\/manifest\.sig$/.test(member))).toHaveLength(2)
    expect(asText(members['thread.html'] ?? new Uint8Array())).toContain(FOLLOW_UP)
  })

  it('asks for the password of a locked file once, and reads it', async () => {
    await dropFiles(page, [{ name: 'locked.docx', mimeType: 'application/octet-stream', buffer: await readFile(LOCKED) }])
    await page.getByRole('button', { name: /All documents/ }).click()
    await expect.poll(() => row('locked.docx').textContent().catch(() => ''), { timeout: READING_MS }).toMatch(/Not read: .*password/)
    await page.getByRole('button', { name: 'locked.docx' }).click()
    const field = page.getByLabel('Password of this file')
    await field.fill('wrong')
    await page.keyboard.press('Enter')
    await eventually(() => field.inputValue()).toBe('')
    expect(await page.getByRole('region', { name: 'Library' }).textContent()).toMatch(/Not read/)
    await field.fill('pass')
    await page.getByRole('button', { name: 'Open with password' }).click()
    await page.getByText('The document was read and can be asked.').waitFor({ timeout: READING_MS })
    await page.keyboard.press('/')
  })

  it('opens the pages of a locked PDF, after the window was loaded again too', async () => {
    await dropFiles(page, [{ name: 'locked.pdf', mimeType: 'application/pdf', buffer: Buffer.from(await makeAgreementPdf({ pages: 3, covenantPage: 2, password: 'harbour' })) }])
    await page.getByRole('button', { name: /All documents/ }).click()
    await expect.poll(() => row('locked.pdf').textContent().catch(() => ''), { timeout: READING_MS }).toMatch(/Not read: .*password/)
    await page.getByRole('button', { name: 'locked.pdf' }).click()
    await page.getByLabel('Password of this file').fill('harbour')
    await page.getByRole('button', { name: 'Open with password' }).click()
    await page.getByText('The document was read and can be asked.').waitFor({ timeout: READING_MS })
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.locator('.pdf-page canvas').first().waitFor()
    await page.reload()
    await page.getByRole('region', { name: 'Library' }).getByRole('button', { name: 'locked.pdf', exact: true }).click()
    await page.locator('.pdf-page canvas').first().waitFor()
    await page.keyboard.press('/')
  })

  it('stops an answer that waits for its turn', async () => {
    for (let index = 0; index < 4; index += 1) await callRoute(page, 'questions.submit', { question: `Which sentence of the facility agreement mentions number ${index} first?` })
    await page.getByRole('textbox', { name: 'Question' }).fill('Who signed the minutes of the board?')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Stop' }).click()
    await lastAnswer().getByText('You stopped this answer.').waitFor()
  })

  it('shows a second window what happens in the first', async () => {
    const second = await context.newPage()
    await second.goto(new URL(host.url).origin)
    await expect.poll(() => rows(second).count(), { timeout: READING_MS }).toBe(7)
    await dropFiles(page, [{ name: 'addendum.txt', mimeType: 'text/plain', buffer: Buffer.from('The addendum of Delft raises the rent of the quay by nine percent.\n') }])
    await expect.poll(() => rows(second).filter({ hasText: 'addendum.txt' }).filter({ hasText: 'Ready' }).count(), { timeout: READING_MS }).toBe(1)
    await second.getByRole('navigation').getByRole('button', { name: QUESTION, exact: true }).click()
    await eventually(() => second.getByRole('article', { name: 'Answer' }).count()).toBeGreaterThanOrEqual(2)
    await second.close()
  })

  it('works in more windows than a browser has connections to one host', async () => {
    const others: Page[] = []
    for (let opened = 0; opened < 7; opened += 1) {
      const other = await context.newPage()
      others.push(other)
      await other.goto(new URL(host.url).origin)
      await expect.poll(() => rows(other).count(), { timeout: READING_MS }).toBe(8)
    }
    // The window that holds the stream goes: another takes it over.
    await page.goto('about:blank')
    await dropFiles(others[0] as Page, [{ name: 'annex.txt', mimeType: 'text/plain', buffer: Buffer.from('The annex of Gouda lowers the rent of the quay by two percent.\n') }])
    for (const other of others) {
      await expect.poll(() => rows(other).filter({ hasText: 'annex.txt' }).filter({ hasText: 'Ready' }).count(), { timeout: READING_MS }).toBe(1)
      await other.close()
    }
    await page.goto(new URL(host.url).origin)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
  })

  it('finds everything again when it was ended in the middle of reading', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ name: `note ${index}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`Note ${index} says that parcel ${index * 7} was delivered to the quay of harbour ${index}.\n`.repeat(20)) }))
    await dropFiles(page, many)
    await expect.poll(async () => (await callRoute<readonly unknown[]>(page, 'library.documents', {})).length, { timeout: READING_MS }).toBeGreaterThan(9)
    await host.kill()
    host = await startLoopback({ dataDir: host.dataDir })
    await page.goto(host.url)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    await expect.poll(async () => (await callRoute<readonly { state: string }[]>(page, 'library.documents', {})).filter(({ state }) => state === 'indexed').length, { timeout: READING_MS }).toBe(9 + many.length)
    await page.getByRole('navigation').getByRole('button', { name: QUESTION, exact: true }).click()
    await eventually(() => page.getByRole('article', { name: 'Answer' }).first().textContent()).toContain(FACT)
  })
})
