/** Addresses that a page loaded from anywhere but its own origin. `blob:` and `data:` name bytes that it holds already. */
export function foreignRequests(urls: readonly string[], origin: string): string[] {
  return urls.filter((url) => !url.startsWith(`${origin}/`) && !/^(?:blob|data):/.test(url))
}
