import { openEngine } from '../openEngine.ts'
import { askPassphrase } from './askPassphrase.ts'
import { EXIT } from './exitCode.ts'
import { runCli } from './runCli.ts'

const interrupted = new AbortController()
function interrupt(): void {
  // The second time a person means it.
  if (interrupted.signal.aborted) process.exit(EXIT.cancelled)
  interrupted.abort()
}
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)
// `footnote … | head`: whoever reads has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.unexpected))

const code = await runCli(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, signal: interrupted.signal, openEngine, askPassphrase })
// Everything was flushed and closed; a native library that keeps a thread alive must not keep the shell waiting.
process.exit(code)
