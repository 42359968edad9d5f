import type { Page } from 'playwright-core'

/** Call it before the page is opened. What it gives back names everything that a document did: nothing, if all is well. */
export async function watchForHarm(page: Page, ownOrigin: () => string): Promise<() => Promise<readonly string[]>> {
  const seen: string[] = []
  page.on('request', (request) => { if (!request.url().startsWith(ownOrigin()) && !/^(data|blob):/.test(request.url())) seen.push(`asked for ${request.url()}`) })
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`))
  page.on('popup', (popup) => seen.push(`opened ${popup.url()}`))
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  // What the page's policy had to stop was tried, and is a finding too.
  await page.addInitScript(() => {
    Object.assign(window, { refused: [] })
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => (window as unknown as { refused: string[] }).refused.push(`refused by ${violatedDirective}: ${blockedURI}`))
  })
  return async () => {
    const inside = await page.evaluate(() => [
      ...(window as unknown as { refused: string[] }).refused,
      ...(document.title === 'Footnote' ? [] : [`the title became ${document.title}`]),
      ...[...document.querySelectorAll('#hostile, .hostile, iframe, object, embed, [onload], [onerror], [onfocus], a[href]')].map((element) => `element: ${element.outerHTML.slice(0, 120)}`),
      ...[...document.images].map((image) => `picture: ${image.src}`),
    ])
    return [...seen, ...inside]
  }
}
