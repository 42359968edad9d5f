import { createForkLauncher } from '../../src-main/adapters/node/createForkLauncher.ts'
import type { ChildProcessHandle, ProcessLauncher } from '../../src-main/core/ports/ProcessLauncher.ts'
import type { ToHost } from '../../src-main/processes/modelHost/protocol.ts'

/** The real launcher, with a hand on the model host. */
export function killableModelHost() {
  const launcher = createForkLauncher()
  let host: ChildProcessHandle | undefined
  let isArmed = false
  let launches = 0
  const sent: ToHost[] = []

  function watched(child: ChildProcessHandle): ChildProcessHandle {
    return {
      ...child,
      send(message) {
        sent.push(message as ToHost)
        child.send(message)
        if (!isArmed) return
        isArmed = false
        child.kill()
      },
    }
  }

  const killable: ProcessLauncher = {
    launch(entry, name) {
      const child = launcher.launch(entry, name)
      if (!entry.pathname.includes('modelHost')) return child
      launches++
      host = watched(child)
      return host
    },
  }
  return {
    launcher: killable,
    /** All that was sent to it. */
    sent,
    /** How often it was started. */
    launches: () => launches,
    /** With SIGKILL, at once. */
    kill(): void {
      if (host === undefined) throw new Error('no model host was started')
      host.kill()
    },
    /** With SIGKILL as soon as it has been given its next piece of work. */
    killAtNextCall(): void {
      isArmed = true
    },
    isArmed: () => isArmed,
  }
}
