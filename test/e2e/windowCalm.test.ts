import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { findChromium, openBrowser } from './support/openBrowser.ts'
import { startFakeWindow } from './support/startFakeWindow.ts'

const COVENANT = 'What is the leverage covenant, and how much headroom was left at the end of 2023?'
const PENSION = 'Who audits the pension fund?'

/** What a person meets who hears the window, who cannot bear motion, who reads it large, or who types all day. */
describe.skipIf(findChromium() === undefined)('a calm window', () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof startFakeWindow>>
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startFakeWindow(), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  async function open(query = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options })
    await page.goto(`${server.url}?${query}`)
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    return page
  }
  async function ask(page: Page, question: string) {
    await page.getByRole('textbox', { name: 'Question' }).fill(question)
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Answer' }).last().getByRole('button', { name: 'Export' }).waitFor()
  }

  it('tells a screen reader that an answer began and that it is there, and no word between, while a folder is read as well', async () => {
    const page = await open('job&repeat=4')
    await page.getByRole('button', { name: /All documents/ }).click()
    await page.getByRole('button', { name: 'New question' }).click()
    await page.evaluate(() => {
      const said: string[] = []
      Object.assign(window, { said })
      new MutationObserver((changes) => {
        const regions = new Set(changes.flatMap(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest('[role=status], [role=alert], [role=log], [aria-live]') ?? []))
        for (const region of regions) if (region.getAttribute('aria-live') !== 'off' && region.textContent !== '') said.push(region.textContent ?? '')
      }).observe(document.body, { childList: true, characterData: true, subtree: true })
    })
    await page.evaluate(() => (window as unknown as { fake: { ingest(): void } }).fake.ingest())
    await ask(page, COVENANT)
    await eventually(() => page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual(['Searching your documents…', 'Answer ready with 4 footnotes'])
    await page.close()
  })

  it('moves nothing for whoever asks for no motion', async () => {
    const page = await open('job&slow', { reducedMotion: 'reduce' })
    await page.getByRole('textbox', { name: 'Question' }).fill(COVENANT)
    await page.keyboard.press('Enter')
    await page.getByText('Net leverage').waitFor()
    const durations = () => page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').map((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0)).filter((ms) => ms > 1))
    expect(await durations()).toEqual([])
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    expect(await durations()).toEqual([])
    expect(await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
      const { transitionDuration, scrollBehavior } = getComputedStyle(element)
      return scrollBehavior === 'smooth' || transitionDuration.split(',').some((duration) => Number.parseFloat(duration) > 0.001)
    }).map(({ className }) => className))).toEqual([])
    await page.close()
  })

  const PLACES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
    'an answer': (page) => ask(page, COVENANT),
    'nothing found': (page) => ask(page, PENSION),
    'the library': async (page) => {
      await page.keyboard.press('Control+l')
      await page.getByRole('region', { name: 'Library' }).getByRole('row').nth(2).waitFor()
    },
    'a document': async (page) => {
      await PLACES['the library']?.(page)
      await page.getByRole('button', { name: 'Facility Agreement.pdf' }).first().click()
      await page.getByRole('heading', { name: 'Facility Agreement.pdf' }).waitFor()
    },
    'the source': async (page) => {
      await ask(page, COVENANT)
      await page.getByRole('button', { name: 'Footnote 1', exact: true }).first().click()
      await page.locator('.pdf-page canvas').first().waitFor()
    },
    'the settings': async (page) => {
      await page.keyboard.press('Control+,')
      await page.getByRole('dialog', { name: 'Settings' }).waitFor()
    },
    'the audit': async (page) => {
      await ask(page, COVENANT)
      await page.getByRole('button', { name: 'audit', exact: true }).click()
      await page.getByRole('list', { name: 'How this answer was made' }).waitFor()
    },
  }
  it.each(Object.keys(PLACES))('keeps everything within reach at twice the size: %s', async (place) => {
    // 1280 by 800 at 200 %.
    const page = await open('', { viewport: { width: 640, height: 400 } })
    await PLACES[place]?.(page)
    // Every control that takes the focus comes wholly into sight by it, and nothing makes the page itself scroll.
    const lost = await page.evaluate(() => {
      const layer = document.querySelector('[role=dialog], .right--drawer') ?? document.body
      const controls = [...layer.querySelectorAll<HTMLElement>('button, input, textarea, select, a[href], summary, [tabindex="0"]')]
      return controls.flatMap((control) => {
        if (control.matches(':disabled, .visually-hidden, .visually-hidden *, [type=file]') || !control.checkVisibility({ visibilityProperty: true }) || control.tabIndex < 0) return []
        control.focus()
        control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        const { left, right, top, bottom } = control.getBoundingClientRect()
        const isIn = left >= -1 && right <= innerWidth + 1 && (bottom - top > innerHeight || (top >= -1 && bottom <= innerHeight + 1))
        const at = document.elementFromPoint((Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2)
        const isSeen = at !== null && (control.contains(at) || at.contains(control) || (control.closest('label')?.contains(at) ?? false))
        return isIn && isSeen ? [] : [`${control.tagName} ${control.ariaLabel ?? control.textContent?.slice(0, 40)} (${[left, top, right, bottom].map(Math.round).join(' ')})${at === null ? '' : ` under ${at.tagName} ${at.className} ${at.textContent?.slice(0, 30)}`}`]
      })
    })
    expect(lost).toEqual([])
    expect(await page.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight])).toEqual([true, true])
    await page.close()
  })

  it('leaves room to read between its bars at twice the size', async () => {
    const page = await open('', { viewport: { width: 640, height: 400 } })
    await ask(page, COVENANT)
    expect(await page.locator('.ask__scroll').evaluate((element) => element.clientHeight)).toBeGreaterThanOrEqual(200)
    await page.close()
  })

  it('brings earlier questions back by the arrow keys, of the thread and then of the library, and the draft again', async () => {
    const page = await open('fast')
    const field = page.getByRole('textbox', { name: 'Question' })
    await ask(page, 'Which covenant comes first?')
    await ask(page, 'Which covenant comes second?')
    await field.fill('Half a question')
    // The first arrow goes to the beginning of the text, as ever.
    await page.keyboard.press('ArrowUp')
    expect(await field.inputValue()).toBe('Half a question')
    for (const earlier of ['Which covenant comes second?', 'Which covenant comes first?', COVENANT, PENSION, PENSION]) {
      await page.keyboard.press('ArrowUp')
      await eventually(() => field.inputValue()).toBe(earlier)
    }
    for (const later of [COVENANT, 'Which covenant comes first?', 'Which covenant comes second?', 'Half a question', 'Half a question']) {
      await page.keyboard.press('ArrowDown')
      await eventually(() => field.inputValue()).toBe(later)
    }
    // A line of several: the arrow moves in what a person wrote.
    await field.fill('one\ntwo')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.type('X')
    expect(await field.inputValue()).toBe('oneX\ntwo')
    await page.close()
  })
})
