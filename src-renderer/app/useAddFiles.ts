import { useCallback } from 'react'
import { useWindow } from '../state/WindowContext.ts'

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
  const add = useCallback((files: readonly File[]) => { if (files.length > 0) attempt(() => client.files.addFiles(files)) }, [attempt, client])
  const addMade = useCallback((file: File) => add([file]), [add])
  const addDropped = useCallback((transfer: DataTransfer) => attempt(() => client.files.addDropped(transfer)), [attempt, client])
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
