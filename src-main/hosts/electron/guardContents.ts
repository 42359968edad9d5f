import type { App, Session } from 'electron'
import { isLoadable, isOwnUrl } from './ownPage.ts'

/** For every page that will ever be made, at its creation: it stays where it is, opens nothing, and hosts no other page. */
export function guardContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (details) => {
      if (!isOwnUrl(details.url)) details.preventDefault()
    })
    contents.on('will-redirect', (details) => details.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** No permission is needed, so none is given; no address but our own is loaded. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLoadable(details.url) }))
  // Chromium would fetch dictionaries from a server of Google's.
  session.setSpellCheckerEnabled(false)
}
