export interface RequestFacts {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
}

/**
 * Whether a request can come from our own page, before anything else is looked at.
 *
 * A page of any site can send requests to 127.0.0.1. Two checks keep them out: `Host` must be the address that we listen on, or a foreign name that was
 * pointed at 127.0.0.1 (DNS rebinding) would make our answers readable to its page; `Origin`, which a page cannot forge, must be ours for all that
 * changes something. There is no switch that turns this off. Returns the reason of a refusal, in words.
 */
export function judgeRequest(facts: RequestFacts, port: number): string | null {
  const address = `127.0.0.1:${port}`
  if (facts.host !== address) return 'The Host header is not the address of this server.'
  const isRead = facts.method === 'GET' || facts.method === 'HEAD'
  if (facts.origin !== undefined ? facts.origin !== `http://${address}` : !isRead) return 'The request does not come from the page of this server.'
  // Browsers tell who asks, also where they send no Origin (pictures, scripts). "none": a person typed or opened the address.
  if (facts.fetchSite !== undefined && facts.fetchSite !== 'same-origin' && facts.fetchSite !== 'none') return 'The request comes from another site.'
  return null
}
