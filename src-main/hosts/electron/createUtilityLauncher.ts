import { fileURLToPath } from 'node:url'
import type { UtilityProcess, utilityProcess } from 'electron'
import { childEnvironment } from '../../adapters/node/childEnvironment.ts'
import type { ProcessLauncher } from '../../core/ports/ProcessLauncher.ts'

const KEPT_OUTPUT_CHARACTERS = 4000

/** Children as Electron's utility processes: a packaged application refuses to run as plain Node (its fuses), so `fork` is not to be had. */
export function createUtilityLauncher(fork: typeof utilityProcess.fork): ProcessLauncher {
  return {
    launch(entry, name) {
      const child: UtilityProcess = fork(fileURLToPath(entry), [], { serviceName: `footnote-${name}`, stdio: ['ignore', 'ignore', 'pipe'], env: childEnvironment() })
      let lastOutput = ''
      child.stderr?.on('data', (part: Buffer) => {
        lastOutput = (lastOutput + part.toString('utf8')).slice(-KEPT_OUTPUT_CHARACTERS)
      })
      return {
        // It has a number only once it was spawned.
        get pid() {
          return child.pid
        },
        send: (message) => child.postMessage(message),
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.once('exit', (code) => listener({ code, signal: null, lastOutput })),
        kill: () => void child.kill(),
      }
    },
  }
}
