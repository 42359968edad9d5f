import { writeFile } from 'node:fs/promises'
import type { Reply } from '../../../src-shared/contract/envelope.ts'
import type { AnswerId, DocumentId, ThreadId } from '../../../src-shared/domain/ids.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine, ExportedFile, ExportFormat } from '../../core/Engine.ts'

/** What the host asks a person; Electron's dialogs in the application, answers in a test. Null: cancelled. */
export interface Choosers {
  chooseFolders(): Promise<readonly string[] | null>
  chooseModelFile(): Promise<string | null>
  chooseTarget(fileName: string): Promise<string | null>
}

/** The desktop around the window. */
export interface Desktop {
  /** Opens a file in its own application; an empty string, or why not. */
  openPath(path: string): Promise<string>
  showItemInFolder(path: string): void
}

const EXPORT_FORMATS: ReadonlySet<unknown> = new Set<ExportFormat>(['md', 'html', 'docx', 'pdf', 'json', 'pack'])

/** Routes that need a chooser: the page says that it wants a folder, a person says which. Undefined: not one of these. */
export function createHostRoutes(engine: Engine, choosers: Choosers, desktop: Desktop): (route: unknown, input: unknown) => Promise<Reply<unknown>> | undefined {
  const handlers: Readonly<Record<string, (input: Record<string, unknown>) => Promise<unknown>>> = {
    async 'host.addFolder'() {
      const folders = await choosers.chooseFolders()
      return folders === null || folders.length === 0 ? null : { jobId: engine.library.startAdd(folders) }
    },
    async 'host.importModel'() {
      const path = await choosers.chooseModelFile()
      return path === null ? null : { name: (await engine.models.importFile(path)).name }
    },
    async 'host.saveAnswer'({ answerId, format }) {
      if (typeof answerId !== 'string' || !EXPORT_FORMATS.has(format)) throw new AppError('WRONG_USAGE')
      return save(await engine.exports.answer(answerId as AnswerId, format as ExportFormat))
    },
    async 'host.openDocument'({ documentId }) {
      const problem = await desktop.openPath(await pathOf(documentId))
      if (problem !== '') throw new AppError('UNREADABLE', `The file could not be opened: ${problem}`)
      return {}
    },
    async 'host.showInFolder'({ documentId }) {
      desktop.showItemInFolder(await pathOf(documentId))
      return {}
    },
    async 'host.saveThread'({ threadId, format }) {
      if (typeof threadId !== 'string' || !EXPORT_FORMATS.has(format)) throw new AppError('WRONG_USAGE')
      return save(await engine.exports.thread(threadId as ThreadId, format as ExportFormat))
    },
  }
  /** By id only: a page that was taken over can open what a person added, and no other file. */
  async function pathOf(documentId: unknown): Promise<string> {
    if (typeof documentId !== 'string') throw new AppError('WRONG_USAGE')
    return (await engine.library.content(documentId as DocumentId)).path
  }

  async function save({ bytes, fileName }: ExportedFile) {
    const target = await choosers.chooseTarget(fileName)
    if (target !== null) await writeFile(target, bytes)
    return { isSaved: target !== null }
  }
  return (route, input) => {
    const handle = typeof route === 'string' && Object.hasOwn(handlers, route) ? handlers[route] : undefined
    if (handle === undefined) return undefined
    const given = typeof input === 'object' && input !== null ? input as Record<string, unknown> : {}
    return handle(given).then((value) => ({ ok: true, value }), (thrown: unknown) => ({ ok: false, error: toAppError(thrown).toData() }))
  }
}
