import { isAbsolute } from 'node:path'
import { Readable } from 'node:stream'
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import type { Reply } from '../../../src-shared/contract/envelope.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../core/Engine.ts'
import type { EventHub } from '../../rpc/createEventHub.ts'
import type { Router } from '../../rpc/Router.ts'
import { takeFiles } from '../takeFiles.ts'
import type { Uploads } from '../uploads.ts'
import { CHANNELS } from './channels.ts'
import { isOwnUrl } from './ownPage.ts'

export interface WindowConnection {
  readonly ipcMain: Pick<IpcMain, 'handle'>
  readonly engine: Engine
  readonly router: Router
  readonly uploads: Uploads
  readonly hostRoutes: (route: unknown, input: unknown) => Promise<Reply<unknown>> | undefined
}

/** The two request channels. Who calls is decided first, by the frame that Electron names, never by what the message says. */
export function connectWindow({ ipcMain, engine, router, uploads, hostRoutes }: WindowConnection): void {
  ipcMain.handle(CHANNELS.call, async (event, route: unknown, input: unknown) => isOwnFrame(event) ? await hostRoutes(route, input) ?? router.call(route, input) : REFUSED)
  ipcMain.handle(CHANNELS.addFiles, async (event, paths: unknown, copies: unknown = []): Promise<Reply<unknown>> => {
    if (!isOwnFrame(event)) return REFUSED
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string' && isAbsolute(path)) || !Array.isArray(copies) || !copies.every(isCopy)) return { ok: false, error: new AppError('WRONG_USAGE').toData() }
    try {
      return { ok: true, value: await takeFiles(engine, [...paths as string[], ...await keep(copies)]) }
    } catch (thrown) {
      return { ok: false, error: toAppError(thrown).toData() }
    }
  })

  /** What has no place of its own gets one in the data folder. */
  async function keep(copies: readonly Copy[]): Promise<string[]> {
    if (copies.length === 0) return []
    const { uploadId } = await uploads.begin()
    for (const { name, bytes } of copies) await uploads.receive(uploadId, name, Readable.from([Buffer.from(bytes)]))
    return uploads.finish(uploadId)
  }
}

interface Copy {
  readonly name: string
  readonly bytes: Uint8Array
}

function isCopy(value: unknown): value is Copy {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'bytes' in value && value.bytes instanceof Uint8Array
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
