import { useEffect } from 'react'
import type { HostCommand } from '../../src-shared/domain/event.ts'
import { useWindow } from '../state/WindowContext.ts'

interface HostActions {
  readonly addFiles: () => void
  readonly addFolder: () => void
  readonly importModel: () => void
}

/** Carries out what the native menu, a `footnote://` link or the tray asks for. */
export function useHostCommands({ addFiles, addFolder, importModel }: HostActions): void {
  const { client, conversation, hostCommands, navigation, notices, source } = useWindow()
  useEffect(() => {
    async function openAnswer(answerId: Extract<HostCommand, { name: 'openAnswer' }>['answerId']) {
      try {
        const { threadId } = await client.call('questions.answer', { answerId })
        navigation.go({ kind: 'ask' })
        source.clear(false)
        if (threadId !== undefined) await conversation.open(threadId)
      } catch (thrown) {
        notices.fail(thrown)
      }
    }
    return hostCommands.handle((command) => {
      switch (command.name) {
        case 'newQuestion': conversation.startNew(); source.clear(false); return navigation.focusQuestion()
        case 'addFiles': return addFiles()
        case 'addFolder': return addFolder()
        case 'importModel': return importModel()
        case 'settings': case 'palette': case 'proof': return navigation.dialog.set(command.name)
        case 'library': return navigation.go({ kind: 'library', folder: null, needsYou: false })
        case 'audit': return navigation.go({ kind: 'audit' })
        case 'openAnswer': return void openAnswer(command.answerId)
        default: return command satisfies never
      }
    })
  })
}
