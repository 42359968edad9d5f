import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ProcessLauncher } from '../../core/ports/ProcessLauncher.ts'
import { childEnvironment } from './childEnvironment.ts'

// A native assertion with its backtrace; more would only fill the log.
const KEPT_OUTPUT_CHARACTERS = 4000

/** Children of plain Node. Their standard output goes nowhere: a host's own is the contract of the command line. */
export function createForkLauncher(): ProcessLauncher {
  return {
    launch(entry, name) {
      const child = fork(fileURLToPath(entry), [], {
        // Float32Arrays cross as bytes instead of as JSON.
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        // The parent's own flags (a test runner's loader, an inspector's port) are not meant for the child.
        execArgv: ['--title', `footnote-${name}`],
        env: childEnvironment(),
      })
      let lastOutput = ''
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        lastOutput = (lastOutput + text).slice(-KEPT_OUTPUT_CHARACTERS)
      })
      // Without a listener, a failed start or a send to a dead child would end the parent; `exit` tells the same story.
      child.on('error', () => undefined)
      return {
        pid: child.pid,
        send(message) {
          if (child.connected) child.send(message as object, () => undefined)
        },
        onMessage: (listener) => void child.on('message', listener),
        onExit(listener) {
          let isTold = false
          const tell = (code: number | null, signal: string | null) => {
            if (isTold) return
            isTold = true
            listener({ code, signal, lastOutput })
          }
          child.once('exit', (code, signal) => tell(code, signal))
          child.once('error', () => { if (child.pid === undefined) tell(null, null) })
        },
        kill: () => void child.kill('SIGKILL'),
      }
    },
  }
}
