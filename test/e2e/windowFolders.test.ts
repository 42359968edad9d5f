import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCatalog } from '../../src-main/adapters/sqlite/openCatalog.ts'
import { callRoute } from './support/callRoute.ts'
import { eventually } from './support/eventually.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startLoopback, type RunningHost } from './support/startLoopback.ts'

/** Reading and embedding a handful of small files on a busy machine. */
const READING_MS = 240_000
const QUESTION = 'What is the notice period of the Rotterdam lease?'

/** A folder that keeps itself up to date, as a person adds it, holds it up and changes it. The tests build on each other. */
describe.skipIf(findChromium() === undefined)('a watched folder in the window', () => {
  let browser: Browser
  let host: RunningHost
  let page: Page
  let root: string

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'footnote-folders-'))
    for (const name of ['contracts', 'backlog']) await mkdir(path.join(root, name))
    await writeFile(path.join(root, 'contracts', 'lease.txt'), 'The notice period of the Rotterdam lease is three months.\n')
    // More than is read while a person presses three buttons.
    for (let file = 0; file < 80; file++) {
      await writeFile(path.join(root, 'backlog', `report ${file}.txt`), Array.from({ length: 120 }, (_, line) => `In month ${line + 1} station ${file + 1} counted ${(file + 3) * (line + 7)} herons along the northern shore.`).join(' '))
    }
    ;[host, browser] = await Promise.all([startLoopback(), openBrowser()])
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    await rm(root, { recursive: true, force: true })
  })

  const work = () => page.getByRole('region', { name: 'Work' })
  const job = (name: string) => work().locator('.work__job').filter({ hasText: `Reading “${name}”` })
  const lastAnswer = () => page.getByRole('article', { name: 'Answer' }).last()
  async function addFolder(name: string) {
    await page.getByRole('button', { name: 'Add folder' }).first().click()
    await page.getByRole('textbox', { name: 'Path of the folder' }).fill(path.join(root, name))
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  const stateOfJob = async (name: string) => (await callRoute<readonly { label: string; state: string }[]>(page, 'jobs.list', {})).find(({ label }) => label.includes(name))?.state

  it('is added by its path, and answered from', async () => {
    await addFolder('contracts')
    // Not "done" in the list of work: the next small job that ends takes its place.
    await page.getByRole('region', { name: 'Library' }).getByRole('row').filter({ hasText: 'lease.txt' }).filter({ hasText: 'Ready' }).waitFor({ timeout: READING_MS })
    await page.getByRole('textbox', { name: 'Question' }).fill(QUESTION)
    await page.keyboard.press('Enter')
    await expect.poll(() => lastAnswer().getAttribute('aria-busy'), { timeout: READING_MS }).toBe('false')
    expect(await lastAnswer().textContent()).toContain('three months')
  })

  it('marks the answer on the screen when its file changes, and again when the file is gone', async () => {
    await writeFile(path.join(root, 'contracts', 'lease.txt'), 'The notice period of the Rotterdam lease is six months.\n')
    await lastAnswer().getByText('the file has changed since').first().waitFor({ timeout: READING_MS })
    await lastAnswer().getByText('A source has changed.').waitFor()
    await rm(path.join(root, 'contracts', 'lease.txt'))
    await lastAnswer().getByText('the file is gone').first().waitFor({ timeout: READING_MS })
    // The same for whoever opens the answer later.
    await page.reload()
    await page.getByRole('navigation').getByRole('button', { name: QUESTION, exact: true }).click()
    await lastAnswer().getByText('the file is gone').first().waitFor()
  })

  it('is held up, goes on, and is stopped with what it has', async () => {
    await addFolder('backlog')
    await expect.poll(async () => Number(await job('backlog').getByRole('progressbar').getAttribute('aria-valuenow').catch(() => 0)), { timeout: READING_MS }).toBeGreaterThan(0)
    await job('backlog').getByRole('button', { name: 'Pause' }).click()
    await eventually(() => stateOfJob('backlog')).toBe('paused')
    // The window learns of it a moment after the engine knows.
    await eventually(() => job('backlog').textContent()).toMatch(/of 80 files · paused/)
    await job('backlog').getByRole('button', { name: 'Resume' }).click()
    await eventually(() => stateOfJob('backlog')).toBe('running')
    await job('backlog').getByRole('button', { name: 'Cancel' }).click()
    await job('backlog').getByText('cancelled').waitFor({ timeout: READING_MS })
    expect(await stateOfJob('backlog')).toBe('cancelled')
    const { length } = await callRoute<readonly unknown[]>(page, 'library.documents', {})
    expect(length).toBeGreaterThan(0)
    expect(length).toBeLessThan(80)
  })

  it('of a library that a newer version made is shown and not changed', async () => {
    const dataDir = path.join(root, 'newer')
    openCatalog(path.join(dataDir, 'catalog.db')).catalog.close()
    const catalog = new DatabaseSync(path.join(dataDir, 'catalog.db'))
    catalog.exec('PRAGMA user_version = 999')
    catalog.close()
    const newer = await startLoopback({ dataDir })
    try {
      await page.goto(newer.url)
      await page.getByText('This library was made by a newer version of Footnote.').first().waitFor({ timeout: READING_MS })
      await addFolder('contracts')
      await page.getByRole('alert').getByText('Install the newer version').waitFor()
    } finally {
      await newer.close()
    }
  })
})
