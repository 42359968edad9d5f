import { isAbsolute } from 'node:path'
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import type { Reply } from '../../../src-shared/contract/envelope.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../core/Engine.ts'
import type { EventHub } from '../../rpc/createEventHub.ts'
import type { Router } from '../../rpc/Router.ts'
import { CHANNELS } from './channels.ts'
import { isOwnUrl } from './ownPage.ts'

export interface WindowConnection {
  readonly ipcMain: Pick<IpcMain, 'handle'>
  readonly engine: Engine
  readonly router: Router
  readonly hostRoutes: (route: unknown, input: unknown) => Promise<Reply<unknown>> | undefined
}

/** The two request channels. Who calls is decided first, by the frame that Electron names, never by what the message says. */
export function connectWindow({ ipcMain, engine, router, hostRoutes }: WindowConnection): void {
  ipcMain.handle(CHANNELS.call, async (event, route: unknown, input: unknown) => isOwnFrame(event) ? await hostRoutes(route, input) ?? router.call(route, input) : REFUSED)
  ipcMain.handle(CHANNELS.addFiles, (event, paths: unknown): Reply<unknown> => {
    if (!isOwnFrame(event)) return REFUSED
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string' && isAbsolute(path))) return { ok: false, error: new AppError('WRONG_USAGE').toData() }
    return { ok: true, value: paths.length === 0 ? null : { jobId: engine.library.startAdd(paths as string[]) } }
  })
}

const REFUSED: Reply<unknown> = { ok: false, error: new AppError('NOT_ALLOWED').toData() }

function isOwnFrame({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnUrl(senderFrame.url)
}

/** Events to one page until it is gone. */
export function sendEventsTo(contents: Pick<WebContents, 'send' | 'isDestroyed' | 'once'>, hub: EventHub): void {
  const unsubscribe = hub.subscribe((event) => {
    if (!contents.isDestroyed()) contents.send(CHANNELS.event, event)
  })
  contents.once('destroyed', unsubscribe)
}
