import type { HostCommand } from '../../src-shared/domain/event.ts'

export interface HostCommands {
  send(command: HostCommand): void
  /** The shell carries commands out; returns what ends it. */
  handle(listener: (command: HostCommand) => void): () => void
}

/** Commands from around the page. One that comes before the shell stands (a link that started the application) waits for it. */
export function createHostCommands(): HostCommands {
  let listener: ((command: HostCommand) => void) | null = null
  let waiting: HostCommand[] = []
  return {
    send(command) {
      if (listener === null) waiting.push(command)
      else listener(command)
    },
    handle(next) {
      listener = next
      const before = waiting
      waiting = []
      before.forEach(next)
      return () => { listener = null }
    },
  }
}
