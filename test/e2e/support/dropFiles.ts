import type { Page } from 'playwright-core'
import type { MadeFile } from './makeDocuments.ts'

/** Drops files on the window as a person does. */
export async function dropFiles(page: Page, made: readonly MadeFile[]): Promise<void> {
  const files = made.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }))
  const transfer = await page.evaluateHandle((dropped) => {
    const data = new DataTransfer()
    for (const { name, mimeType, base64 } of dropped) data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type: mimeType }))
    return data
  }, files)
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}
