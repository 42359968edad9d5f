import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startFakeWindow } from './support/startFakeWindow.ts'
import { wordsUnderMarks } from './support/wordsUnderMarks.ts'

const COVENANT = 'What is the leverage covenant, and how much headroom was left at the end of 2023?'

/** The window over a library in memory: what it shows and how it moves, without models. */
describe.skipIf(findChromium() === undefined)('the window', () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof startFakeWindow>>
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startFakeWindow(), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    problems.length = 0
    page.on('pageerror', (error) => problems.push(error.message))
  })
  afterEach(async () => {
    await page.close()
    expect(problems).toEqual([])
  })

  async function open(query = '') {
    await page.goto(`${server.url}?${query}`)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
  }
  async function ask(question: string) {
    await page.getByRole('textbox', { name: 'Question' }).fill(question)
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
  }
  const quoted = (n: number) => page.getByRole('region', { name: 'Source' }).locator(`[data-quote="${n}"]`)
  const quotedText = async (n: number) => (await quoted(n).allTextContents()).join('')

  it('explains itself in three lines when the library is empty, and says that nothing leaves', async () => {
    await open('empty')
    await eventually(() => page.getByRole('main').getByRole('listitem').count()).toBe(3)
    expect(await page.getByText('Nothing leaves this computer: no account').isVisible()).toBe(true)
  })

  it('moves chip, note and source together, for every kind of document', async () => {
    await open()
    await ask(COVENANT)
    const answer = page.getByRole('article', { name: 'Answer' })
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
    expect(await answer.getAttribute('aria-busy')).toBe('false')
    await eventually(() => quotedText(1)).toMatch(/^the ratio of\s+Net Debt to Consolidated EBITDA shall not exceed 3\.50 to 1\.00$/)
    for (const [n, quote, document] of [[2, '31 December 2023 | 387.9 | 3.12x', 'doc-compliance'], [3, 'we would be minded to consider a covenant holiday', 'doc-mail'], [4, 'the Rotterdam lease ends on 31 August 2026', 'doc-minutes']] as const) {
      await answer.getByRole('button', { name: `Footnote ${n}`, exact: true }).first().click()
      await eventually(() => quotedText(n)).toBe(quote)
      expect(await page.getByRole('region', { name: 'Source' }).getAttribute('data-document')).toBe(document)
      expect(await page.getByRole('list', { name: 'Footnotes' }).locator('[aria-current="true"]').textContent()).toContain(quote)
      await eventually(() => quoted(n).first().evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        return top >= 0 && bottom <= window.innerHeight
      })).toBe(true)
    }
    await page.keyboard.press('Alt+ArrowUp')
    await eventually(() => quotedText(3)).toContain('minded to consider')
  })

  it('opens the page of a PDF with the rectangle over the quoted words', async () => {
    await open()
    await ask(COVENANT)
    await quoted(1).first().waitFor()
    await page.locator('.pdf-page canvas').first().waitFor()
    expect(await page.getByRole('region', { name: 'Source' }).getAttribute('data-unit')).toBe('5')
    expect(await quoted(1).count()).toBe(2)
    const under = (await wordsUnderMarks(page, 1)).join(' ')
    expect(under).toContain('Net Debt to Consolidated EBITDA shall not exceed 3.50')
  })

  it('underlines a sentence in doubt and says why', async () => {
    await open()
    await ask(COVENANT)
    const doubt = page.locator('.doubt')
    await eventually(() => doubt.textContent()).toContain('The lender agreed to a holiday')
    expect(await doubt.textContent()).toContain('weak: “consider”, not “agreed”')
    expect(await doubt.evaluate((element) => getComputedStyle(element).textDecorationStyle)).toBe('wavy')
  })

  it('shows what was searched and the nearest passages when nothing answers', async () => {
    await open()
    await ask('Who audits the pension fund?')
    await page.getByText('Searched 14 documents and read the 4 nearest passages.').waitFor()
    await page.getByRole('list', { name: 'Nearest passages' }).getByRole('button').nth(3).click()
    await eventually(() => quotedText(4)).toBe('the Rotterdam lease ends on 31 August 2026')
  })

  it('does not move what is already read while an answer is written', async () => {
    await open()
    await ask(COVENANT)
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
    await page.goto(`${server.url}?slow`)
    await ask(COVENANT)
    const heading = page.getByRole('article', { name: 'Answer' }).getByRole('heading')
    await page.getByText('Net leverage may').waitFor()
    const before = await heading.boundingBox()
    const firstLine = await page.locator('.answer-text').boundingBox()
    await page.getByText('On 31 December').waitFor()
    expect(await heading.boundingBox()).toEqual(before)
    const later = await page.locator('.answer-text').boundingBox()
    expect([later?.x, later?.y]).toEqual([firstLine?.x, firstLine?.y])
  })

  it('scrolls its columns and never itself, however long a thread grows', async () => {
    await open('fast')
    for (let count = 1; count <= 4; count += 1) {
      await page.getByRole('textbox', { name: 'Question' }).fill(`${COVENANT} (${count})`)
      await page.keyboard.press('Enter')
      await page.getByRole('article', { name: 'Answer' }).nth(count - 1).getByRole('list', { name: 'Footnotes' }).waitFor()
    }
    const places = () => page.evaluate(() => [document.scrollingElement?.scrollTop, document.querySelector('.window')?.getBoundingClientRect().top, document.querySelector('.top')?.getBoundingClientRect().top])
    expect(await places()).toEqual([0, 0, 0])
    await page.evaluate(() => document.querySelector('article:last-of-type .visually-hidden')?.scrollIntoView({ block: 'start' }))
    expect(await places()).toEqual([0, 0, 0])
  })

  it('stops an answer with Escape and with the button', async () => {
    await open('slow')
    await ask(COVENANT)
    await page.getByText('Net leverage').waitFor()
    expect(await page.getByRole('article', { name: 'Answer' }).getAttribute('aria-busy')).toBe('true')
    expect(await page.getByRole('button', { name: 'Stop' }).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByText('You stopped this answer.').waitFor()
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isVisible()).toBe(true)
  })

  it('gives a dropped file to the host and never opens it', async () => {
    await open()
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File(['text'], 'note.txt', { type: 'text/plain' }))
      return data
    })
    await page.dispatchEvent('.middle', 'dragenter', { dataTransfer: transfer })
    await page.getByText('Drop to add to the library').waitFor()
    await page.dispatchEvent('.middle', 'drop', { dataTransfer: transfer })
    await eventually(() => page.evaluate(() => (window as unknown as { fake: { calls: string[] } }).fake.calls)).toContain('addDropped note.txt')
    expect(await page.getByText('Drop to add to the library').count()).toBe(0)
  })

  it('adds words that are dragged in from elsewhere, and moves those that are dragged within', async () => {
    await open()
    const drop = (words: string, isOwn: boolean) => page.evaluate(([text, own]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.setData('text/plain', text)
      if (own) document.querySelector('h1')?.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer }))
      document.querySelector('main')?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))
      if (own) document.querySelector('h1')?.dispatchEvent(new DragEvent('dragend', { bubbles: true, dataTransfer }))
      return (window as unknown as { fake: { calls: string[] } }).fake.calls.filter((call) => call.startsWith('addFiles'))
    }, [words, isOwn] as const)
    expect(await drop('From: Pieter\nSubject: Harbour crane\n\nIt lifts 48 tonnes.', true)).toEqual([])
    expect(await drop('From: Pieter\nSubject: Harbour crane\n\nIt lifts 48 tonnes.', false)).toEqual(['addFiles Harbour crane.eml'])
  })

  it('shows work with its progress and lets a person pause, resume and cancel it', async () => {
    await open('job')
    const work = page.getByRole('region', { name: 'Work' })
    await eventually(() => work.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('744')
    await work.getByRole('button', { name: 'Pause' }).click()
    await work.getByRole('button', { name: 'Resume' }).click()
    await work.getByRole('button', { name: 'Cancel' }).click()
    await eventually(() => work.textContent()).toContain('cancelled')
  })

  it('holds ten thousand documents with few elements, and finds one of them', async () => {
    await open('documents=10000')
    await page.getByRole('button', { name: /All documents/ }).click()
    const library = page.getByRole('region', { name: 'Library' })
    await library.getByRole('row').nth(5).waitFor()
    expect(await library.getByRole('table').getAttribute('aria-rowcount')).toBe('10001')
    expect(await library.getByRole('row').count()).toBeLessThan(60)
    await library.getByRole('searchbox').fill('document 7777')
    await eventually(() => library.getByRole('rowheader').count()).toBe(1)
    await library.getByRole('searchbox').fill('share purchase')
    await eventually(() => library.getByRole('row').last().textContent()).toContain('Not read: This file is locked with a password.')
  })

  it('shows how an answer was made', async () => {
    await open()
    await ask(COVENANT)
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
    await page.getByRole('tab', { name: 'Audit' }).click()
    const timeline = page.getByRole('list', { name: 'How this answer was made' })
    await eventually(() => timeline.textContent()).toContain('left out: too far off')
    await page.getByRole('button', { name: 'Verify the chain' }).click()
    await page.getByText('Chain intact: 1,482 entries verified.').waitFor()
    await page.getByRole('button', { name: 'Replay this answer' }).click()
    await page.getByText('Sentence 3 reads differently.').waitFor()
    await page.getByRole('tab', { name: 'All citations' }).click()
    expect(await page.getByRole('tabpanel').getByRole('listitem').count()).toBe(4)
  })

  it('narrows a question to a document and takes it off again', async () => {
    await open()
    await page.getByRole('button', { name: 'Documents', exact: true }).click()
    await page.getByRole('searchbox', { name: 'Search file names' }).fill('facility')
    await page.getByRole('list', { name: 'Documents to search' }).getByRole('button').first().click()
    await page.keyboard.press('Escape')
    const chip = page.getByRole('button', { name: 'Do not narrow to Facility Agreement.pdf' })
    await chip.waitFor()
    await ask(COVENANT)
    const submitted = () => page.evaluate(() => (window as unknown as { fake: { inputs: Record<string, unknown> } }).fake.inputs['questions.submit'])
    expect(await submitted()).toMatchObject({ filter: { doc: ['doc-agreement'] } })
    await chip.click()
    await eventually(() => chip.count()).toBe(0)
  })

  it('asks again in the place of the answer, and keeps the one before', async () => {
    await open()
    await ask(COVENANT)
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByRole('menuitem', { name: 'Edit the question…' }).click()
    await page.getByRole('textbox', { name: 'Edit the question' }).fill('Who audits the pension fund?')
    await page.getByRole('dialog').getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByRole('list', { name: 'Nearest passages' }).waitFor()
    expect(await page.getByRole('article', { name: 'Answer' }).count()).toBe(1)
    await page.getByRole('button', { name: 'Show the answer before' }).click()
    expect(await page.getByRole('article', { name: 'Answer' }).textContent()).toContain('Net leverage may not exceed')
  })

  it('sets what of a folder is read', async () => {
    await open()
    await page.keyboard.press('Control+,')
    await page.getByRole('dialog', { name: 'Settings' }).getByText('Contracts', { exact: true }).click()
    const form = page.getByRole('form', { name: 'What of “Contracts” is read' })
    await form.getByLabel('Leave out').fill('drafts/\n*.tmp')
    await form.getByRole('button', { name: 'Save and read again' }).click()
    await page.getByText('The folder is being read by its new rules.').waitFor()
    expect(await page.evaluate(() => (window as unknown as { fake: { inputs: Record<string, unknown> } }).fake.inputs['library.setFolderRules'])).toMatchObject({ folderId: 'folder-0', rules: { ignore: ['drafts/', '*.tmp'], maxFileBytes: null } })
  })

  const sent = (route: string) => page.evaluate((name) => (window as unknown as { fake: { inputs: Record<string, unknown> } }).fake.inputs[name], route)

  it('sets from when on a figure is called out, and looks again', async () => {
    await open()
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('tab', { name: 'Over time' }).click()
    await page.getByText('When to call a figure out').click()
    const form = page.getByRole('form', { name: 'When to call a figure out' })
    expect(await form.getByLabel('One answer in twenty takes longer than').inputValue()).toBe('30')
    const looks = () => page.evaluate(() => (window as unknown as { fake: { calls: string[] } }).fake.calls.filter((route) => route === 'monitoring.report').length)
    const before = await looks()
    await form.getByLabel('Questions not answered, more than').fill('25')
    await form.getByRole('button', { name: 'Save' }).click()
    await eventually(() => sent('settings.update')).toMatchObject({ monitoring: { answerP95Ms: 30_000, abstentionShare: 0.25, unsupportedShare: 0.05 } })
    await eventually(looks).toBeGreaterThan(before)
    expect(await form.getByLabel('Questions not answered, more than').inputValue()).toBe('25')
  })

  it('asks before the record is kept for a shorter time', async () => {
    await open()
    await page.keyboard.press('Control+,')
    const settings = page.getByRole('dialog', { name: 'Settings' })
    await settings.getByLabel('Days that questions and answers are kept').fill('90')
    await settings.getByLabel('Days that questions and answers are kept').press('Enter')
    const question = page.getByRole('alertdialog', { name: 'Keep only 90 days?' }).or(page.getByRole('dialog', { name: 'Keep only 90 days?' })).first()
    await question.waitFor()
    expect(await sent('settings.update')).toBeUndefined()
    await question.getByRole('button', { name: 'Remove what is older' }).click()
    await eventually(() => sent('settings.update')).toEqual({ audit: { retentionDays: 90 } })
  })

  it('sets what may be done with a folder, and where personal data is hidden', async () => {
    await open()
    await page.keyboard.press('Control+,')
    const settings = page.getByRole('dialog', { name: 'Settings' })
    await settings.getByText('Contracts', { exact: true }).click()
    await settings.getByLabel('May be exported', { exact: false }).first().click()
    await eventually(() => sent('library.setFolderPolicy')).toEqual({ folderId: 'folder-0', policy: { answer: true, export: false, quoteAtLength: true } })
    await settings.getByRole('radio', { name: 'In answers and exports' }).click()
    await eventually(() => sent('settings.update')).toEqual({ privacy: { masking: 'answersAndExports' } })
  })

  it('is encrypted, locked and unlocked, and shows nothing of the library meanwhile', async () => {
    await open()
    await page.keyboard.press('Control+,')
    const form = page.getByRole('form', { name: 'Encrypt the library' })
    await form.getByLabel('New passphrase', { exact: false }).fill('open sesame please')
    await form.getByLabel('Once more').fill('open sesame pleas')
    expect(await form.getByRole('button').isDisabled()).toBe(true)
    await form.getByLabel('Once more').fill('open sesame please')
    await form.getByRole('button').click()
    await page.getByRole('button', { name: 'Lock now' }).click()
    await page.getByRole('heading', { name: 'Footnote is locked' }).waitFor()
    expect(await page.locator('body').textContent()).not.toContain('Covenants and headroom')
    await page.getByLabel('Passphrase').fill('a guess')
    await page.keyboard.press('Enter')
    await page.getByText('That is not the passphrase of this library.').waitFor()
    await page.getByLabel('Passphrase').fill('open sesame please')
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    await page.getByText('Covenants and headroom').first().waitFor()
  })

  it('exports in the chosen format', async () => {
    await open()
    await ask(COVENANT)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Word (DOCX)' }).click()
    await eventually(() => page.evaluate(() => (window as unknown as { fake: { calls: string[] } }).fake.calls.at(-1))).toMatch(/^saveAnswer answer-1 docx$/)
  })
})
