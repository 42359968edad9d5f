/**
 * For the page of the window, in the browser and in Electron alike. Everything is refused, then the few things that the window needs are let in:
 * its own scripts, and WebAssembly for pdf.js' image decoders; style elements that accessible dialogs and menus insert (they can fetch nothing that another
 * line does not allow); pictures and fonts that pdf.js makes in memory. Nothing here names a foreign host, so a page that was
 * taken over has nowhere to send what it read.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** For a user's own file: opened by itself, it runs nothing, fetches nothing and has no origin. */
export const DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
