/** The window in Chromium: frames while work goes on, a footnote's way to its page, memory over many answers, and what a page load fetches. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../e2e/support/openBrowser.ts'
import { startFakeWindow } from '../e2e/support/startFakeWindow.ts'
import type { BenchRow } from './BenchRow.ts'

const REPETITIONS = 5
const PAGES = 500
const CITED_PAGE = 250
const ANSWERS = Number(process.env['FOOTNOTE_BENCH_ANSWERS'] ?? 200)
/** From here on memory must stay: fonts, pdf.js and its worker are loaded and the code is compiled. */
const WARM_ANSWERS = Math.min(20, Math.floor(ANSWERS / 4))
const QUESTION = 'What is the leverage covenant, and how much headroom was left at the end of 2023?'
const assets = fileURLToPath(new URL('../../out/renderer/assets', import.meta.url))

export async function bench(): Promise<readonly BenchRow[]> {
  // The fake library comes as one file with every page's text; only the long document needs one of hundreds of pages.
  const [server, long, browser] = await Promise.all([startFakeWindow(), startFakeWindow({ pages: PAGES, covenantPage: CITED_PAGE }), openBrowser()])
  try {
    const paint = await repeat(() => firstPaint(browser, server.url))
    const idle = await repeat(() => longestFrame(browser, server.url, false))
    const busy = await repeat(() => longestFrame(browser, server.url, true))
    const opened = await repeat(() => footnoteToPage(browser, long.url))
    const memory = await heapGrowth(browser, server.url)
    return [
      { name: 'page: address to usable, 10,000 documents in the table', values: paint, unit: 's', bar: { atMost: 1.5 }, note: 'Chromium’s own part; the host’s is in `start`' },
      { name: 'longest frame while typing and scrolling, nothing else going on', values: idle, unit: 'ms', note: 'what this machine adds by itself' },
      { name: 'longest frame while an answer streams and 200 documents a second arrive', values: busy, unit: 'ms', bar: { atMost: 50 } },
      { name: `footnote to its highlighted page, PDF of ${PAGES} pages, first opening`, values: opened.map(({ cold }) => cold), unit: 'ms', bar: { atMost: 500 } },
      { name: 'the same, opened before', values: opened.map(({ warm }) => warm), unit: 'ms', bar: { atMost: 500 } },
      { name: `page memory after ${ANSWERS} answers over after ${WARM_ANSWERS}`, values: [memory], unit: 'ratio', bar: { atMost: 1.2 }, note: 'JavaScript heap after garbage collection, one thread' },
      { name: 'renderer without pdf.js, gzipped', values: [bundleBytes() / 1000], unit: 'kB', bar: { atMost: 400 } },
    ]
  } finally {
    await browser.close()
    await Promise.all([server.close(), long.close()])
  }
}

async function repeat<Value>(measure: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = []
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) values.push(await measure())
  return values
}

async function onPage<Value>(browser: Browser, url: string, use: (page: Page) => Promise<Value>): Promise<Value> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(url)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    return await use(page)
  } finally {
    await context.close()
  }
}

async function firstPaint(browser: Browser, url: string): Promise<number> {
  return onPage(browser, `${url}?documents=10000`, async (page) => {
    await page.getByRole('region', { name: 'Library' }).getByRole('rowheader').first().waitFor()
    // Two frames later what was put into the page has been painted.
    return await page.evaluate(() => new Promise<number>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))))) / 1000
  })
}

/** The longest time between two frames during three seconds in which a person types into the question and scrolls the table. */
async function longestFrame(browser: Browser, url: string, isBusy: boolean): Promise<number> {
  return onPage(browser, `${url}?documents=10000&repeat=20`, async (page) => {
    if (isBusy) {
      await page.getByRole('textbox', { name: 'Question' }).fill(QUESTION)
      await page.keyboard.press('Enter')
    }
    await page.getByRole('button', { name: /All documents/ }).click()
    await page.getByRole('region', { name: 'Library' }).getByRole('columnheader').first().waitFor()
    if (isBusy) await page.evaluate(() => (window as unknown as { fake: { ingest(): void } }).fake.ingest())
    const frames = page.evaluate(() => new Promise<number>((resolve) => {
      const table = document.querySelector('.table')
      const started = performance.now()
      let last = started
      let longest = 0
      requestAnimationFrame(function frame(now) {
        // The first frames still belong to opening the table.
        if (now - started > 300) longest = Math.max(longest, now - last)
        last = now
        if (table !== null) table.scrollTop += 37
        if (now - started < 3300) requestAnimationFrame(frame)
        else resolve(longest)
      })
    }))
    await page.getByRole('searchbox').pressSequentially('document 12', { delay: 120 })
    return frames
  })
}

async function footnoteToPage(browser: Browser, url: string): Promise<{ cold: number; warm: number }> {
  return onPage(browser, url, async (page) => {
    await page.getByRole('button', { name: 'Covenants and headroom', exact: true }).click()
    const footnote = page.getByRole('article', { name: 'Answer' }).first().getByRole('button', { name: 'Footnote 1', exact: true }).first()
    await footnote.waitFor()
    const cold = await clickToPicture(page)
    await page.getByRole('article', { name: 'Answer' }).first().getByRole('button', { name: 'Footnote 2', exact: true }).first().click()
    await page.locator('.grid__cell--cited').first().waitFor()
    return { cold, warm: await clickToPicture(page) }
  })
}

/** Clicks footnote 1 and waits in the page itself until the cited page is drawn and marked. */
async function clickToPicture(page: Page): Promise<number> {
  return page.evaluate((cited) => new Promise<number>((resolve) => {
    const started = performance.now()
    document.querySelector<HTMLButtonElement>('article button[aria-label="Footnote 1"]')?.click()
    requestAnimationFrame(function look() {
      const sheet = document.querySelector(`.pdf-page[data-page="${cited}"]`)
      if (Boolean(sheet?.querySelector('canvas')) && Boolean(sheet?.querySelector('[data-quote]'))) resolve(performance.now() - started)
      else requestAnimationFrame(look)
    })
  }), CITED_PAGE)
}

async function heapGrowth(browser: Browser, url: string): Promise<number> {
  return onPage(browser, `${url}?fast`, async (page) => {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage')
      const { metrics } = await session.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
    }
    let warm = Number.NaN
    for (let answer = 1; answer <= ANSWERS; answer += 1) {
      await page.getByRole('textbox', { name: 'Question' }).fill(`${QUESTION} (${answer})`)
      await page.keyboard.press('Enter')
      await page.getByRole('article', { name: 'Answer' }).filter({ hasText: `(${answer})` }).getByRole('list', { name: 'Footnotes' }).waitFor()
      if (answer === WARM_ANSWERS) warm = await heap()
    }
    return await heap() / warm
  })
}

/** Scripts and styles of the built window, without those that only a PDF loads. */
function bundleBytes(): number {
  return readdirSync(assets).filter((name) => /\.(?:js|mjs|css)$/.test(name) && !/^pdf/.test(name)).reduce((sum, name) => sum + gzipSync(readFileSync(`${assets}/${name}`)).length, 0)
}
