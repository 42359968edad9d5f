import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from './openBrowser.ts'
import { startFakeWindow } from './startFakeWindow.ts'

/** `node test/e2e/support/takeEveryScreen.ts FOLDER`: every screen of the window over a made-up library, in both themes and two sizes, to be looked at with a critical eye. */
const folder = path.resolve(process.argv[2] ?? 'dist/screens')
const QUESTION = 'What is the leverage covenant, and how much headroom was left at the end of 2023?'

async function answer(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Question' }).fill(QUESTION)
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Footnotes' }).waitFor()
  await page.locator('.pdf-page canvas').first().waitFor()
}
async function library(page: Page): Promise<void> {
  await page.getByRole('button', { name: /All documents/ }).click()
  await page.getByRole('region', { name: 'Library' }).getByRole('row').nth(3).waitFor()
}
const SCREENS: Readonly<Record<string, readonly [query: string, go: (page: Page) => Promise<void>]>> = {
  start: ['empty', async () => {}],
  ready: ['job', async () => {}],
  answer: ['job', answer],
  cells: ['', async (page) => { await answer(page); await page.getByRole('button', { name: 'Footnote 2', exact: true }).first().click() }],
  find: ['', async (page) => {
    await answer(page)
    await page.getByRole('button', { name: 'Pages in small' }).click()
    await page.getByRole('button', { name: 'Search in this document' }).click()
    await page.getByRole('searchbox', { name: 'Search in this document' }).fill('net debt')
    await page.locator('[data-found]').first().waitFor()
    await page.locator('.thumbnail canvas').nth(3).waitFor()
  }],
  audit: ['', async (page) => { await answer(page); await page.getByRole('tab', { name: 'Audit' }).click() }],
  citations: ['', async (page) => { await answer(page); await page.getByRole('tab', { name: 'All citations' }).click() }],
  notFound: ['', async (page) => {
    await page.getByRole('textbox', { name: 'Question' }).fill('Who audits the pension fund?')
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Nearest passages' }).waitFor()
  }],
  library: ['job', library],
  locked: ['', async (page) => { await library(page); await page.getByRole('button', { name: 'Share purchase, signed.pdf' }).click() }],
  document: ['', async (page) => { await library(page); await page.getByRole('button', { name: 'Facility Agreement.pdf' }).click() }],
  auditLog: ['', async (page) => { await page.getByRole('button', { name: 'Audit log' }).click() }],
  figures: ['', async (page) => { await page.getByRole('button', { name: 'Audit log' }).click(); await page.getByRole('tab', { name: 'Over time' }).click(); await page.locator('.chart canvas').first().waitFor() }],
  grading: ['', async (page) => {
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('tab', { name: 'Blind grading' }).click()
    await page.getByLabel('Your name').fill('P. Vermeer')
    await page.getByRole('button', { name: 'Draw and begin' }).click()
    await page.locator('.pdf-page canvas').first().waitFor()
  }],
  settings: ['', async (page) => { await page.keyboard.press('Control+,') }],
  record: ['', async (page) => { await page.keyboard.press('Control+,'); await page.getByLabel('Days that questions and answers are kept').scrollIntoViewIfNeeded() }],
  thresholds: ['', async (page) => {
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('tab', { name: 'Over time' }).click()
    await page.getByText('When to call a figure out').click()
    await page.getByRole('form', { name: 'When to call a figure out' }).scrollIntoViewIfNeeded()
  }],
  mail: ['', async (page) => { await answer(page); await page.getByRole('button', { name: 'Footnote 3', exact: true }).first().click() }],
  bench: ['', async (page) => { await page.keyboard.press('Control+,'); await page.getByRole('button', { name: 'Measure on this computer' }).click(); await page.getByText('tokens a second').first().scrollIntoViewIfNeeded() }],
  languages: ['', async (page) => { await page.keyboard.press('Control+,'); await page.getByRole('group', { name: 'Languages of scans' }).scrollIntoViewIfNeeded() }],
  quality: ['', async (page) => { await page.getByRole('button', { name: 'Audit log' }).click(); await page.getByRole('tab', { name: 'Quality' }).click(); await page.getByRole('listitem', { name: 'Index out of date' }).waitFor() }],
  feedback: ['', async (page) => { await page.getByRole('button', { name: 'Audit log' }).click(); await page.getByRole('tab', { name: 'From feedback' }).click(); await page.getByRole('listitem').last().waitFor() }],
  export: ['', async (page) => { await answer(page); await page.getByRole('button', { name: 'Export', exact: true }).click() }],
  folder: ['', async (page) => { await page.getByRole('navigation').getByRole('button', { name: /^Contracts/ }).click() }],
  removing: ['', async (page) => { await page.getByRole('navigation').getByRole('button', { name: /^Contracts/ }).click(); await page.getByRole('button', { name: 'Remove folder…' }).click() }],
  lock: ['locked', async () => {}],
  lines: ['', async (page) => { await answer(page); await page.getByRole('button', { name: 'Footnote 4', exact: true }).first().click() }],
  palette: ['', async (page) => { await page.keyboard.press('Control+k') }],
  proof: ['', async (page) => { await page.getByRole('button', { name: /Nothing leaves this computer/ }).first().click() }],
  picker: ['', async (page) => { await page.getByRole('button', { name: 'Documents', exact: true }).click(); await page.getByRole('list', { name: 'Documents to search' }).getByRole('button').first().click() }],
}

await mkdir(folder, { recursive: true })
const only = process.argv.slice(3)
const [server, browser] = await Promise.all([startFakeWindow(), openBrowser()])
for (const [width, height] of [[1280, 800], [1920, 1080]] as const) {
  for (const theme of ['light', 'dark']) {
    for (const [name, [query, go]] of Object.entries(SCREENS)) {
      if (only.length > 0 && !only.includes(name)) continue
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })
      const page = await context.newPage()
      await page.goto(`${server.url}?theme=${theme}&${query}`)
      await page.getByRole('textbox', { name: 'Question' }).or(page.getByLabel('Passphrase')).waitFor()
      await go(page)
      // Fonts and the sharp picture of a page come a moment after what a person can act on.
      await page.waitForTimeout(400)
      await page.screenshot({ path: path.join(folder, `${name}-${theme}-${width}.png`) })
      await context.close()
    }
  }
}
await browser.close()
await server.close()
