import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { makeDocuments } from './makeDocuments.ts'
import { openBrowser } from './openBrowser.ts'
import { startLoopback } from './startLoopback.ts'

/** `node test/e2e/support/takeScreenshots.ts [FOLDER]`: the main screens of the built window on a small real library, for the README and for a critical eye. */
const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../../resources/screenshots'))
await mkdir(folder, { recursive: true })
const [host, browser] = await Promise.all([startLoopback(), openBrowser()])
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
const shoot = async (name: string) => {
  await page.mouse.move(720, 8)
  await page.evaluate(() => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur() })
  await page.waitForTimeout(500)
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
}
await page.goto(host.url)
await page.getByRole('textbox', { name: 'Question' }).waitFor()
await shoot('start')
await page.getByLabel('Add files').setInputFiles((await makeDocuments()).filter(({ name }) => !name.startsWith('&')))
await page.getByRole('region', { name: 'Library' }).getByRole('row').filter({ hasText: 'Ready' }).nth(4).waitFor({ timeout: 300_000 })
for (const question of ['When does the Rotterdam warehouse lease end?', 'What does the zinc bracket cost?', 'What ratio of Net Debt to Consolidated EBITDA may not be exceeded?']) {
  await page.getByRole('button', { name: 'New question' }).click()
  await page.getByRole('textbox', { name: 'Question' }).fill(question)
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await page.getByRole('list', { name: 'Footnotes' }).waitFor({ timeout: 120_000 })
}
await page.locator('.pdf-page canvas').first().waitFor()
const themes = ['light', 'dark'] as const
for (const theme of themes) {
  await page.emulateMedia({ colorScheme: theme })
  await shoot(`answer-${theme}`)
}
await page.getByRole('tab', { name: 'Audit' }).click()
for (const theme of themes) {
  await page.emulateMedia({ colorScheme: theme })
  await shoot(`audit-${theme}`)
}
await page.getByRole('button', { name: 'Close the source' }).click()
await page.getByRole('button', { name: /All documents/ }).click()
for (const theme of themes) {
  await page.emulateMedia({ colorScheme: theme })
  await shoot(`library-${theme}`)
}
await browser.close()
await host.close()
