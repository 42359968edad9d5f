import type { Page } from 'playwright-core'

/** Calls a route with the page's own right to call; rejects with the error's code. */
export async function callRoute<Output>(page: Page, route: string, input: unknown): Promise<Output> {
  const reply = await page.evaluate(async (body) => (await fetch('/rpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json(), JSON.stringify({ route, input })) as { ok: true; value: Output } | { ok: false; error: { code: string; message: string } }
  if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`)
  return reply.value
}
