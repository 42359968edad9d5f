import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startFakeWindow } from './support/startFakeWindow.ts'

interface Loss {
  /** Up to the button that takes something away. */
  readonly begin: (page: Page) => Promise<void>
  /** What the question says, with its button. */
  readonly title: RegExp
  readonly confirm: string
  /** The call that takes it away, and with what. */
  readonly route: string
  readonly input: unknown
}

const LOSSES: Readonly<Record<string, Loss>> = {
  'a document': {
    async begin(page) {
      await page.getByRole('button', { name: /All documents/ }).click()
      await page.getByRole('button', { name: 'Facility Agreement.pdf' }).click()
      await page.getByRole('button', { name: 'Remove from library' }).click()
    },
    title: /^Remove “Facility Agreement\.pdf”/, confirm: 'Remove from library', route: 'library.forget', input: { targets: ['doc-agreement'] },
  },
  'a file that cannot be read': {
    async begin(page) {
      await page.getByRole('button', { name: /All documents/ }).click()
      await page.getByRole('button', { name: 'Share purchase, signed.pdf' }).click()
      await page.getByRole('button', { name: 'Ignore this file' }).click()
    },
    title: /^Ignore “Share purchase, signed\.pdf”/, confirm: 'Ignore this file', route: 'library.forget', input: { targets: ['doc-locked'] },
  },
  'a folder': {
    async begin(page) {
      await page.getByRole('navigation').getByRole('button', { name: /^Contracts/ }).click()
      await page.getByRole('button', { name: 'Remove folder…' }).click()
    },
    title: /^Remove “Contracts” with [\d,]+ documents?/, confirm: 'Remove folder', route: 'library.forget', input: { targets: [expect.stringMatching(/./)] },
  },
  'a thread': {
    async begin(page) {
      await page.getByRole('button', { name: 'More for “Lease terms, Rotterdam”' }).click()
      await page.getByRole('menuitem', { name: /^Delete/ }).click()
    },
    title: /Lease terms, Rotterdam/, confirm: 'Delete', route: 'threads.remove', input: { threadId: 'thread-lease' },
  },
  'feedback that waits': {
    async begin(page) {
      await page.getByRole('button', { name: 'Audit log' }).click()
      await page.getByRole('tab', { name: 'From feedback' }).click()
      await page.getByRole('button', { name: 'Decline' }).click()
    },
    title: /^Decline this feedback/, confirm: 'Decline', route: 'feedback.decline', input: { answerId: 'answer-none' },
  },
  'older questions and answers': {
    async begin(page) {
      await page.keyboard.press('Control+,')
      const days = page.getByLabel('Days that questions and answers are kept')
      await days.fill('30')
      await days.press('Enter')
    },
    title: /30 days/, confirm: 'Remove what is older', route: 'settings.update', input: { audit: { retentionDays: 30 } },
  },
}

/** Whatever a person can lose by a button asks first, and does nothing when the answer is no. */
describe.skipIf(findChromium() === undefined)('the window asks before it takes away', () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof startFakeWindow>>
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startFakeWindow(), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it.each(Object.keys(LOSSES))('%s', async (name) => {
    const loss = LOSSES[name]
    if (loss === undefined) throw new Error(`no ${name}`)
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    const inputs = () => page.evaluate(() => (window as unknown as { fake: { inputs: Record<string, unknown> } }).fake.inputs)
    await loss.begin(page)
    const question = page.getByRole('dialog', { name: loss.title })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await eventually(() => question.count()).toBe(0)
    expect(Object.keys(await inputs())).not.toContain(loss.route)
    await page.reload()
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    await loss.begin(page)
    await question.getByRole('button', { name: loss.confirm, exact: true }).click()
    await eventually(inputs).toMatchObject({ [loss.route]: loss.input })
    await page.close()
  })

  it('keeps a question that is half written while a person looks elsewhere', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await page.getByRole('textbox', { name: 'Question' }).fill('What is the notice')
    await page.getByRole('button', { name: /All documents/ }).click()
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('button', { name: 'Lease terms, Rotterdam', exact: true }).click()
    await page.getByRole('button', { name: 'New question' }).click()
    expect(await page.getByRole('textbox', { name: 'Question' }).inputValue()).toBe('What is the notice')
    await page.close()
  })

  it('offers the installed languages of scans by name', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    const last = (route: string) => page.evaluate((name) => (window as unknown as { fake: { inputs: Record<string, unknown> } }).fake.inputs[name], route)
    await page.keyboard.press('Control+,')
    const languages = page.getByRole('group', { name: 'Languages of scans' })
    await eventually(() => languages.getByRole('checkbox').count()).toBe(5)
    expect(await languages.getByLabel('English').isDisabled()).toBe(true)
    await languages.getByLabel('German').check()
    await eventually(() => last('settings.update')).toEqual({ reading: { ocrLanguages: ['eng', 'deu'] } })
    await languages.getByLabel('English').uncheck()
    await eventually(() => last('settings.update')).toEqual({ reading: { ocrLanguages: ['deu'] } })
    await page.close()
  })
})
