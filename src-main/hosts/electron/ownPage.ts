/** The scheme and host of everything that the window shows. */
export const APP_ORIGIN = 'app://footnote'

/** Whether an address is our own page or belongs to it; by parsing, so that `app://footnote.attacker/` and `app://footnote@x/` are not. */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return protocol === 'app:' && host === 'footnote' && username === '' && password === ''
}

/**
 * Whether the session may load an address at all. Beside our own: `blob:` and `data:`, which name bytes that the page holds already, and the developer tools.
 * Everything else, and so the whole network, is refused before a socket is opened.
 */
export function isLoadable(url: string): boolean {
  return isOwnUrl(url) || /^(?:blob:app:\/\/footnote\/|data:|devtools:)/i.test(url)
}
