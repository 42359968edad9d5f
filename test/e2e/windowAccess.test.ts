import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startFakeWindow } from './support/startFakeWindow.ts'

const QUESTION = 'What is the leverage covenant, and how much headroom was left at the end of 2023?'

const SCREENS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  start: async () => {},
  answer: async (page) => {
    await page.getByRole('textbox', { name: 'Question' }).fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
    await page.locator('.pdf-page canvas').first().waitFor()
  },
  'cited cells': async (page) => {
    await SCREENS['answer']?.(page)
    await page.getByRole('button', { name: 'Footnote 2', exact: true }).first().click()
    await page.locator('[data-quote="2"]').first().waitFor()
  },
  audit: async (page) => {
    await SCREENS['answer']?.(page)
    await page.getByRole('tab', { name: 'Audit' }).click()
    await page.getByRole('list', { name: 'How this answer was made' }).waitFor()
  },
  'not found': async (page) => {
    await page.getByRole('textbox', { name: 'Question' }).fill('Who audits the pension fund?')
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Nearest passages' }).waitFor()
  },
  library: async (page) => {
    await page.getByRole('button', { name: /All documents/ }).click()
    await page.getByRole('region', { name: 'Library' }).getByRole('row').nth(3).waitFor()
  },
  document: async (page) => {
    await SCREENS['library']?.(page)
    await page.getByRole('button', { name: 'Facility Agreement.pdf' }).click()
    await page.getByText('page 12').waitFor()
  },
  'audit log': async (page) => {
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('heading', { name: 'Audit log' }).waitFor()
  },
  'figures over time': async (page) => {
    await SCREENS['audit log']?.(page)
    await page.getByRole('tab', { name: 'Over time' }).click()
    await page.locator('.chart canvas').nth(5).waitFor()
    await page.getByText('Your feedback as a table').click()
    await page.getByText('When to call a figure out').click()
  },
  feedback: async (page) => {
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('tab', { name: 'From feedback' }).click()
    await page.getByRole('listitem', { name: 'Who audits the pension fund?' }).waitFor()
  },
  quality: async (page) => {
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('tab', { name: 'Quality' }).click()
    await page.getByRole('listitem', { name: 'Index out of date' }).waitFor()
  },
  'blind grading': async (page) => {
    await SCREENS['audit log']?.(page)
    await page.getByRole('tab', { name: 'Blind grading' }).click()
    await page.getByLabel('Your name').fill('P. Vermeer')
    await page.getByRole('button', { name: 'Draw and begin' }).click()
    await page.locator('.pdf-page canvas').first().waitFor()
  },
  proof: async (page) => {
    await page.getByRole('button', { name: /Nothing leaves this computer/ }).first().click()
    await page.getByRole('dialog').getByText('every one from Footnote itself').waitFor()
  },
  'locked document': async (page) => {
    await SCREENS['library']?.(page)
    await page.getByRole('button', { name: 'Share purchase, signed.pdf' }).click()
    await page.getByLabel('Password of this file').waitFor()
  },
  'search and pages in small': async (page) => {
    await SCREENS['answer']?.(page)
    await page.getByRole('button', { name: 'Pages in small' }).click()
    await page.getByRole('button', { name: 'Search in this document' }).click()
    await page.getByRole('searchbox', { name: 'Search in this document' }).fill('net debt')
    await page.locator('[data-found]').first().waitFor()
    await page.locator('.thumbnail canvas').first().waitFor()
  },
  'narrowing to documents': async (page) => {
    await page.getByRole('button', { name: 'Documents', exact: true }).click()
    await page.getByRole('list', { name: 'Documents to search' }).getByRole('button').first().click()
  },
  settings: async (page) => {
    await page.keyboard.press('Control+,')
    await page.getByRole('dialog', { name: 'Settings' }).waitFor()
  },
  'folder rules': async (page) => {
    await SCREENS['settings']?.(page)
    await page.getByText('Contracts', { exact: true }).last().click()
    await page.getByLabel('Leave out').first().waitFor()
  },
  'measured models': async (page) => {
    await SCREENS['settings']?.(page)
    await page.getByRole('button', { name: 'Measure on this computer' }).click()
    await page.getByRole('cell', { name: 'reads 31, writes 6.4 tokens a second' }).waitFor()
  },
  palette: async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
  },
}

describe.skipIf(findChromium() === undefined)('access to the window', () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof startFakeWindow>>
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startFakeWindow(), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  describe.each(['light', 'dark'])('in the %s theme', (theme) => {
    it.each(Object.keys(SCREENS))('has no serious finding on the screen: %s', async (screen) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
      const page = await context.newPage()
      await page.goto(`${server.url}?theme=${theme}&job`)
      await page.getByRole('textbox', { name: 'Question' }).waitFor()
      await SCREENS[screen]?.(page)
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
      await context.close()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map((node) => `${node.html.slice(0, 120)} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`).join(' | ')}`)).toEqual([])
    })
  })

  it('goes from the question to the marked place and back with the keyboard alone', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    await page.getByRole('button', { name: 'Commands' }).focus()
    await page.keyboard.press('/')
    await page.keyboard.type(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Footnotes' }).waitFor()
    // Backwards from the composer through the answer's own buttons to its footnotes.
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    for (let step = 0; step < 40 && (await focused()) !== 'Footnote 4'; step += 1) await page.keyboard.press('Shift+Tab')
    expect(await focused()).toBe('Footnote 4')
    expect(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)).toBe('solid')
    await page.locator('.note-card').waitFor()
    await page.keyboard.press('Enter')
    await eventually(async () => (await page.locator('[data-quote="4"]').allTextContents()).join('')).toBe('the Rotterdam lease ends on 31 August 2026')
    await page.keyboard.press('Alt+ArrowDown')
    await eventually(async () => (await page.locator('[data-quote="1"]').allTextContents()).join('')).toContain('Net Debt')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('settings')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Settings' }).waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => page.getByRole('dialog').count()).toBe(0)
    await page.close()
  })

  it('grades blind by one key an answer, with its source beside it and nothing of what made it', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await SCREENS['blind grading']?.(page)
    const desk = page.getByRole('group', { name: /^Answer \d of 2/ })
    await eventually(async () => (await desk.locator('[data-quote="1"]').allTextContents()).join('')).toContain('Net Debt')
    expect(await desk.textContent()).not.toMatch(/4b1f09ac|bge-small|confidence|supported|weak/)
    // A digit that belongs to the reason is not a grade.
    await page.getByLabel(/^Why/).fill('')
    await page.getByLabel(/^Why/).press('3')
    expect(await page.evaluate(() => (window as unknown as { fake: { calls: string[] } }).fake.calls.includes('blindAudit.grade'))).toBe(false)
    await page.getByLabel(/^Why/).fill('the holiday was never agreed')
    await desk.focus()
    await page.keyboard.press('2')
    await eventually(() => desk.getByRole('heading', { level: 2 }).first().textContent()).toBe('Who audits the pension fund?')
    expect(await page.evaluate(() => (window as unknown as { fake: { inputs: Record<string, unknown> } }).fake.inputs['blindAudit.grade'])).toEqual({ grader: 'P. Vermeer', sampleId: 's-2', grades: [{ itemId: 'i-1', grade: 'partly', reason: 'the holiday was never agreed' }] })
    await page.keyboard.press('3')
    await page.getByRole('heading', { name: 'Not useful, by cause' }).waitFor()
    await page.close()
  })

  it('takes a model that answers worse only for a reason', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    await SCREENS['settings']?.(page)
    await page.getByRole('button', { name: 'Use multilingual-e5-small' }).click()
    const refusal = page.getByRole('alert', { name: '“multilingual-e5-small” answers worse, so it was not taken' })
    await refusal.getByText('On “graded”: worse answer@5 0.91 → 0.72.').waitFor()
    expect(await refusal.getByRole('button', { name: 'Take it all the same' }).isDisabled()).toBe(true)
    await refusal.getByLabel('Why it is to be taken all the same').fill('it reads German')
    await refusal.getByRole('button', { name: 'Take it all the same' }).click()
    await eventually(() => refusal.count()).toBe(0)
    expect(await page.evaluate(() => (window as unknown as { fake: { inputs: Record<string, unknown> } }).fake.inputs['models.use'])).toEqual({ name: 'multilingual-e5-small', override: 'it reads German' })
    await page.close()
  })

  it('shows each classic failure with its number and its examples, and mends it by its button', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await SCREENS['quality']?.(page)
    const stale = page.getByRole('listitem', { name: 'Index out of date' })
    expect(await stale.textContent()).toContain('25 %; limit 1 %')
    await stale.getByRole('button', { name: 'Facility Agreement.pdf (changed)' }).click()
    await page.getByRole('heading', { name: 'Facility Agreement.pdf' }).waitFor()
    await SCREENS['quality']?.(page)
    await stale.getByRole('button', { name: 'Bring up to date' }).click()
    await page.getByText('Every folder was brought up to date.').waitFor()
    await stale.getByText('in order').waitFor()
    await page.getByRole('listitem', { name: 'Not measured lately' }).getByRole('button', { name: 'Draw a sample to grade' }).click()
    await page.getByLabel('Your name').waitFor()
    await page.close()
  })

  it('makes a question of feedback only as a person says what is right', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await SCREENS['feedback']?.(page)
    const card = page.getByRole('listitem', { name: 'Who audits the pension fund?' })
    expect(await card.textContent()).toContain('the trustees’ report says it')
    // A wrong answer does not say what is right.
    expect(await card.getByRole('button', { name: 'Approve as a question' }).isDisabled()).toBe(true)
    await card.getByLabel('Document that answers it').fill('trustees 2023.pdf')
    await card.getByLabel('Page or part').fill('4')
    await card.getByRole('button', { name: 'Approve as a question' }).click()
    await page.getByText('Kept in the question set “feedback”').waitFor()
    expect(await page.evaluate(() => (window as unknown as { fake: { inputs: Record<string, unknown> } }).fake.inputs['feedback.approve'])).toEqual({ answerId: 'answer-none', expected: { documents: ['trustees 2023.pdf'], page: 4 } })
    await page.getByText('No feedback waits').waitFor()
    await page.close()
  })

  it.each([[1000, 800], [640, 400]])('loses nothing at %i by %i, which is what twice the size leaves of a screen', async (width, height) => {
    const page = await browser.newPage({ viewport: { width, height } })
    await page.goto(server.url)
    await page.getByRole('textbox', { name: 'Question' }).fill(QUESTION)
    await page.keyboard.press('Enter')
    const source = page.getByRole('region', { name: 'Source' })
    await page.getByRole('button', { name: 'Footnote 1', exact: true }).first().click()
    await page.locator('.pdf-page canvas').first().waitFor()
    expect(await source.isVisible()).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await page.getByRole('button', { name: 'Close the source' }).click()
    await eventually(() => source.count()).toBe(0)
    expect(await page.getByRole('article', { name: 'Answer' }).isVisible()).toBe(true)
    await page.close()
  })
})
