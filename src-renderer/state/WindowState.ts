import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { WindowClient } from '../client/WindowClient.ts'
import { collectForFrame } from './collectForFrame.ts'
import { createConversation, type Conversation } from './conversation.ts'
import { createHostCommands, type HostCommands } from './hostCommands.ts'
import { createLibraryStore, type LibraryStore } from './library.ts'
import { createNavigation, type Navigation } from './navigation.ts'
import { createNotices, type Notices } from './notices.ts'
import { createSettingsStore, type SettingsStore } from './settings.ts'
import { createSource, type Source } from './source.ts'
import { createWork, type Work } from './work.ts'

/** Everything that the window knows, each part in its own store. Data flows one way: client → stores → components. */
export interface WindowState {
  readonly client: WindowClient
  readonly notices: Notices
  readonly navigation: Navigation
  readonly source: Source
  readonly conversation: Conversation
  readonly library: LibraryStore
  readonly work: Work
  readonly settings: SettingsStore
  /** What a native menu, a link or the tray asks of the window. */
  readonly hostCommands: HostCommands
  close(): void
}

/** `onLock`: the library was locked or unlocked, and nothing of this state holds any more. */
export function createWindowState(client: WindowClient, onLock: () => void = () => undefined): WindowState {
  const notices = createNotices()
  const hostCommands = createHostCommands()
  const source = createSource()
  const library = createLibraryStore(client, notices)
  const settings = createSettingsStore(client, notices)
  const conversation = createConversation(client, notices, {
    onFinished(view) {
      const [first] = view.citations
      if (first !== undefined) source.offerCitation(view.key, first)
      library.refreshSoon()
    },
    onOpened(views) {
      const first = views.findLast(({ citations }) => citations.length > 0)?.citations[0]
      if (first !== undefined) source.expected.set(first.documentId)
    },
  })
  const work = createWork(client, notices, () => void library.load())

  const applySoon = collectForFrame(conversation.apply)

  function receive(event: EngineEvent) {
    switch (event.topic) {
      case 'answer': return applySoon(event.event)
      case 'job': return work.apply(event.job)
      case 'document':
        void conversation.sourceChanged(event.document)
        return library.apply(event.document)
      case 'library': return library.refreshSoon()
      case 'models': return event.level === 'warning' ? notices.warn(event.message) : notices.tell(event.message)
      case 'settings': return void settings.load()
      case 'host': return hostCommands.send(event.command)
      case 'lock': return onLock()
      case 'resync': return void load()
      default: return event satisfies never
    }
  }
  const unsubscribe = client.subscribe(receive)

  /** Everything that the first screen shows. Begun when nothing is missed any more, so that what happens meanwhile is heard. */
  async function load() {
    await Promise.all([settings.load(), library.load(), work.load(), conversation.refreshThreads(), settings.loadModels(), conversation.catchUp()])
  }

  return {
    client, notices, navigation: createNavigation(), source, conversation, library, work, settings, hostCommands,
    close: unsubscribe,
  }
}
