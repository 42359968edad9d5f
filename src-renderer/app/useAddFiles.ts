import { useCallback } from 'react'
import type { TakenFiles } from '../../src-shared/domain/takenFiles.ts'
import { useWindow } from '../state/WindowContext.ts'
import { text } from '../text/text.ts'

export interface AddFiles {
  readonly add: (files: readonly File[]) => void
  readonly addDropped: (transfer: DataTransfer) => void
  /** One file that was made of what was dropped. */
  readonly addMade: (file: File) => void
  /** With the host's chooser, or a dialog for the path where the host has none. */
  readonly chooseFolder: () => void
  readonly addFolder: (path: string) => void
  readonly chooseModel: () => void
}

/** Every way in for files; the work that it starts shows itself in the Work region. */
export function useAddFiles(): AddFiles {
  const { client, navigation, notices, settings } = useWindow()
  const attempt = useCallback((action: () => Promise<unknown>) => {
    action().catch((thrown: unknown) => notices.fail(thrown))
  }, [notices])
  const take = useCallback((taking: () => Promise<TakenFiles | null>) => attempt(async () => {
    const models = (await taking())?.models ?? []
    if (models.length === 0) return
    notices.tell(text.models.imported(models.join(', ')))
    await settings.loadModels()
  }), [attempt, notices, settings])
  const add = useCallback((files: readonly File[]) => { if (files.length > 0) take(() => client.files.addFiles(files)) }, [take, client])
  const addMade = useCallback((file: File) => add([file]), [add])
  const addDropped = useCallback((transfer: DataTransfer) => take(() => client.files.addDropped(transfer)), [take, client])
  return {
    add, addDropped, addMade,
    chooseFolder() {
      if (client.host === 'electron') attempt(() => client.files.addFolder())
      else navigation.dialog.set('addFolder')
    },
    addFolder: (path) => attempt(() => client.files.addFolder(path)),
    chooseModel() {
      if (client.host === 'electron') attempt(() => settings.importModel())
      else navigation.dialog.set('importModel')
    },
  }
}
