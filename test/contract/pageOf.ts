/** What a browser gives the page behind a loopback address: a fetch with its cookie and Origin, and event sources. */
export async function pageOf(url: string): Promise<{ readonly fetch: typeof fetch; readonly EventSource: new (url: string) => PageEventSource; readonly cookie: string; readonly origin: string }> {
  const { origin } = new URL(url)
  const entrance = await fetch(url, { redirect: 'manual' })
  const cookie = (entrance.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const pageFetch: typeof fetch = (target, options) => {
    const headers = new Headers(options?.headers)
    headers.set('cookie', cookie)
    headers.set('origin', origin)
    headers.set('sec-fetch-site', 'same-origin')
    return fetch(new URL(String(target), origin), { ...options, headers })
  }
  class BoundEventSource extends PageEventSource {
    constructor(target: string) {
      super(pageFetch, target)
    }
  }
  return { fetch: pageFetch, EventSource: BoundEventSource, cookie, origin }
}

/** The part of EventSource that the client uses: Node has none without a flag. */
export class PageEventSource {
  onmessage: ((event: MessageEvent) => void) | null = null
  onopen: ((event: Event) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  readonly readyState = 0
  readonly #left = new AbortController()

  constructor(pageFetch: typeof fetch, url: string) {
    this.#read(pageFetch, url).catch(() => undefined)
  }

  close(): void {
    this.#left.abort()
  }

  async #read(pageFetch: typeof fetch, url: string): Promise<void> {
    const response = await pageFetch(url, { signal: this.#left.signal })
    this.onopen?.(new Event('open'))
    let waiting = ''
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const messages = (waiting + part).split('\n\n')
      waiting = messages.pop() ?? ''
      for (const message of messages) if (message.startsWith('data: ')) this.onmessage?.(new MessageEvent('message', { data: message.slice(6) }))
    }
  }
}
